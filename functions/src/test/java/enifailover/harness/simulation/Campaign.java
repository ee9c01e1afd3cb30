package enifailover.harness.simulation;

import enifailover.harness.simulation.Law.Breach;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Many seeds, on several threads; each seed is played by one thread alone.
final class Campaign {
    /// What came of it.
    ///
    /// @param seeds how many were played
    /// @param nanos how long it took
    /// @param injected what was injected, by kind
    /// @param verdicts of all runs
    /// @param broken the seeds that broke a law, with the first breach of each
    record Result(
            long seeds, long nanos, Map<String, Long> injected, Map<String, Long> verdicts, Map<Long, Breach> broken) {

        double seedsPerSecond() {
            return seeds / (nanos / 1e9);
        }
    }

    private final long from;
    private final long many;
    private final int threads;
    private final int enough;
    private final AtomicLong next = new AtomicLong();
    private final Map<String, Long> injected = new TreeMap<>();
    private final Map<String, Long> verdicts = new TreeMap<>();
    private final Map<Long, Breach> broken = new TreeMap<>();

    /// A player that has died must not look like one that has found nothing.
    private volatile @Nullable Throwable notPlayed;

    /// @param enough ends it after so many seeds that break a law
    Campaign(long from, long many, int threads, int enough) {
        this.from = from;
        this.many = many;
        this.threads = threads;
        this.enough = enough;
    }

    /// @param progress hears how many were played, now and then
    Result run(LongConsumer progress) {
        long begin = System.nanoTime();
        List<Thread> players = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            players.add(Thread.ofPlatform().name("player-" + i).start(() -> play(progress)));
        }
        for (Thread player : players) {
            try {
                player.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        if (notPlayed != null) {
            throw new IllegalStateException("a seed could not be played, so nothing is said of the others", notPlayed);
        }
        return new Result(Math.min(next.get(), many), System.nanoTime() - begin, injected, verdicts, broken);
    }

    private void play(LongConsumer progress) {
        while (true) {
            long number = next.getAndIncrement();
            if (number >= many || brokenSoFar() >= enough || notPlayed != null) {
                return;
            }
            try {
                note(from + number, Play.of(Schedule.of(from + number), false));
            } catch (RuntimeException | Error failure) {
                notPlayed = failure;
                return;
            }
            progress.accept(number + 1);
        }
    }

    private synchronized int brokenSoFar() {
        return broken.size();
    }

    private synchronized void note(long seed, History history) {
        history.injectedByKind().forEach((kind, times) -> injected.merge(kind, times, Long::sum));
        history.verdictsByKind().forEach((verdict, times) -> verdicts.merge(verdict, times, Long::sum));
        if (!history.breaches().isEmpty()) {
            broken.put(seed, history.breaches().getFirst());
        }
    }
}
