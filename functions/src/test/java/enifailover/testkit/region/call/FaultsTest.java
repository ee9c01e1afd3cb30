package enifailover.testkit.region.call;

import static enifailover.testkit.region.Scenes.ENI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.ec2.Attachment;
import enifailover.testkit.region.ec2.Query;
import enifailover.testkit.region.time.SimulatedThread;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What can go wrong with a request, and that it is counted.
final class FaultsTest {
    private static final String DETACH = "ec2:DetachNetworkInterface";

    private static void detach(Region region) {
        Attachment attachment = region.eni(ENI).attachment();
        region.ec2().detach(attachment == null ? "eni-attach-01234567" : attachment.id(), false, false);
    }

    private static Unanswered.Kind silence(Region region) {
        return assertThrows(Unanswered.class, () -> detach(region)).kind();
    }

    @Test
    void anAnswerIsLostBeforeOrAfterTheCommit() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            region.faults().next(1, DETACH, new Fault.LostBefore()).next(1, DETACH, new Fault.LostAfter());
            assertEquals(Unanswered.Kind.RESET, silence(region));
            assertTrue(region.whereIs(ENI).endsWith("attached"));
            assertEquals(Unanswered.Kind.RESET, silence(region));
            assertTrue(region.whereIs(ENI).endsWith("detaching"));
            assertEquals(
                    List.of(false, true),
                    region.calls().stream().map(Call::committed).toList());
        });
    }

    @Test
    void aBlackHoleLastsAsLongAsTheCallersTimeout() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            region.faults().always(DETACH, new Fault.BlackHole());
            assertEquals(Unanswered.Kind.TIMEOUT, silence(region));
            assertEquals(VirtualTime.BEGINNING.plus(Caller.TEST.timeout()), time.now());
            assertTrue(region.whereIs(ENI).endsWith("attached"));
        });
    }

    @Test
    void aSlowCallIsCarriedOutEvenIfNobodyWaitsAnyMore() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            region.faults().next(1, DETACH, new Fault.Slow(Duration.ofSeconds(60)));
            assertEquals(Unanswered.Kind.TIMEOUT, silence(region));
            assertTrue(region.whereIs(ENI).endsWith("attached"));
            time.sleep(Duration.ofSeconds(11));
            assertTrue(region.whereIs(ENI).endsWith("detaching"));
        });
    }

    @Test
    void readsMayBeStale() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            region.faults().stale(Duration.ofSeconds(5));
            time.sleep(Duration.ofSeconds(1));
            detach(region);
            assertEquals("in-use", status(region));
            time.sleep(Duration.ofSeconds(5));
            assertEquals("detaching", status(region));
            time.sleep(Duration.ofSeconds(3));
            assertEquals("available", status(region));
        });
    }

    private static String status(Region region) {
        return region.ec2()
                .describeNetworkInterfaces(Query.ids(ENI))
                .items()
                .getFirst()
                .status();
    }

    @Test
    void requestLimitsAreThoseOfEc2() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).latencies(Latencies.NONE).build();
            region.faults().requestLimits();
            List<String> codes = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                codes.add(assertThrows(AwsError.class, () -> region.ec2().detach("eni-attach-01234567", false, false))
                        .code());
            }
            assertEquals(
                    50,
                    codes.stream()
                            .filter("InvalidAttachmentID.NotFound"::equals)
                            .count());
            assertEquals(
                    10, codes.stream().filter("RequestLimitExceeded"::equals).count());
            time.sleep(Duration.ofSeconds(1));
            int allowed = 0;
            for (int i = 0; i < 10; i++) {
                AwsError error =
                        assertThrows(AwsError.class, () -> region.ec2().detach("eni-attach-01234567", false, false));
                allowed += error.status() == 503 ? 0 : 1;
            }
            assertEquals(5, allowed);
        });
    }

    @Test
    void throttlesForMinutesInEachServicesWords() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.quick(time);
            region.faults().throttleUntil(time.now().plus(Duration.ofMinutes(3)), "*");
            assertEquals(
                    "RequestLimitExceeded",
                    assertThrows(AwsError.class, () -> detach(region)).code());
            assertEquals(
                    "ThrottlingException",
                    assertThrows(AwsError.class, () -> region.ssm().information(List.of()))
                            .code());
            time.sleep(Duration.ofMinutes(3));
            detach(region);
        });
    }

    @Test
    void aCallerCrashesJustAfterTheCommit() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            region.faults().nth(1, DETACH, new Fault.CrashAfter());
            List<String> told = new ArrayList<>();
            SimulatedThread function = time.spawn("function", () -> {
                time.runAll(List.of(() -> {
                    detach(region);
                    return true;
                }));
                told.add("went on");
            });
            time.sleep(Duration.ofSeconds(1));
            assertTrue(function.ended());
            assertEquals(List.of(), told);
            assertFalse(region.whereIs(ENI).endsWith("attached"));
            assertEquals("KILLED", region.calls().getLast().code());
        });
    }

    private static String journal(long seed) {
        List<Call> calls = new ArrayList<>();
        VirtualTime.run(seed, time -> {
            Region region = Scenes.pair(time).build();
            region.faults().randomly(new SplittableRandom(seed), 0.3, "ec2:*", Fault.internalError());
            for (int i = 0; i < 3; i++) {
                String name = "f" + i;
                time.spawn(name, () -> {
                    for (int j = 0; j < 5; j++) {
                        try {
                            var _ = region.ec2(Caller.named(name)).describeNetworkInterfaces(Query.ids(ENI));
                        } catch (AwsError e) {
                            time.sleep(Duration.ofMillis(7));
                        }
                    }
                });
            }
            time.sleep(Duration.ofMinutes(1));
            calls.addAll(region.calls());
        });
        return calls.toString();
    }

    @Test
    void theSameSeedMakesTheSameJournal() {
        for (long seed = 0; seed < 10; seed++) {
            assertEquals(journal(seed), journal(seed));
        }
        assertFalse(journal(1).equals(journal(2)));
    }
}
