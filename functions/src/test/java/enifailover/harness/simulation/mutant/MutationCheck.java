package enifailover.harness.simulation.mutant;

import enifailover.harness.simulation.Hunt;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;

/// Plays seeds against each mutant until a law is broken; where the simulation does not reach, runs the test that
/// has to fail.
public final class MutationCheck {
    private static final String HUNT = Hunt.class.getName();

    private MutationCheck() {}

    /// Prints the list and the catch rate.
    ///
    /// @param seeds the most seeds a mutant is given
    /// @param part of the names of those that are played; empty for all
    /// @return true when all were caught
    public static boolean run(long seeds, String part) {
        int caught = 0;
        List<Mutant> all = Mutants.everything().stream()
                .filter(mutant -> mutant.name().contains(part))
                .toList();
        for (Mutant mutant : all) {
            String by = caughtBy(mutant, seeds);
            caught += by.isEmpty() ? 0 : 1;
            System.out.printf(
                    Locale.ROOT,
                    "%-9s %s%s%n",
                    by.isEmpty() ? "NOT CAUGHT" : "caught",
                    mutant.name(),
                    by.isEmpty() ? "" : ": " + by);
        }
        List<TestedMutant> tested = TestedMutants.ALL.stream()
                .filter(mutant -> mutant.bug().name().contains(part))
                .toList();
        for (TestedMutant mutant : tested) {
            boolean fails = mutant.fails();
            caught += fails ? 1 : 0;
            System.out.printf(
                    Locale.ROOT,
                    "%-9s %s: %s%n",
                    fails ? "caught" : "NOT CAUGHT",
                    mutant.bug().name(),
                    mutant.name());
        }
        int many = all.size() + tested.size();
        System.out.printf(Locale.ROOT, "mutants: %d of %d caught%n", caught, many);
        return caught == many;
    }

    /// Where it was caught before is looked first; seeds elsewhere follow, should the schedules have changed.
    private static String caughtBy(Mutant mutant, long seeds) {
        LongFunction<String> hunt = hunt(mutant);
        String by = hunt.apply(mutant.seed());
        for (long from = 1; by.isEmpty() && from <= seeds; from += Hunt.ROUND) {
            by = hunt.apply(from);
        }
        return by;
    }

    /// @return plays a round of seeds from the given one, and gives the law and the seed that caught it, or nothing
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
