package enifailover.harness.simulation;

import enifailover.harness.simulation.Campaign.Result;
import java.util.function.LongFunction;

/// Plays some seeds until one breaks a law; made anew in the class loader of each mutant.
public final class Hunt implements LongFunction<String> {
    /// How many seeds are played in one go.
    public static final int ROUND = 100;

    /// @param from the first seed
    /// @return the law and the seed, or nothing where none was broken
    @Override
    public String apply(long from) {
        int threads = Runtime.getRuntime().availableProcessors();
        Result result = new Campaign(from, ROUND, threads, 1).run(_ -> {});
        return result.broken().entrySet().stream()
                .findFirst()
                .map(entry -> entry.getValue().law() + " by seed " + entry.getKey())
                .orElse("");
    }
}
