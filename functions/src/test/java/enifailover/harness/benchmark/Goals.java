package enifailover.harness.benchmark;

import enifailover.harness.benchmark.FailoverBenchmark.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Prints each row of the benchmark and holds it against its goal. A goal is a ratio to the run's own floor; to it is
/// added what this machine adds to the floor itself when that is played, at most 0.03: the goal is about the program.
final class Goals {
    private static final double MOST_NOISE = 0.03;
    private static final long MOST_MEMORY_MB = 256;

    private final double noise;
    private final List<String> missed = new ArrayList<>();

    /// @param bare the floor, as played
    Goals(List<Taken> bare) {
        IO.println("the least: one read, one detach, the detach, one attach, the attach; of several ENIs the same, for"
                + " EC2 moves them side by side");
        IO.println("                              runs   median time     min  median     max   (time / least)");
        this.noise = Math.clamp(line("the least, played", bare) - 1, 0, MOST_NOISE);
    }

    /// @return the median of the ratios
    double line(String what, List<Taken> taken) {
        var ratios = taken.stream().map(Taken::ratio).sorted().toList();
        var times = taken.stream().map(Taken::time).sorted().toList();
        var median = ratios.get(ratios.size() / 2);
        IO.println(String.format(
                Locale.ROOT,
                "%-28s %5d   %9.2f s  %6.2f  %6.3f  %6.2f",
                what,
                ratios.size(),
                times.get(times.size() / 2).toNanos() / 1e9,
                ratios.getFirst(),
                median,
                ratios.getLast()));
        return median;
    }

    /// @param most what the median may be
    void line(String what, List<Taken> taken, double most) {
        var median = line(what, taken);
        if (median > most + noise) {
            missed.add("%s takes %.3f times the least, more than %.2f and %.3f for this machine"
                    .formatted(what, median, most, noise));
        }
    }

    void memory(long megabytes) {
        IO.println("memory of the function's process, at most: " + megabytes + " MB");
        if (megabytes >= MOST_MEMORY_MB) {
            missed.add("the process takes " + MOST_MEMORY_MB + " MB and more");
        }
    }

    boolean met() {
        missed.forEach(message -> IO.println("CHECK FAILED: " + message));
        if (missed.isEmpty()) {
            IO.println("passed: one ENI in at most 1.10 times the least, four in at most 1.15 (this machine may"
                    + " add %.3f), less than 256 MB".formatted(noise));
        }
        return missed.isEmpty();
    }
}
