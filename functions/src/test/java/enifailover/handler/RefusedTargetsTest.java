package enifailover.handler;

import static enifailover.handler.Deployment.THIRD;
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
import enifailover.testkit.region.ec2.Instance.Scheduled;
import enifailover.testkit.region.ec2.State;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// EC2 refuses an attach for good, or for some seconds: that is one target's refusal and no dead end.
class RefusedTargetsTest {
    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static void seen(UnaryOperator<RegionBuilder> scene, Consumer<Deployment> story) {
        Deployment.seen(DYNAMO, scene, story);
    }

    private static void retires(Deployment web) {
        Instant now = web.region.time().now();
        web.region.strike(scenery -> scenery.schedule(
                ACTIVE,
                new Scheduled(
                        "instance-event-0aaaaaaaaaaaaaaaa",
                        "instance-retirement",
                        "The instance is running on degraded hardware",
                        now.plusSeconds(1800),
                        now.plusSeconds(9000))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UnsupportedOperation",
                "OperationNotPermitted",
                "InvalidParameterValue",
                "InvalidParameterCombination",
                "InvalidInterface.IpAddressLimitExceeded",
                "PrivateIpAddressLimitExceeded",
                "ResourceLimitExceeded",
                "AttachmentLimitExceeded",
                "IncorrectState",
                "IncorrectInstanceState",
                "InvalidInstanceID.NotFound",
                "UnauthorizedOperation",
                "ACodeThatNobodyKnows"
            })
    @DisplayName("one target refuses for good: the next standby, and without one the way back")
    void oneTargetRefuses(String code) {
        seen(Deployment::third, web -> {
            web.region.attachRefusals().refuse(STANDBY, code);
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(THIRD, web.holder());
            assertEquals(1, web.detaches());
        });
        seen(scene -> scene, web -> {
            web.region.attachRefusals().refuse(STANDBY, code);
            String verdict = web.drill("failover");
            assertEquals(ACTIVE, web.holder(), web::last);
            assertEquals("FAILED", verdict, web::last);
            long detaches = web.detaches();
            web.sweeps(10);
            assertEquals(detaches, web.detaches());
            assertEquals(ACTIVE, web.holder());
        });
    }

    @Test
    @DisplayName("a planned move: this role may attach nothing to one standby, so the next one is taken")
    void onePlannedTargetIsDenied() {
        seen(Deployment::third, web -> {
            web.region.attachRefusals().refuse(STANDBY, "UnauthorizedOperation");
            assertEquals("SUCCEEDED", web.drill("failover"), web::last);
            assertEquals(THIRD, web.holder());
            assertEquals(1, web.detaches());
            web.region.attachRefusals().refuse(ACTIVE, "UnauthorizedOperation");
            assertEquals("FAILED", web.drill("failback"), web::last);
            assertEquals(THIRD, web.holder());
            assertEquals(1, web.detaches());
        });
        seen(Deployment::third, web -> {
            web.region.attachRefusals().refuse(STANDBY, "UnauthorizedOperation");
            assertEquals("SUCCEEDED", web.spotWarning(ACTIVE), web::last);
            assertEquals(THIRD, web.holder());
            assertEquals(1, web.detaches());
        });
    }

    @Test
    @DisplayName(
            "a planned move: one standby is denied and the next refuses: back, and the next sweep begins with neither")
    void aPlannedTargetIsDeniedAndTheNextRefuses() {
        seen(Deployment::third, web -> {
            retires(web);
            web.region.attachRefusals().refuse(STANDBY, "UnauthorizedOperation");
            web.region.attachRefusals().refuse(THIRD, "UnsupportedOperation");
            assertEquals("FAILED", web.sweep(), web::last);
            assertEquals(ACTIVE, web.holder());
            web.region.attachRefusals().allow(STANDBY);
            web.region.forgetCalls();
            web.sweeps(5);
            assertEquals(ACTIVE, web.holder());
            assertEquals(0, web.asked("AttachNetworkInterface"));
            web.sweeps(10);
            assertEquals(STANDBY, web.holder());
        });
    }

    @Test
    @DisplayName("a planned move: every standby is denied: nothing is taken, that is loud, and it moves when it may")
    void everyPlannedTargetIsDenied() {
        seen(Deployment::third, web -> {
            retires(web);
            web.region.attachRefusals().refuse(STANDBY, "UnauthorizedOperation");
            web.region.attachRefusals().refuse(THIRD, "UnauthorizedOperation");
            assertEquals(List.of("FAILED", "FAILED"), web.sweeps(2), web::last);
            assertEquals(0, web.detaches());
            assertEquals(ACTIVE, web.holder());
            web.region.attachRefusals().allow(THIRD);
            assertEquals(List.of("SUCCEEDED"), web.sweeps(1), web::last);
            assertEquals(THIRD, web.holder());
        });
    }

    @Test
    @DisplayName("the only standby refuses, and the active is impaired: it is tried ever more seldom")
    void theWayBackToAnImpairedActive() {
        seen(scene -> scene, web -> {
            web.region.attachRefusals().refuse(STANDBY, "UnsupportedOperation");
            web.region.impair(ACTIVE, Kind.INSTANCE);
            web.passes(90);
            assertEquals("FAILED", web.sweep(), web::last);
            assertEquals(ACTIVE, web.holder());
            web.sweeps(30);
            assertEquals(ACTIVE, web.holder());
            long soFar = web.detaches();
            assertTrue(soFar <= 4, () -> soFar + " detaches within half an hour");
            web.sweeps(90);
            assertTrue(web.detaches() - soFar <= 3, () -> web.detaches() + " detaches, ever more seldom");
        });
    }

    @Test
    @DisplayName(
            "everybody refuses and the active is off: loud, told again every 15 minutes, and taken when one allows")
    void everybodyRefuses() {
        seen(Deployment::third, web -> {
            web.region.attachRefusals().refuse(STANDBY, "UnsupportedOperation");
            web.region.attachRefusals().refuse(THIRD, "OperationNotPermitted");
            web.stops(ACTIVE);
            assertEquals("FAILED", web.event(ACTIVE, "stopped"), web::last);
            web.sweeps(60);
            assertEquals("nobody", web.holder());
            long told = web.told().stream()
                    .filter(one -> one.startsWith("Failover Failed"))
                    .count();
            assertTrue(told >= 3 && told <= 8, web.told()::toString);
            web.region.attachRefusals().allow(THIRD);
            assertEquals("SUCCEEDED", web.sweeps(1).getFirst(), web::last);
            assertEquals(THIRD, web.holder());
        });
    }

    @Test
    @DisplayName("the next sweep does not begin with who refused")
    void theNextSweepBeginsWithAnother() {
        seen(Deployment::third, web -> {
            web.region.attachRefusals().refuse(STANDBY, "UnsupportedOperation");
            web.region.impair(THIRD, Kind.INSTANCE);
            web.stops(ACTIVE);
            assertEquals("FAILED", web.event(ACTIVE, "stopped"), web::last);
            web.region.restore(THIRD, Kind.INSTANCE);
            web.region.forgetCalls();
            assertEquals("SUCCEEDED", web.sweeps(1).getFirst(), web::last);
            assertEquals(THIRD, web.holder());
            assertEquals(1, web.asked("AttachNetworkInterface"));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8})
    @DisplayName("IAM learns of a tag late: an attach that is denied for some seconds is asked for again")
    void deniedForSomeSeconds(int seconds) {
        seen(scene -> scene, web -> {
            web.stops(ACTIVE);
            Instant[] until = {Instant.MAX};
            web.region.faults().rule(attempt -> {
                boolean attach = attempt.action().equals("AttachNetworkInterface");
                until[0] = attach && until[0].equals(Instant.MAX) ? attempt.at().plusSeconds(seconds) : until[0];
                return attach && attempt.at().isBefore(until[0])
                        ? new Fault.Refusal(new AwsError(
                                403, "UnauthorizedOperation", "You are not authorized to perform this operation."))
                        : null;
            });
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(STANDBY, web.holder());
            assertEquals(1, web.detaches());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"InsufficientInstanceCapacity", "UnsupportedOperation", "UnauthorizedOperation"})
    @DisplayName("a cold standby may not start: the next one")
    void aColdStandbyDoesNotStart(String code) {
        seen(Deployment::third, web -> {
            web.tag(ENI, "eni-failover:cold-standby", "start");
            web.tag(THIRD, "eni-failover:priority", "900");
            web.stops(STANDBY);
            web.sweep();
            web.region.faults().always("ec2:StartInstances", new Fault.Refusal(AwsError.refused(code, "no")));
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(THIRD, web.holder());
            assertEquals(State.STOPPED, web.region.stateOf(STANDBY));
        });
    }

    @Test
    @DisplayName(
            "an active is to be retired and the standby refuses: the working active's ENI is not taken every minute")
    void aRetirementWhileTheStandbyRefuses() {
        seen(scene -> scene, web -> {
            retires(web);
            web.region.attachRefusals().refuse(STANDBY, "UnsupportedOperation");
            List<String> verdicts = web.sweeps(60);
            assertEquals(ACTIVE, web.holder());
            assertTrue(web.detaches() <= 4, () -> web.detaches() + " detaches: " + verdicts);
        });
    }

    @Test
    @DisplayName("a failback by itself that home refuses is tried ever more seldom")
    void aFailbackThatHomeRefuses() {
        seen(scene -> scene, web -> {
            web.tag(ENI, "eni-failover:failback", "auto:60");
            web.tag(ENI, "eni-failover:cooldown", "0");
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            web.region.strike(scenery -> scenery.start(ACTIVE));
            web.region.attachRefusals().refuse(ACTIVE, "UnsupportedOperation");
            web.sweeps(240);
            assertEquals(STANDBY, web.holder());
            assertTrue(web.detaches() <= 1 + 9, () -> web.detaches() + " detaches");
        });
    }
}
