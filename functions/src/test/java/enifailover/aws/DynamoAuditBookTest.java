package enifailover.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.port.AuditBook;
import enifailover.port.AuditBookContract;
import enifailover.port.HandTime;
import enifailover.port.Ledger;
import enifailover.region.dynamo.LocalDynamo;
import enifailover.survey.Accepted;
import enifailover.survey.Accepted.LastAudit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The book on DynamoDB keeps the contract, beside the ledger in one table.
class DynamoAuditBookTest extends AuditBookContract {
    private static final GroupName GROUP = new GroupName("web");

    @SuppressWarnings("NullAway.Init")
    private static LocalDynamo dynamo;

    @SuppressWarnings("NullAway.Init")
    private static Clients clients;

    private static final LostAnswers WIRE = new LostAnswers(UrlConnectionHttpClient.create());
    private static int tables;

    @BeforeAll
    static void start() throws IOException {
        dynamo = LocalDynamo.start();
        System.setProperty("aws.endpointUrl", dynamo.endpoint().toString());
        clients = new Clients(
                "eu-west-1", WIRE, StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")));
    }

    @BeforeEach
    void freshTable() {
        tables++;
        dynamo.makeTable("audits" + tables);
    }

    @AfterAll
    static void stop() throws IOException {
        System.clearProperty("aws.endpointUrl");
        clients.close();
        dynamo.close();
    }

    @Override
    protected AuditBook book() {
        return new DynamoAuditBook(clients, "audits" + tables);
    }

    private static Ledger ledger() {
        return new DynamoLedger(clients, "audits" + tables, new HandTime());
    }

    @Test
    void neitherReadsWhatTheOtherWrites() {
        book().keep(GROUP, Accepted.NOTHING);
        assertEquals(Map.of(), ledger().memories());
        var held = ledger().acquire(new GroupName("db"), "a", Duration.ofSeconds(30));
        assertEquals(Ledger.Held.class, held.getClass());
        assertEquals(GroupMemory.NONE, ledger().memories().get(new GroupName("db")));
        assertEquals(Map.of(GROUP, Accepted.NOTHING), book().read().groups());
    }

    @Test
    void aLostAnswerIsNoSecondWrite() {
        book().drilled(GROUP, Instant.EPOCH);
        WIRE.loseNext(1);
        book().drilled(GROUP, Instant.EPOCH.plusSeconds(5));
        assertEquals(
                Optional.of(Instant.EPOCH.plusSeconds(5)),
                book().read().groups().getOrDefault(GROUP, Accepted.NOTHING).drilledAt());
    }

    /// A thousand groups with their findings, in as many requests as there are megabytes.
    @Test
    void aThousandGroupsAreReadInAFewRequests() {
        TreeSet<String> keys = new TreeSet<>();
        IntStream.range(0, 5).forEach(i -> keys.add("WARNING alarm-missing i-0a1b2c3d4e5f6071" + i));
        AuditBook book = book();
        for (int i = 0; i < 1000; i++) {
            book.keep(
                    new GroupName("group-" + i),
                    Accepted.NOTHING.withLast(Optional.of(new LastAudit(false, keys, Instant.EPOCH))));
        }
        WIRE.requests();
        assertEquals(1000, book.read().groups().size());
        assertEquals(1, WIRE.requests());
    }
}
