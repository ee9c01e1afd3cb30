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
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The brake on DynamoDB keeps the contract; a person can set the switch by hand.
class DynamoBrakeTest extends BrakeContract {
    private static final Map<String, AttributeValue> KEY =
            Map.of("group", Rows.text("!"), "item", Rows.text("automatic"));

    @RegisterExtension
    static final DynamoClients DYNAMO = new DynamoClients();

    private final HandTime time = new HandTime();
    private String table = "";

    /// A table of its own for each test, as `template.yaml` makes it.
    @BeforeEach
    void fresh() {
        table = DYNAMO.freshTable();
    }

    @Override
    protected Brake brake() {
        return new DynamoBrake(DYNAMO.clients(), table, time);
    }

    @Override
    protected HandTime time() {
        return time;
    }

    /// `aws dynamodb put-item` with nothing but the key, and with words that are no instant.
    @Test
    void aRowByHandStops() {
        DYNAMO.clients().dynamoDb().putItem(put -> put.tableName(table).item(KEY));
        assertEquals(Optional.of(new Stop(Optional.empty(), "")), brake().stopped());
        DYNAMO.clients().dynamoDb().putItem(put -> put.tableName(table)
                .item(Map.of(
                        "group", Rows.text("!"),
                        "item", Rows.text("automatic"),
                        "since", Rows.text("just now"),
                        "reason", Rows.text("by hand"))));
        assertEquals(Optional.of(new Stop(Optional.empty(), "by hand")), brake().stopped());
        DYNAMO.clients().dynamoDb().deleteItem(delete -> delete.tableName(table).key(KEY));
        assertEquals(Optional.empty(), brake().stopped());
    }

    @Test
    void eachCostsOneRequestAndALostAnswerCountsOnce() {
        DYNAMO.wire.requests();
        brake().stopped();
        assertEquals(1, DYNAMO.wire.requests());
        Limit two = new Limit(2, Duration.ofMinutes(1));
        assertInstanceOf(Admitted.class, brake().admit("a", two));
        assertEquals(1, DYNAMO.wire.requests());
        DYNAMO.wire.loseNext(1);
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
