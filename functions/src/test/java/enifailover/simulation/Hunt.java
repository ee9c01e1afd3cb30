package enifailover.simulation;

import enifailover.simulation.Campaign.Result;
import java.util.function.LongFunction;

/// Plays seeds until one breaks a law; made anew in the class loader of each mutant.
public final class Hunt implements LongFunction<String> {
    private static final int ROUND = 100;

    /// @param most how many seeds
    /// @return the seed and the law, or nothing where none was broken
    @Override
    public String apply(long most) {
        int threads = Runtime.getRuntime().availableProcessors();
        for (long from = 1; from <= most; from += ROUND) {
            Result result = new Campaign(from, ROUND, threads, 1).run(_ -> {});
            if (!result.broken().isEmpty()) {
                long seed = result.broken().keySet().iterator().next();
                return result.broken().values().iterator().next().law() + " by seed " + seed;
            }
        }
        return "";
    }
}
