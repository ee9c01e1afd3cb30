package enifailover.handler;

import static enifailover.handler.Deployment.THIRD;
import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ec2.Checks.Kind;
import enifailover.testkit.region.ssm.Delivery;
import enifailover.testkit.region.ssm.SimulatedHost.Behaviour;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/// Agents are silent: no reason to leave ENIs on an instance that is off, and no reason to leave one that works.
class LastResortTest {
    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static void seen(UnaryOperator<RegionBuilder> scene, Consumer<Deployment> story) {
        Deployment.seen(DYNAMO, scene, story);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopped", "terminated", "stopping"})
    @DisplayName("all agents are silent and the active is off: a standby takes the ENI, loudly, and verifies it later")
    void allAgentsAreSilent(String state) {
        seen(scene -> scene, web -> {
            web.region.loseAgent(STANDBY);
            web.region.loseAgent(ACTIVE);
            if (state.equals("terminated")) {
                web.region.strike(scenery -> scenery.terminate(ACTIVE, "a person terminated it"));
                web.passes(60);
            } else if (state.equals("stopping")) {
                web.region.strike(scenery -> scenery.stop(ACTIVE, false, "a person stops it"));
                web.passes(1);
            } else {
                web.stops(ACTIVE);
            }
            String verdict = web.event(ACTIVE, state);
            assertEquals(STANDBY, web.holder(), web::last);
            assertTrue(List.of("FAILED", "ROUTING_UNVERIFIED").contains(verdict), web::last);
            assertTrue(web.told().stream().anyMatch(one -> one.startsWith("Failover Failed")), web.told()::toString);
            assertTrue(web.findings().contains("BLOCKER routing-unverified " + STANDBY), web::last);
            web.sweeps(30);
            long detaches = web.detaches();
            web.region.recoverAgent(STANDBY);
            assertTrue(web.sweeps(61).contains("SUCCEEDED"), web::last);
            assertTrue(web.region.hosts().routed(STANDBY).containsKey(ENI));
            assertEquals(detaches, web.detaches());
        });
    }

    @Test
    @DisplayName("a standby that Systems Manager does not know is the last resort as well")
    void anUnmanagedStandby() {
        seen(scene -> scene, web -> {
            web.region.strike(_ -> web.region.fleet().unmanage(STANDBY));
            web.stops(ACTIVE);
            web.event(ACTIVE, "stopped");
            assertEquals(STANDBY, web.holder(), web::last);
            web.sweeps(30);
            assertEquals(1, web.detaches());
        });
    }

    @Test
    @DisplayName("a standby whose agent answers goes before a preferred one whose agent is silent")
    void whoseAgentAnswersGoesFirst() {
        seen(Deployment::third, web -> {
            web.tag(STANDBY, "eni-failover:priority", "1");
            web.region.loseAgent(STANDBY);
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(THIRD, web.holder());
        });
    }

    @Test
    @DisplayName("a silent standby goes before nobody, but after one that refuses to route")
    void afterEveryEligibleStandby() {
        seen(Deployment::third, web -> {
            web.region.loseAgent(STANDBY);
            web.region.hosts().behave(THIRD, Behaviour.CRASHES);
            web.stops(ACTIVE);
            web.event(ACTIVE, "stopped");
            assertEquals(THIRD, web.holder(), web::last);
            web.sweeps(30);
            assertEquals(1, web.detaches(), "a silent agent was observed to do no better");
        });
    }

    @Test
    @DisplayName("an active that runs with a failed check is not left for a silent agent")
    void aRunningActiveIsNotLeft() {
        seen(scene -> scene, web -> {
            web.region.loseAgent(STANDBY);
            web.region.impair(ACTIVE, Kind.INSTANCE);
            web.passes(90);
            assertEquals("NO_STANDBY", web.sweep(), web::last);
            web.sweeps(30);
            assertEquals(0, web.detaches());
        });
    }

    @Test
    @DisplayName("silence that Systems Manager has not noticed yet: one move, and the ENI rests")
    void silenceThatIsNotNoticed() {
        seen(Deployment::third, web -> {
            for (String one : List.of(ACTIVE, STANDBY, THIRD)) {
                web.region.strike(
                        _ -> web.region.fleet().silence(one, web.region.time().now()));
            }
            web.stops(ACTIVE);
            web.event(ACTIVE, "stopped");
            assertEquals(STANDBY, web.holder(), web::last);
            web.sweeps(60);
            assertEquals(1, web.detaches());
        });
    }

    @Test
    @DisplayName("a standby that is unfit for another reason than its agent is no last resort")
    void anImpairedStandbyIsNone() {
        seen(scene -> scene, web -> {
            web.region.loseAgent(STANDBY);
            web.region.impair(STANDBY, Kind.INSTANCE);
            web.stops(ACTIVE);
            assertEquals("NO_STANDBY", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(0, web.detaches());
            web.region.restore(STANDBY, Kind.INSTANCE);
            web.sweeps(2);
            assertEquals(STANDBY, web.holder(), web::last);
        });
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NORMAL")
    @DisplayName("a drill whose target hears nothing goes back to the former holder, whose agent is silent as well")
    void theWayBackOfADrill(Delivery how) {
        seen(scene -> scene, web -> {
            web.region.strike(_ -> web.region.fleet().delivery(STANDBY, how));
            web.region.time().at(web.region.time().now().plusSeconds(10), () -> web.region.loseAgent(ACTIVE));
            assertEquals("FAILED", web.drill("failover"), web::last);
            assertEquals(ACTIVE, web.holder());
            assertEquals(2, web.detaches());
            web.sweeps(30);
            assertEquals(2, web.detaches());
            assertEquals(ACTIVE, web.holder());
        });
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"NORMAL", "SHOWS_DEVICE_AFTER_REBOOT"})
    @DisplayName("a drill whose target cannot route goes back to the former holder, well or with a silent agent")
    void theWayBackFromAGuestThatCannotRoute(Behaviour how) {
        for (boolean silent : new boolean[] {true, false}) {
            seen(scene -> scene, web -> {
                web.region.hosts().behave(STANDBY, how);
                if (silent) {
                    web.region.loseAgent(ACTIVE);
                }
                assertEquals("FAILED", web.drill("failover"), web::last);
                assertEquals(ACTIVE, web.holder(), web::last);
                web.sweeps(30);
                assertEquals(2, web.detaches());
                assertEquals(ACTIVE, web.holder());
            });
        }
    }

    @Test
    @DisplayName("a drill's way back at its own time, to a guest that cannot route any more: the ENI rests")
    void aPromiseToAGuestThatCannotRoute() {
        seen(scene -> scene, web -> {
            web.region.time().at(web.region.time().now().plusSeconds(30), () -> web.region
                    .hosts()
                    .behave(ACTIVE, Behaviour.CRASHES));
            web.request("""
                    {"action":"failover","group":"web","confirm":"web","back_after_s":60}""");
            long soFar = web.detaches();
            web.sweeps(90);
            assertTrue(web.detaches() - soFar <= 2, () -> soFar + " detaches, then " + (web.detaches() - soFar));
        });
    }

    @Test
    @DisplayName("a failback by itself to a guest that cannot route is tried ever more seldom")
    void aFailbackToAGuestThatCannotRoute() {
        seen(scene -> scene, web -> {
            web.tag(ENI, "eni-failover:failback", "auto:60");
            web.tag(ENI, "eni-failover:cooldown", "0");
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            web.region.strike(scenery -> scenery.start(ACTIVE));
            web.region.hosts().behave(ACTIVE, Behaviour.CRASHES);
            web.sweeps(240);
            assertEquals(STANDBY, web.holder());
            long back = web.detaches() - 1;
            assertTrue(back >= 2 && back <= 2 * 8, () -> back + " detaches for the failback");
        });
    }
}
