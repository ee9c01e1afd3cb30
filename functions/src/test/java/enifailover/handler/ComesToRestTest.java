package enifailover.handler;

import static enifailover.handler.Deployment.THIRD;
import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.call.Fault;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ec2.Checks.Kind;
import enifailover.testkit.region.ec2.Instance.Scheduled;
import enifailover.testkit.region.ssm.Delivery;
import enifailover.testkit.region.ssm.SimulatedHost.Behaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/// One failure is one move, and then the ENI rests, whatever Systems Manager and the guests do.
class ComesToRestTest {
    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static void trio(Consumer<Deployment> story) {
        Deployment.seen(DYNAMO, Deployment::third, story);
    }

    private static void delivery(Region region, Delivery how) {
        region.strike(_ -> region.fleet().delivery(how));
    }

    private static void starts(Deployment web, String instance) {
        web.region.strike(scenery -> scenery.start(instance));
    }

    /// An hour of sweeps, in which the former active comes back.
    private static void anHour(Deployment web) {
        web.sweeps(5);
        starts(web, ACTIVE);
        web.event(ACTIVE, "running");
        web.sweeps(55);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NORMAL")
    @DisplayName(
            "Systems Manager delivers nothing: one detach, the ENI rests and is asked for ever more seldom, and heals")
    void systemsManagerDeliversNothing(Delivery how) {
        trio(web -> {
            delivery(web.region, how);
            web.stops(ACTIVE);
            web.event(ACTIVE, "stopped");
            assertEquals(STANDBY, web.holder(), web::last);
            anHour(web);
            assertEquals(1, web.detaches());
            assertEquals(STANDBY, web.holder());
            if (how == Delivery.WITHOUT_RESULT) {
                return; // it may well be verified by a later command, or not; it has to rest
            }
            web.region.forgetCalls();
            web.sweeps(30);
            long sent = web.asked("SendCommand");
            assertTrue(sent <= 90, () -> sent + " commands in the second half hour: one try of 90 s is due");
            assertEquals(0, web.detaches());
            List<String> findings = web.findings();
            assertTrue(findings.contains("BLOCKER routing-unverified " + STANDBY), findings::toString);
            delivery(web.region, Delivery.NORMAL);
            assertTrue(web.sweeps(61).contains("SUCCEEDED"), web::last);
            assertEquals(0, web.detaches());
            assertTrue(web.region.hosts().routed(STANDBY).containsKey(ENI));
            assertTrue(web.findings().stream().noneMatch(one -> one.contains("routing-unverified")));
        });
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"NORMAL", "SHOWS_DEVICE_AFTER_REBOOT"})
    @DisplayName("every guest fails alike: each member has the ENI once at most, then it rests")
    void everyGuestFailsAlike(Behaviour how) {
        trio(web -> {
            web.region.hosts().behave(how);
            web.stops(ACTIVE);
            web.event(ACTIVE, "stopped");
            anHour(web);
            boolean spoke = how == Behaviour.FAILS_VERIFICATION || how == Behaviour.NEVER_SHOWS_DEVICE;
            long most = spoke ? 3 : 1;
            assertTrue(web.detaches() <= most, () -> web.detaches() + " detaches");
            String rests = web.holder();
            long before = web.detaches();
            web.sweeps(60);
            assertEquals(before, web.detaches());
            assertEquals(rests, web.holder());
            web.region.hosts().behave(Behaviour.NORMAL);
            assertTrue(web.sweeps(61).contains("SUCCEEDED"), web::last);
            assertEquals(before, web.detaches());
        });
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"NORMAL", "SHOWS_DEVICE_AFTER_REBOOT"})
    @DisplayName("one guest fails alone: the next standby is observed to be better, and gets the ENI in the same run")
    void oneGuestFailsAlone(Behaviour how) {
        trio(web -> {
            web.region.hosts().behave(STANDBY, how);
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(THIRD, web.holder());
            anHour(web);
            assertEquals(2, web.detaches());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssm:SendCommand", "ssm:GetCommandInvocation", "ssm:*"})
    @DisplayName("the role may not use Systems Manager, or it is away: one detach, and the ENI rests")
    void systemsManagerIsAway(String action) {
        for (boolean denied : new boolean[] {true, false}) {
            trio(web -> {
                if (denied) {
                    web.region.deny(action);
                } else {
                    web.region.faults().always(action, new Fault.LostBefore());
                }
                web.stops(ACTIVE);
                web.event(ACTIVE, "stopped");
                anHour(web);
                assertTrue(web.detaches() == 1, () -> web.detaches() + " detaches, denied " + denied);
                web.region.faults().clear();
                assertTrue(web.sweeps(61).contains("SUCCEEDED"), web::last);
                assertEquals(1, web.detaches());
            });
        }
    }

    @Test
    @DisplayName("events that come again and again move the resting ENI no further")
    void eventsComeAgain() {
        trio(web -> {
            delivery(web.region, Delivery.NONE);
            web.stops(ACTIVE);
            for (int i = 0; i < 12; i++) {
                web.event(ACTIVE, "stopped");
                web.event(STANDBY, "running");
                web.event(THIRD, "running");
                web.sweeps(1);
            }
            assertEquals(1, web.detaches());
            assertEquals(STANDBY, web.holder());
        });
    }

    @Test
    @DisplayName("the instance on which it rests fails: it moves on, and a person may move it as well")
    void aNewFailureMovesOn() {
        trio(web -> {
            delivery(web.region, Delivery.NONE);
            web.stops(ACTIVE);
            web.event(ACTIVE, "stopped");
            web.stops(STANDBY);
            web.event(STANDBY, "stopped");
            assertEquals(THIRD, web.holder(), web::last);
            web.sweeps(30);
            assertEquals(2, web.detaches());
            starts(web, STANDBY);
            web.sweeps(10);
            delivery(web.region, Delivery.NORMAL);
            assertEquals("SUCCEEDED", web.drill("failover"), web::last);
            assertEquals(STANDBY, web.holder());
        });
    }

    @Test
    @DisplayName("trouble is announced for where it rests: it moves on once, and not back")
    void announcedTroubleMovesOn() {
        trio(web -> {
            delivery(web.region, Delivery.NONE);
            web.stops(ACTIVE);
            web.event(ACTIVE, "stopped");
            web.spotWarning(STANDBY);
            assertEquals(THIRD, web.holder(), web::last);
            web.spotWarning(STANDBY);
            web.sweeps(30);
            assertEquals(2, web.detaches());
            assertEquals(THIRD, web.holder());
        });
    }

    @ParameterizedTest
    @CsvSource({"NONE, true", "NONE, false", "UNDELIVERABLE, false", "DELAYED, true"})
    @DisplayName("an active is to be retired soon and no command arrives: it is tried ever more seldom")
    void aRetirementWhileNothingIsDelivered(Delivery how, boolean pair) {
        Deployment.seen(DYNAMO, pair ? Deployment::usual : Deployment::third, web -> {
            web.region.strike(scenery -> scenery.schedule(
                    ACTIVE,
                    new Scheduled(
                            "instance-event-0aaaaaaaaaaaaaaaa",
                            "instance-retirement",
                            "The instance is running on degraded hardware",
                            web.region.time().now().plusSeconds(1800),
                            web.region.time().now().plusSeconds(9000))));
            delivery(web.region, how);
            web.sweeps(60);
            long standbys = pair ? 1 : 2;
            long soFar = web.detaches();
            assertTrue(soFar <= 6 * standbys, () -> soFar + " detaches");
            web.sweeps(60);
            long then = web.detaches() - soFar;
            assertTrue(then <= 2 * standbys, () -> then + " detaches in the second hour");
        });
    }

    @Test
    @DisplayName("the active's status check flaps while no command arrives: each move has a failure of its holder")
    void aFlappingActive() {
        trio(web -> {
            delivery(web.region, Delivery.NONE);
            for (int i = 0; i < 10; i++) {
                web.region.impair(ACTIVE, Kind.INSTANCE);
                web.sweeps(3);
                web.region.restore(ACTIVE, Kind.INSTANCE);
                web.sweeps(3);
            }
            assertEquals(1, web.detaches());
            assertEquals(STANDBY, web.holder());
        });
    }

    @Test
    @DisplayName("a target stops before its routing is verified: the next one has the ENI within some seconds")
    void theTargetStops() {
        trio(web -> {
            web.region.hosts().behave(STANDBY, Behaviour.HANGS);
            web.stops(ACTIVE);
            var began = web.region.time().now();
            web.region
                    .time()
                    .at(
                            began.plusSeconds(6),
                            () -> web.region.strike(scenery -> {
                                scenery.shutdownTakes(STANDBY, Duration.ZERO);
                                scenery.stop(STANDBY, true, "a person stopped it");
                            }));
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(THIRD, web.holder());
            long took = Duration.between(began, web.region.time().now()).toSeconds();
            assertTrue(took < 35, () -> "it took " + took + " s");
        });
    }

    @Test
    @DisplayName("a target stops after it was rebooted for its interface: the next one has the ENI within some seconds")
    void theTargetStopsAfterItsReboot() {
        trio(web -> {
            web.tag(ENI, "eni-failover:no-show", "reboot");
            web.sweep();
            web.region.hosts().behave(STANDBY, Behaviour.NEVER_SHOWS_DEVICE);
            web.stops(ACTIVE);
            boolean[] rebooted = {false};
            Instant[] stopped = {Instant.MAX};
            web.region.faults().rule(attempt -> {
                rebooted[0] |= attempt.action().equals("RebootInstances");
                if (rebooted[0] && attempt.action().equals("SendCommand") && stopped[0].equals(Instant.MAX)) {
                    stopped[0] = attempt.at().plusSeconds(1);
                    web.region
                            .time()
                            .at(
                                    stopped[0],
                                    () -> web.region.strike(scenery -> {
                                        scenery.shutdownTakes(STANDBY, Duration.ZERO);
                                        scenery.stop(STANDBY, true, "a person stopped it");
                                    }));
                }
                return null;
            });
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(THIRD, web.holder());
            long took = Duration.between(stopped[0], web.region.time().now()).toSeconds();
            assertTrue(took < 25, () -> "it took " + took + " s");
        });
    }

    @Test
    @DisplayName("trouble is announced, again and again, for a guest that cannot route: it is asked ever more seldom")
    void announcedTroubleOfAGuestThatCannotRoute() {
        trio(web -> {
            web.region.hosts().behave(Behaviour.CRASHES);
            web.stops(ACTIVE);
            web.event(ACTIVE, "stopped");
            String holder = web.holder();
            web.region.forgetCalls();
            for (int i = 0; i < 20; i++) {
                web.spotWarning(holder);
                web.passes(5);
            }
            long commands = web.carriedOut("SendCommand");
            assertTrue(
                    commands <= 8,
                    () -> commands + " commands in " + web.region.calls().size() + " calls");
        });
    }

    @Test
    @DisplayName("without the table, and nothing is delivered: one detach")
    void withoutTheTable() {
        trio(web -> {
            web.lab.doors.tableAway = true;
            delivery(web.region, Delivery.NONE);
            web.stops(ACTIVE);
            web.event(ACTIVE, "stopped");
            web.sweeps(10);
            assertEquals(1, web.detaches());
            web.lab.doors.tableAway = false;
            web.sweeps(30);
            assertEquals(1, web.detaches());
            assertEquals(STANDBY, web.holder());
        });
    }
}
