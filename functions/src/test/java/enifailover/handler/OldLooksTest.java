package enifailover.handler;

import static enifailover.handler.Deployment.ENI2;
import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ec2.Checks.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// EC2's describes are eventually consistent: each row of an answer may be old, or missing, by itself.
class OldLooksTest {
    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static void seen(UnaryOperator<RegionBuilder> scene, Consumer<Deployment> story) {
        Deployment.seen(DYNAMO, scene, story);
    }

    private static Instant in(Deployment web, int seconds) {
        return web.region.time().now().plusSeconds(seconds);
    }

    /// One row stays as it is now, for so many seconds.
    private static void freezes(Deployment web, String id, int seconds) {
        Instant from = web.region.time().now();
        Instant until = from.plusSeconds(seconds);
        web.region
                .faults()
                .rows()
                .rule((attempt, row) -> row.equals(id) && attempt.at().isBefore(until)
                        ? Duration.between(from, attempt.at()).plusMillis(100)
                        : Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 60, 200})
    @DisplayName("one ENI's row is old after a drill: nothing is torn apart")
    void oneOldRowAfterADrill(int seconds) {
        seen(Deployment::secondEni, web -> {
            assertEquals("SUCCEEDED", web.drill("failover"), web::last);
            Instant now = web.region.time().now();
            Instant until = now.plusSeconds(seconds);
            web.region
                    .faults()
                    .rows()
                    .rule((attempt, row) -> row.equals(ENI2) && attempt.at().isBefore(until)
                            ? Duration.between(now, attempt.at()).plusSeconds(60)
                            : Duration.ZERO);
            web.sweep();
            web.event(STANDBY, "running");
            web.sweeps(5);
            assertEquals(2, web.detaches());
            assertEquals(STANDBY, web.holder());
            assertEquals(STANDBY, web.holder(ENI2));
        });
    }

    @Test
    @DisplayName("somebody invokes the function with a Spot warning of an instance that is none: nothing moves")
    void aForgedSpotWarning() {
        seen(Deployment::usual, web -> {
            assertEquals("HEALTHY", web.forgedSpotWarning(ACTIVE), web::last);
            assertEquals(ACTIVE, web.holder());
        });
    }

