package enifailover.aws.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import enifailover.port.AutomationSwitch;
import enifailover.port.AutomationSwitch.Admitted;
import enifailover.port.AutomationSwitch.KillSwitch;
import enifailover.port.AutomationSwitch.Limit;
import enifailover.port.AutomationSwitch.LimitReached;
import enifailover.port.AwsCallException;
import enifailover.testkit.memory.AutomationSwitchContract;
import enifailover.testkit.memory.ManualScheduler;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The brake on DynamoDB keeps the contract; a person can set the switch by hand.
class DynamoAutomationSwitchTest extends AutomationSwitchContract {
    private static final Map<String, AttributeValue> KEY =
            Map.of("group", Items.text("!"), "item", Items.text("automatic"));

    @RegisterExtension
    static final DynamoClients DYNAMO = new DynamoClients();

    private final ManualScheduler time = new ManualScheduler();

    @Override
    protected AutomationSwitch brake() {
        return new DynamoAutomationSwitch(DYNAMO.clients(), DYNAMO.table(), time);
    }

    @Override
    protected ManualScheduler time() {
        return time;
    }

    /// `aws dynamodb put-item` with nothing but the key, and with words that are no instant.
    @Test
    void aRowByHandStops() {
        DYNAMO.clients().dynamoDb().putItem(put -> put.tableName(DYNAMO.table()).item(KEY));
        assertEquals(Optional.of(new KillSwitch(Optional.empty(), "")), brake().stopped());
        DYNAMO.clients().dynamoDb().putItem(put -> put.tableName(DYNAMO.table())
                .item(Map.of(
                        "group", Items.text("!"),
                        "item", Items.text("automatic"),
                        "since", Items.text("just now"),
                        "reason", Items.text("by hand"))));
        assertEquals(Optional.of(new KillSwitch(Optional.empty(), "by hand")), brake().stopped());
        DYNAMO.clients().dynamoDb().deleteItem(delete -> delete.tableName(DYNAMO.table())
                .key(KEY));
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
        assertInstanceOf(LimitReached.class, brake().admit("c", two));
    }

    @Test
    void aTableThatIsNotThereIsARefusalAndNotAnOpenSwitch() {
        AutomationSwitch nowhere = new DynamoAutomationSwitch(DYNAMO.clients(), "nowhere", time);
        assertThrows(AwsCallException.class, nowhere::stopped);
        assertThrows(AwsCallException.class, () -> nowhere.admit("a", new Limit(1, Duration.ofMinutes(1))));
    }
}
