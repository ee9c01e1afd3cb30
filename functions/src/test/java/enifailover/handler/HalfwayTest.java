package enifailover.handler;

import static enifailover.handler.Deployment.ENI2;
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
import enifailover.testkit.region.ec2.Attachment.Attributes;
import enifailover.testkit.region.ssm.Delivery;
import enifailover.testkit.region.ssm.SimulatedHost.Behaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A move is half-way when something goes wrong: answers that are old, one ENI of two that is refused, a table that is
/// away, a person who helps.
class HalfwayTest {
    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static void seen(UnaryOperator<RegionBuilder> scene, Consumer<Deployment> story) {
        Deployment.seen(DYNAMO, scene, story);
    }

    private static RegionBuilder trioOfTwo(RegionBuilder scene) {
        return Deployment.third(Deployment.secondEni(scene));
    }

    private static void refuses(Deployment web, String eni, String target, String code) {
        web.region
                .faults()
                .rule(attempt -> attempt.action().equals("AttachNetworkInterface")
                                && attempt.subject().contains(eni)
                                && attempt.subject().contains(" to " + target)
                        ? new Fault.Refusal(AwsError.refused(code, "The request cannot be carried out."))
                        : null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UnsupportedOperation", "PrivateIpAddressLimitExceeded", "AttachmentLimitExceeded"})
    @DisplayName(
            "a target takes one ENI of two and refuses the other: both end on the next one, or on the former holder")
    void oneOfTwoIsRefused(String code) {
        seen(HalfwayTest::trioOfTwo, web -> {
            refuses(web, ENI2, STANDBY, code);
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(THIRD, web.holder());
            assertEquals(THIRD, web.holder(ENI2));
        });
        seen(Deployment::secondEni, web -> {
            refuses(web, ENI, STANDBY, code);
            assertEquals("FAILED", web.drill("failover"), web::last);
            assertEquals(ACTIVE, web.holder());
            assertEquals(ACTIVE, web.holder(ENI2));
            long soFar = web.detaches();
            web.sweeps(10);
            assertEquals(soFar, web.detaches());
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 20, 60})
    @DisplayName("after a success the ENI's row still shows it on nobody: nothing is detached again")
    void theEniIsShownFree(int seconds) {
        seen(Deployment::third, web -> {
            Instant[] free = {Instant.MAX};
            web.region.faults().rule(attempt -> {
                if (attempt.action().equals("AttachNetworkInterface")) {
                    free[0] = attempt.at();
                }
                return null;
            });
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            Instant until = web.region.time().now().plusSeconds(seconds);
            web.region
                    .faults()
                    .rows()
                    .rule((attempt, row) -> row.equals(ENI) && attempt.at().isBefore(until)
                            ? Duration.between(free[0], attempt.at())
                            : Duration.ZERO);
            web.event(ACTIVE, "stopped");
            web.sweep();
            web.sweeps(3);
            assertEquals(1, web.detaches());
            assertEquals(STANDBY, web.holder());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec2:DescribeInstances", "ec2:DescribeInstanceStatus"})
    @DisplayName("the target's row goes missing while the ENI arrives: one detach")
    void theTargetIsMissing(String action) {
        seen(Deployment::third, web -> {
            web.stops(ACTIVE);
            web.region.time().at(web.region.time().now().plusSeconds(3), () -> web.region
                    .faults()
                    .rows()
                    .hidden(action, STANDBY, web.region.time().now().plusSeconds(60)));
            web.event(ACTIVE, "stopped");
            web.sweeps(5);
            assertEquals(1, web.detaches(), web::last);
            assertEquals(STANDBY, web.holder());
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 6})
    @DisplayName("the table goes away in the middle of a move: one move, finished or told, and at rest when it is back")
    void theTableGoesAway(int seconds) {
        seen(Deployment::third, web -> {
            web.stops(ACTIVE);
            web.region.time().at(web.region.time().now().plusSeconds(seconds), () -> web.lab.doors.tableAway = true);
            web.event(ACTIVE, "stopped");
            web.sweeps(2);
            web.lab.doors.tableAway = false;
            web.sweeps(5);
            assertEquals(1, web.detaches(), web::last);
            assertEquals(STANDBY, web.holder());
            assertTrue(web.region.hosts().routed(STANDBY).containsKey(ENI));
            assertEquals("none", web.sweep(), web::last);
        });
    }

    @Test
    @DisplayName("a person attaches the resting ENI by hand to another member, or to a stranger: that is accepted")
    void aPersonMovesItByHand() {
        for (String where : List.of(THIRD, "i-0eeeeeeeeeeeeeeee")) {
            seen(scene -> Deployment.third(scene).instance("i-0eeeeeeeeeeeeeeee", _ -> {}), web -> {
                web.region.strike(_ -> web.region.fleet().delivery(Delivery.NONE));
                web.stops(ACTIVE);
                web.event(ACTIVE, "stopped");
                web.region.strike(scenery -> scenery.place(ENI, where, 1, 0, Attributes.FRESH));
                web.sweeps(10);
                assertEquals(1, web.detaches(), web::last);
                assertEquals(where, web.holder());
            });
        }
    }

    @Test
    @DisplayName("a stopped third member that may be started is not started while the ENI rests without routing")
    void nobodyIsStartedForRouting() {
        seen(Deployment::third, web -> {
            web.tag(ENI, "eni-failover:cold-standby", "start");
            web.stops(THIRD);
            web.region.strike(_ -> web.region.fleet().delivery(Delivery.NONE));
            web.stops(ACTIVE);
            web.event(ACTIVE, "stopped");
            web.sweeps(30);
            assertEquals(STANDBY, web.holder());
            assertEquals(1, web.detaches());
            assertEquals(0, web.asked("StartInstances"));
        });
    }

    @Test
    @DisplayName("at a group's first sight one ENI is attached nowhere: it is routed with the others after all")
    void aFreeEniAtTheFirstSight() {
        Deployment.fresh(DYNAMO, Deployment::secondEni, web -> {
            web.detachesByHand(ENI);
            web.passes(10);
            web.region.hosts().behave(STANDBY, Behaviour.FAILS_VERIFICATION);
            web.stops(ACTIVE);
            web.event(ACTIVE, "stopped");
            assertEquals(STANDBY, web.holder(), web::last);
            assertEquals(STANDBY, web.holder(ENI2));
            web.region.hosts().behave(STANDBY, Behaviour.NORMAL);
            web.sweeps(3);
            assertEquals(Set.of(ENI, ENI2), web.region.hosts().routed(STANDBY).keySet(), web::last);
        });
    }
}
