package enifailover.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.group.GroupName;
import enifailover.port.NextAudit;
import enifailover.port.NextAuditContract;
import enifailover.region.dynamo.LocalDynamo;
import enifailover.survey.Accepted;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The turn on DynamoDB keeps the contract, beside the book of audits.
class DynamoNextAuditTest extends NextAuditContract {
    @SuppressWarnings("NullAway.Init")
    private static LocalDynamo dynamo;

    @SuppressWarnings("NullAway.Init")
    private static Clients clients;

    private static int tables;

    @BeforeAll
    static void start() throws IOException {
        dynamo = LocalDynamo.start();
        System.setProperty("aws.endpointUrl", dynamo.endpoint().toString());
        clients = new Clients(
                "eu-west-1",
                UrlConnectionHttpClient.create(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")));
    }

    @BeforeEach
    void freshTable() {
        tables++;
        dynamo.makeTable("nextAudit" + tables);
    }

    @AfterAll
    static void stop() throws IOException {
        System.clearProperty("aws.endpointUrl");
        clients.close();
        dynamo.close();
    }

    @Override
    protected NextAudit nextAudit() {
        return new DynamoNextAudit(clients, "nextAudit" + tables);
    }

    @Test
    void theBookDoesNotTakeItForAGroup() {
        assertTrue(nextAudit().take(Instant.EPOCH, Instant.EPOCH.plusSeconds(30)));
        DynamoAuditBook book = new DynamoAuditBook(clients, "nextAudit" + tables);
        assertEquals(Map.of(), book.read().groups());
        assertEquals(Optional.empty(), book.read().rights());
        book.keep(new GroupName("web"), Accepted.NOTHING);
        assertEquals(Optional.of(Instant.EPOCH.plusSeconds(30)), nextAudit().due());
    }
}
