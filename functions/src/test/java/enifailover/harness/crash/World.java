package enifailover.harness.crash;

import enifailover.harness.rehearsal.Cast;
import enifailover.testkit.region.wire.WireRequest;
import enifailover.testkit.region.wire.WireResponse;
import java.io.IOException;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// An AWS of its own for one group, and what is really so in it.
interface World extends AutoCloseable {

    /// The group, all of it on its active, and well.
    Cast cast();

    /// The active fails.
    void fails();

    /// Carries out a request of a process.
    WireResponse answer(WireRequest request) throws IOException;

    /// Every attachment of an ENI, such as `i-0a at 1, attached`: one, or something is wrong.
    List<String> attachments(String eni);

    /// Whether the guest of this instance routes this ENI.
    boolean routed(String eni, String instance);

    /// To read the table with.
    DynamoDbClient table();

    /// The table's own name, whatever the processes call it.
    String tableName();

    @Override
    void close();
}
