package enifailover.harness.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A part of a schedule, drawn from random numbers of its own.
abstract class Drawing {
    final SplittableRandom random;
    final List<Injection> injections = new ArrayList<>();

    Drawing(SplittableRandom random) {
        this.random = random;
    }

    /// What happens, as far as this part has drawn it.
    final List<Injection> injections() {
        return List.copyOf(injections);
    }

    /// @param percent 0 to 100
    final boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
