package enifailover.handler;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Fault;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ec2.Checks.Kind;
import enifailover.testkit.region.ec2.State;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An old look is not acted on, and each read that is not needed may be missing.
class NeededReadsTest {
    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static void seen(UnaryOperator<RegionBuilder> scene, Consumer<Deployment> story) {
        Deployment.seen(DYNAMO, scene, story);
    }

    /// The active's status check fails for long enough, and is well again after some time.
    private static void failsAndIsWellAgainAfter(Deployment web, int seconds) {
        web.region.impair(ACTIVE, Kind.INSTANCE);
        web.passes(90);
        web.region
                .time()
                .at(web.region.time().now().plusSeconds(seconds), () -> web.region.restore(ACTIVE, Kind.INSTANCE));
    }

    @Test
    @DisplayName("the active is well again while a cold standby starts: it keeps its ENI")
    void wellAgainDuringAColdStart() {
        seen(scene -> scene, web -> {
            web.tag(ENI, "eni-failover:cold-standby", "start");
            web.stops(STANDBY);
            web.sweep();
            failsAndIsWellAgainAfter(web, 20);
            web.sweep();
            assertEquals(ACTIVE, web.holder(), web::last);
            assertEquals(0, web.detaches());
            assertEquals(State.RUNNING, web.region.stateOf(STANDBY));
        });
    }

    @Test
    @DisplayName("the active stays bad while a cold standby starts: the ENI moves in the same run")
    void badStillAfterAColdStart() {
        seen(scene -> scene, web -> {
            web.tag(ENI, "eni-failover:cold-standby", "start");
            web.stops(STANDBY);
            web.sweep();
            web.region.impair(ACTIVE, Kind.INSTANCE);
            web.passes(90);
            assertEquals("SUCCEEDED", web.sweep(), web::last);
            assertEquals(STANDBY, web.holder());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec2:DetachNetworkInterface", "ec2:DescribeInstances"})
    @DisplayName("requests are throttled for half a minute, and the active is well again meanwhile: it keeps its ENI")
    void wellAgainWhileThrottled(String action) {
        seen(scene -> scene, web -> {
            failsAndIsWellAgainAfter(web, 12);
            web.region.faults().throttleUntil(web.region.time().now().plusSeconds(30), action);
            web.sweep();
            assertEquals(ACTIVE, web.holder(), web::last);
            assertEquals(0, web.detaches());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssm:SendCommand", "events:PutEvents"})
    @DisplayName("a request stands still for a quarter of a minute before the detach: the look is made anew")
    void aRunStandsStill(String action) {
        seen(scene -> scene, web -> {
            failsAndIsWellAgainAfter(web, 8);
            web.region.faults().next(2, action, new Fault.Slow(Duration.ofSeconds(15)));
            Instant began = web.region.time().now();
            web.sweep();
            boolean atOnce = web.region.calls().stream()
                    .anyMatch(call -> call.attempt().action().equals("DetachNetworkInterface")
                            && call.attempt().at().isBefore(began.plusSeconds(8)));
            assertTrue(atOnce || web.detaches() == 0, web::last);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ec2:DescribeInstanceStatus",
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeSubnets",
                "ec2:DescribeAddresses",
                "ssm:DescribeInstanceInformation",
                "autoscaling:DescribeAutoScalingInstances",
                "cloudwatch:DescribeAlarms",
                "events:PutEvents",
                "ec2:ModifyNetworkInterfaceAttribute"
            })
    @DisplayName("a request that a failover does not need is unanswered, or denied: the ENI of a stopped active moves")
    void whatIsNotNeeded(String action) {
        for (boolean denied : new boolean[] {true, false}) {
            seen(scene -> scene, web -> {
                if (denied) {
                    web.region.deny(action);
                } else {
                    web.region.faults().always(action, new Fault.LostBefore());
                }
                web.stops(ACTIVE);
                assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
                assertEquals(STANDBY, web.holder());
            });
        }
    }

    @Test
    @DisplayName("without status checks a running active is not judged, and its ENI stays")
    void withoutStatusChecksARunningActiveStays() {
        seen(scene -> scene, web -> {
            web.region.impair(ACTIVE, Kind.INSTANCE);
            web.region.faults().always("ec2:DescribeInstanceStatus", new Fault.LostBefore());
            web.sweeps(5);
            assertEquals(ACTIVE, web.holder());
            assertEquals(0, web.detaches());
        });
    }

    @Test
    @DisplayName("status checks without a result are no failure: insufficient-data")
    void insufficientData() {
        seen(scene -> scene, web -> {
            web.region.loseStatus(ACTIVE, Kind.INSTANCE);
            web.region.loseStatus(ACTIVE, Kind.SYSTEM);
            web.sweeps(5);
            assertEquals(ACTIVE, web.holder());
            assertEquals(0, web.detaches());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "ec2:DescribeInstances, 1",
        "ec2:DescribeInstances, 3",
        "ec2:DescribeInstanceStatus, 1",
        "ec2:DescribeInstanceStatus, 1000",
        "ssm:DescribeInstanceInformation, 1000"
    })
    @DisplayName("at a fence a describe is unanswered: the run goes on")
    void atAFence(String action, int times) {
        seen(scene -> scene, web -> {
            web.tag(ENI, "eni-failover:fence", "stop");
            web.region.impair(ACTIVE, Kind.INSTANCE);
            web.passes(90);
            boolean[] stopping = {false};
            int[] left = {times};
            web.region.faults().rule(attempt -> {
                stopping[0] |= attempt.action().equals("StopInstances");
                return stopping[0] && attempt.permission().equals(action) && left[0]-- > 0
                        ? new Fault.Refusal(new AwsError(503, "Unavailable", "The service is unavailable."))
                        : null;
            });
            assertEquals("SUCCEEDED", web.sweep(), web::last);
            assertEquals(STANDBY, web.holder());
            assertEquals(State.STOPPED, web.region.stateOf(ACTIVE));
        });
    }
}