    @Test
    @DisplayName(
            "EC2 warns of a Spot holder that DescribeInstances leaves out for 3 s: it is looked at again, and left")
    void aSpotWarningWhileTheHolderIsMissing() {
        seen(Deployment::usual, web -> {
            web.region.faults().rows().hidden("ec2:DescribeInstances", ACTIVE, in(web, 3));
            assertEquals("SUCCEEDED", web.spotWarning(ACTIVE), web::last);
            assertEquals(STANDBY, web.holder());
            assertEquals(1, web.detaches());
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 60})
    @DisplayName("trouble is announced and the ENIs have moved: no old row brings them back to who is in trouble")
    void nothingGoesBackToTheInstanceInTrouble(int seconds) {
        seen(Deployment::secondEni, web -> {
            assertEquals("SUCCEEDED", web.spotWarning(ACTIVE), web::last);
            Instant now = web.region.time().now();
            Instant until = now.plusSeconds(seconds);
            web.region
                    .faults()
                    .rows()
                    .rule((attempt, row) -> row.equals(ENI) && attempt.at().isBefore(until)
                            ? Duration.between(now, attempt.at()).plusSeconds(60)
                            : Duration.ZERO);
            web.spotWarning(ACTIVE);
            web.sweep();
            web.spotWarning(ACTIVE);
            web.sweeps(3);
            assertEquals(2, web.detaches());
            assertEquals(STANDBY, web.holder());
            assertEquals(STANDBY, web.holder(ENI2));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @DisplayName("each row of each answer is up to 5 s old: three drills are three moves")
    void eachRowAgesAlone(long seed) {
        seen(Deployment::secondEni, web -> {
            web.passes(60);
            web.region.faults().rows().apart(seed, "ec2:*", Duration.ofSeconds(5));
            long moved = 0;
            for (int i = 0; i < 3; i++) {
                moved += web.drill("failover").equals("SUCCEEDED") ? 1 : 0;
                web.sweep();
                web.event(ACTIVE, "running");
                web.event(STANDBY, "running");
                web.sweeps(1);
            }
            assertEquals(3, moved, web::last);
            assertEquals(6, web.detaches());
            assertEquals(web.holder(ENI), web.holder(ENI2));
        });
    }

    @ParameterizedTest
    @CsvSource({"ec2:DescribeInstances, 600", "ec2:DescribeInstanceStatus, 600", "ec2:DescribeInstances, 1", "ec2:*, 1"
    })
    @DisplayName("the holder is missing from answers, as a new instance is: its ENI stays")
    void aNewHolderIsMissing(String action, int seconds) {
        seen(scene -> scene, web -> {
            web.region.faults().rows().hidden(action, ACTIVE, in(web, seconds));
            web.event(ACTIVE, "pending");
            web.event(ACTIVE, "running");
            web.sweeps(5);
            assertEquals(0, web.detaches());
            assertEquals(ACTIVE, web.holder());
        });
    }

    @Test
    @DisplayName("a holder that neither describe knows, again and again, is gone: its ENI moves")
    void aHolderThatIsGone() {
        seen(scene -> scene, web -> {
            web.region.faults().rows().hidden("ec2:DescribeInstances", ACTIVE, Instant.MAX);
            web.region.faults().rows().hidden("ec2:DescribeInstanceStatus", ACTIVE, Instant.MAX);
            assertEquals("SUCCEEDED", web.sweep(), web::last);
            assertEquals(STANDBY, web.holder());
        });
    }

    @Test
    @DisplayName("one of two ENIs is missing from answers while the active fails: both end on the standby")
    void anEniIsMissing() {
        seen(Deployment::secondEni, web -> {
            web.stops(ACTIVE);
            web.region.faults().rows().hidden("ec2:DescribeNetworkInterfaces", ENI2, in(web, 20));
            web.event(ACTIVE, "stopped");
            web.sweeps(3);
            assertEquals(STANDBY, web.holder());
            assertEquals(STANDBY, web.holder(ENI2));
            assertEquals(2, web.detaches());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopping", "stopped", "shutting-down", "terminated"})
    @DisplayName("a fresh event is ahead of the describes by 3 s: the ENI moves at once, not after a minute")
    void aTrueEventBeforeTheLooks(String state) {
        seen(scene -> scene, web -> {
            web.passes(60);
            freezes(web, ACTIVE, 3);
            web.region.strike(scenery -> {
                scenery.shutdownTakes(ACTIVE, Duration.ZERO);
                scenery.stop(ACTIVE, true, "a power failure");
            });
            Instant began = web.region.time().now();
            assertEquals("SUCCEEDED", web.event(ACTIVE, state), web::last);
            assertEquals(STANDBY, web.holder());
            long took = Duration.between(began, web.region.time().now()).toSeconds();
            assertTrue(took < 20, () -> "it took " + took + " s");
        });
    }

    @Test
    @DisplayName("a false event about a leaving state is looked into for some 8 s, an old one not at all")
    void aFalseEvent() {
        seen(scene -> scene, web -> {
            Instant began = web.region.time().now();
            assertEquals("HEALTHY", web.event(ACTIVE, "stopping"), web::last);
            long took = Duration.between(began, web.region.time().now()).toSeconds();
            assertTrue(took >= 5 && took <= 15, () -> "it took " + took + " s");
            web.passes(120);
            began = web.region.time().now();
            FunctionLab.call(web.lab.failover, FunctionLab.stopped(ACTIVE));
            assertTrue(Duration.between(began, web.region.time().now()).toSeconds() < 2);
            assertEquals(0, web.detaches());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "pending"})
    @DisplayName("a fresh event about a state that is no trouble is not waited for")
    void aHarmlessEvent(String state) {
        seen(scene -> scene, web -> {
            Instant began = web.region.time().now();
            assertEquals("HEALTHY", web.event(ACTIVE, state), web::last);
            assertTrue(Duration.between(began, web.region.time().now()).toSeconds() < 2);
        });
    }

    @Test
    @DisplayName("a third member's old row after an automatic failover: the ENI rests")
    void theFormerHoldersRowIsOld() {
        seen(Deployment::third, web -> {
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            Instant now = web.region.time().now();
            web.region
                    .faults()
                    .rows()
                    .rule((attempt, row) -> List.of(ENI, ACTIVE, STANDBY).contains(row)
                                    && attempt.at().isBefore(now.plusSeconds(20))
                            ? Duration.between(now, attempt.at()).plusSeconds(8)
                            : Duration.ZERO);
            web.event(ACTIVE, "stopped");
            web.sweep();
            web.sweeps(3);
            assertEquals(1, web.detaches());
            assertEquals(STANDBY, web.holder());
        });
    }

    @Test
    @DisplayName("a status check fails by an old row alone, and an old alarm: nothing moves")
    void anOldFailedCheck() {
        seen(scene -> scene, web -> {
            web.region.impair(ACTIVE, Kind.SYSTEM);
            web.passes(30);
            web.region.restore(ACTIVE, Kind.SYSTEM);
            web.passes(10);
            web.sweeps(3);
            assertEquals(0, web.detaches());
            assertEquals(ACTIVE, web.holder());
        });
    }

    @Test
    @DisplayName("a person has detached one ENI, the active terminates, and the second look shows it running again")
    void theSecondLookShowsAnotherHolder() {
        seen(Deployment::secondEni, web -> {
            web.detachesByHand(ENI);
            web.passes(10);
            Instant before = web.region.time().now();
            web.region.strike(scenery -> scenery.terminate(ACTIVE, "a person terminates it"));
            web.passes(1);
            Instant now = web.region.time().now();
            web.region
                    .faults()
                    .rows()
                    .rule((attempt, row) -> row.equals(ACTIVE)
                                    && attempt.at().isAfter(now.plusSeconds(1))
                                    && attempt.at().isBefore(now.plusSeconds(4))
                            ? Duration.between(before, attempt.at()).plusSeconds(1)
                            : Duration.ZERO);
            web.event(ACTIVE, "shutting-down");
            web.sweeps(2);
            assertEquals(STANDBY, web.holder(), web::last);
            assertEquals(STANDBY, web.holder(ENI2));
            assertTrue(
                    web.region.calls().stream()
                            .noneMatch(call -> call.attempt().action().equals("AttachNetworkInterface")
                                    && call.attempt().subject().contains(" to " + ACTIVE)),
                    web::last);
        });
    }
}
