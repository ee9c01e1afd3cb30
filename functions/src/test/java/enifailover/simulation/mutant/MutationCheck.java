package enifailover.simulation.mutant;

import java.util.Locale;
import java.util.function.LongFunction;

/// Plays seeds against each mutant until a law is broken.
public final class MutationCheck {
    private static final String HUNT = "enifailover.simulation.Hunt";

    private MutationCheck() {}

    /// Prints the list and the catch rate.
    ///
    /// @param seeds the most seeds a mutant is given
    /// @return true when all were caught
    public static boolean run(long seeds) {
        int caught = 0;
        for (Mutant mutant : Mutants.ALL) {
            String by = hunt(mutant).apply(seeds);
            caught += by.isEmpty() ? 0 : 1;
            System.out.printf(
                    Locale.ROOT,
                    "%-9s %s%s%n",
                    by.isEmpty() ? "NOT CAUGHT" : "caught",
                    mutant.name(),
                    by.isEmpty() ? "" : ": " + by);
        }
        System.out.printf(Locale.ROOT, "mutants: %d of %d caught%n", caught, Mutants.ALL.size());
        return caught == Mutants.ALL.size();
    }

    /// @return what plays so many seeds, and gives the seed and law that caught it, or nothing
    @SuppressWarnings("unchecked") // Hunt implements it, in its own class loader
    private static LongFunction<String> hunt(Mutant mutant) {
        try {
            return (LongFunction<String>) new MutantLoader(mutant)
                    .loadClass(HUNT)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(mutant.name(), e);
        }
    }
}
