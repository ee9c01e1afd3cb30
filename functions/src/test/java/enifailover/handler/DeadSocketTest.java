package enifailover.handler;

import static enifailover.handler.FunctionLab.call;
import static enifailover.handler.FunctionLab.stopped;
import static enifailover.testkit.region.Scenes.ACTIVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.call.Fault;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One request of a failover goes to a peer that never answers. The SDK's own time-out would be 30 s, which is the
/// whole outage many times over; the function's is 3 s, and the failover goes on.
class DeadSocketTest {
    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    /// @param most what it may cost beyond the 4.5 s of a failover without it: the time-out and a doubt's second look
    @ParameterizedTest(name = "request {1} of {0}")
    @CsvSource({
        "ec2:DescribeNetworkInterfaces, 1, 3200",
        "ec2:DescribeNetworkInterfaces, 2, 3200",
        "ec2:DescribeNetworkInterfaces, 6, 3200",
        "ec2:DescribeInstanceStatus, 1, 3200",
        "ssm:DescribeInstanceInformation, 1, 3200",
        "ec2:DetachNetworkInterface, 1, 4300",
        "ec2:AttachNetworkInterface, 1, 4800",
        "ssm:SendCommand, 1, 4300",
        "ssm:GetCommandInvocation, 1, 3300",
        "events:PutEvents, 1, 3000",
        "events:PutEvents, 2, 3300"
    })
    void oneDeadSocketCostsNoMoreThanItsTimeOut(String action, int nth, long most) {
        AtomicLong took = new AtomicLong();
        VirtualTime.run(7, time -> {
            var region = Scenes.pair(time).build();
            var lab = new FunctionLab(region, DYNAMO.running(), time, false);
            region.strike(scenery -> scenery.stop(ACTIVE, true, "a person stopped it"));
            region.time().sleep(Duration.ofSeconds(60));
            region.faults().nth(nth, action, new Fault.BlackHole());
            var begun = time.now();
            JsonNode answer = call(lab.failover, stopped(ACTIVE));
            took.set(Duration.between(begun, time.now()).toMillis());
            assertEquals(
                    "SUCCEEDED", answer.path("reports").path(0).path("verdict").asText(), answer::toPrettyString);
        });
        long usual = 4700;
        assertTrue(took.get() <= usual + most, () -> action + " unanswered: the failover took " + took.get() + " ms");
        System.out.println("dead socket: " + action + " " + nth + ": " + took.get() + " ms");
    }
}
