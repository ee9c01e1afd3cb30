package enifailover.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import enifailover.port.Brake;
import enifailover.port.Brake.Admitted;
import enifailover.port.Brake.Full;
import enifailover.port.Brake.Limit;
import enifailover.port.Brake.Stop;
import enifailover.port.BrakeContract;
import enifailover.port.HandTime;
import enifailover.port.Refused;
import enifailover.region.dynamo.LocalDynamo;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The brake on DynamoDB keeps the contract; a person can set the switch by hand.
class DynamoBrakeTest extends BrakeContract {
    private static final Map<String, AttributeValue> KEY =
            Map.of("group", Rows.text("!"), "item", Rows.text("automatic"));

    @SuppressWarnings("NullAway.Init")
    private static LocalDynamo dynamo;

    @SuppressWarnings("NullAway.Init")
    private static Clients clients;

    private static final LostAnswers WIRE = new LostAnswers(UrlConnectionHttpClient.create());
    private static int tables;

    private final HandTime time = new HandTime();
    private String table = "";

    @BeforeAll
    static void start() throws IOException {
        dynamo = LocalDynamo.start();
        System.setProperty("aws.endpointUrl", dynamo.endpoint().toString());
        clients = new Clients(
                "eu-west-1", WIRE, StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")));
    }

    @AfterAll
    static void stop() throws IOException {
        System.clearProperty("aws.endpointUrl");
        clients.close();
        dynamo.close();
    }

    /// A table of its own for each test, as `template.yaml` makes it.
    @BeforeEach
    void fresh() {
        table = "brake-" + ++tables;
        dynamo.makeTable(table);
    }

    @Override
    protected Brake brake() {
        return new DynamoBrake(clients, table, time);
    }

    @Override
    protected HandTime time() {
        return time;
    }

    /// `aws dynamodb put-item` with nothing but the key, and with words that are no instant.
    @Test
    void aRowByHandStops() {
        clients.dynamoDb().putItem(put -> put.tableName(table).item(KEY));
        assertEquals(Optional.of(new Stop(Optional.empty(), "")), brake().stopped());
        clients.dynamoDb().putItem(put -> put.tableName(table)
                .item(Map.of(
                        "group", Rows.text("!"),
                        "item", Rows.text("automatic"),
                        "since", Rows.text("just now"),
                        "reason", Rows.text("by hand"))));
        assertEquals(Optional.of(new Stop(Optional.empty(), "by hand")), brake().stopped());
        clients.dynamoDb().deleteItem(delete -> delete.tableName(table).key(KEY));
        assertEquals(Optional.empty(), brake().stopped());
    }

    @Test
    void eachCostsOneRequestAndALostAnswerCountsOnce() {
        WIRE.requests();
        brake().stopped();
        assertEquals(1, WIRE.requests());
        Limit two = new Limit(2, Duration.ofMinutes(1));
        assertInstanceOf(Admitted.class, brake().admit("a", two));
        assertEquals(1, WIRE.requests());
        WIRE.loseNext(1);
        assertInstanceOf(Admitted.class, brake().admit("b", two));
        assertInstanceOf(Full.class, brake().admit("c", two));
    }

    @Test
    void aTableThatIsNotThereIsARefusalAndNotAnOpenSwitch() {
        table = "nowhere";
        assertThrows(Refused.class, () -> brake().stopped());
        assertThrows(Refused.class, () -> brake().admit("a", new Limit(1, Duration.ofMinutes(1))));
    }
}
