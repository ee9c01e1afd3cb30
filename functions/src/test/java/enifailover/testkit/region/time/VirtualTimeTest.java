package enifailover.testkit.region.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/// Virtual time: order, replay, kills, deadlock, speed.
final class VirtualTimeTest {

    private static List<String> story(long seed) {
        List<String> told = new ArrayList<>();
        VirtualTime.run(seed, time -> {
            for (int i = 0; i < 5; i++) {
                String name = "t" + i;
                time.spawn(name, () -> {
                    for (int j = 0; j < 4; j++) {
                        told.add(name + "@"
                                + Duration.between(VirtualTime.BEGINNING, time.now())
                                        .toMillis());
                        time.sleep(Duration.ofMillis(10));
                    }
                });
            }
        });
        return told;
    }

    @Test
    void theSameSeedTellsTheSameStory() {
        Set<List<String>> different = new LinkedHashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            List<String> told = story(seed);
            assertEquals(told, story(seed));
            assertEquals(20, told.size());
            different.add(told);
        }
        assertTrue(different.size() > 15, "seeds make a difference: " + different.size());
    }

    @Test
    void timePassesOnlyWhenEverybodyWaits() {
        VirtualTime.run(1, time -> {
            time.sleep(Duration.ofHours(3));
            assertEquals(VirtualTime.BEGINNING.plus(Duration.ofHours(3)), time.now());
            List<Long> happened = new ArrayList<>();
            time.at(time.now().plusMillis(5), () -> happened.add(5L));
            time.sleep(Duration.ofMillis(4));
            assertEquals(List.of(), happened);
            time.sleep(Duration.ofMillis(2));
            assertEquals(List.of(5L), happened);
        });
    }

    @Test
    void togetherTakesAsLongAsTheLongestAndKeepsTheOrder() {
        VirtualTime.run(1, time -> {
            List<Callable<String>> work = List.of(
                    () -> {
                        time.sleep(Duration.ofSeconds(3));
                        return "slow";
                    },
                    () -> "fast");
            assertEquals(List.of("slow", "fast"), time.runAll(work));
            assertEquals(VirtualTime.BEGINNING.plusSeconds(3), time.now());
            assertEquals(List.of(), time.runAll(List.<Callable<String>>of()));
        });
    }

    @Test
    void togetherThrowsTheFirstFailureByOrderAfterAllHaveEnded() {
        VirtualTime.run(1, time -> {
            List<Callable<String>> work = List.of(
                    () -> {
                        time.sleep(Duration.ofSeconds(2));
                        throw new IllegalStateException("first by order");
                    },
                    () -> {
                        throw new IllegalArgumentException("first by time");
                    });
            IllegalStateException failure = assertThrows(IllegalStateException.class, () -> time.runAll(work));
            assertEquals("first by time", failure.getSuppressed()[0].getMessage());
            assertEquals(VirtualTime.BEGINNING.plusSeconds(2), time.now());
        });
    }

    @Test
    void aKilledThreadDiesWhereItWaitsWithAllItForked() {
        List<String> told = new ArrayList<>();
        VirtualTime.run(1, time -> {
            SimulatedThread victim = time.spawn("victim", () -> {
                try {
                    time.runAll(List.<Callable<String>>of(() -> {
                        time.sleep(Duration.ofSeconds(10));
                        told.add("never");
                        return "";
                    }));
                } finally {
                    assertThrows(Killed.class, time::now);
                    told.add("unwound");
                }
            });
            time.sleep(Duration.ofSeconds(1));
            assertFalse(victim.ended());
            time.kill(victim);
            time.sleep(Duration.ZERO);
            time.sleep(Duration.ofMillis(1));
            assertTrue(victim.ended());
            assertEquals(VirtualTime.BEGINNING.plusMillis(1001), time.now());
        });
        assertEquals(List.of("unwound"), told);
    }

    @Test
    void aFailureAnywhereIsTheRunsFailure() {
        AssertionError failure = assertThrows(
                AssertionError.class,
                () -> VirtualTime.run(1, time -> {
                    time.spawn("other", () -> {
                        throw new AssertionError("law broken");
                    });
                    time.sleep(Duration.ofDays(1));
                }));
        assertEquals("law broken", failure.getMessage());
    }

    @Test
    void noticesWhatNeverEnds() {
        Deadlock limit = assertThrows(
                Deadlock.class, () -> VirtualTime.run(1, Duration.ofHours(1), time -> time.sleep(Duration.ofHours(2))));
        assertTrue(String.valueOf(limit.getMessage()).contains("body"), limit.getMessage());
    }

    @Test
    void aForeignThreadMayNotSleep() {
        VirtualTime.run(1, time -> {
            List<Throwable> thrown = new ArrayList<>();
            Thread foreign = new Thread(() -> {
                try {
                    time.sleep(Duration.ofMillis(1));
                } catch (IllegalStateException e) {
                    thrown.add(e);
                }
            });
            foreign.start();
            foreign.join();
            assertEquals(1, thrown.size());
            assertNotEquals(time.me().name(), foreign.getName());
        });
    }

    @Test
    void isFast() {
        for (Carriers carriers : Carriers.values()) {
            double best = 0;
            for (int round = 0; round < 3; round++) {
                best = Math.max(best, switchesPerSecond(carriers));
            }
            System.out.printf("virtual time, %s threads: %,.0f switches/s%n", carriers, best);
            assertTrue(carriers != Carriers.VIRTUAL || best > 100_000, "too slow: " + best);
        }
    }

    private static double switchesPerSecond(Carriers carriers) {
        int sleeps = 25_000;
        long begin = System.nanoTime();
        VirtualTime.run(1, Duration.ofDays(7), carriers, time -> {
            for (int i = 0; i < 4; i++) {
                Duration nap = Duration.ofMillis(10 + i);
                time.spawn("t" + i, () -> {
                    for (int j = 0; j < sleeps; j++) {
                        time.sleep(nap);
                    }
                });
            }
        });
        return 4 * sleeps / ((System.nanoTime() - begin) / 1e9);
    }
}
