package enifailover.harness.crash;

import enifailover.harness.rehearsal.Cast;
import enifailover.testkit.region.wire.WireRequest;
import enifailover.testkit.region.wire.WireResponse;
import java.io.IOException;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// A world that looks otherwise than it is, for the judge to find.
///
/// @param world as it is
/// @param attachments of every ENI
/// @param routed what the guests say
record Lying(World world, List<String> attachments, boolean routed) implements World {

    @Override
    public Cast cast() {
        return world.cast();
    }

    @Override
    public void fails() {
        world.fails();
    }

    @Override
    public WireResponse answer(WireRequest request) throws IOException {
        return world.answer(request);
    }

    @Override
    public List<String> attachments(String eni) {
        return attachments;
    }

    @Override
    public boolean routed(String eni, String instance) {
        return routed;
    }

    @Override
    public DynamoDbClient table() {
        return world.table();
    }

    @Override
    public String tableName() {
        return world.tableName();
    }

    @Override
    public void close() {
        world.close();
    }
}
