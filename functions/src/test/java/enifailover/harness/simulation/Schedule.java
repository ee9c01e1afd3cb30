package enifailover.harness.simulation;

import java.util.ArrayList;
import java.util.List;

/// All that a run depends on.
///
/// @param seed also decides among what could happen at one moment
/// @param scene what it begins with
/// @param injections what happens, in order of time
public record Schedule(long seed, Scene scene, List<Injection> injections) {
    /// Nothing new goes wrong from then on, in milliseconds.
    static final int QUIET = 150_000;

    /// The schedule that a seed gives.
    public static Schedule of(long seed) {
        return new Draw(seed).schedule();
    }

    /// The same with these only.
    Schedule with(List<Injection> fewer) {
        return new Schedule(seed, scene, List.copyOf(fewer));
    }

    /// The same, keeping only those of these numbers, as `--only` names them.
    Schedule only(List<Integer> numbers) {
        List<Injection> kept = new ArrayList<>();
        numbers.forEach(number -> kept.add(injections.get(number)));
        return with(kept);
    }
}
