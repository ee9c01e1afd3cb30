package enifailover.harness.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Delta debugging (Zeller and Hildebrandt, 2002): takes away as many injections as can be missed while the
/// same law is still broken. What is left is minimal: without any one of them the law holds.
final class Shrink {
    private final Schedule schedule;
    private final Law law;
    private int plays;

    Shrink(Schedule schedule, Law law) {
        this.schedule = schedule;
        this.law = law;
    }

    /// @return the numbers of the injections that are needed
    List<Integer> smallest() {
        List<Integer> kept = new ArrayList<>(
                IntStream.range(0, schedule.injections().size()).boxed().toList());
        int size = Math.max(1, kept.size() / 2);
        while (true) {
            boolean shorter = false;
            for (int from = 0; from < kept.size(); ) {
                List<Integer> fewer = new ArrayList<>(kept);
                fewer.subList(from, Math.min(kept.size(), from + size)).clear();
                if (breaks(fewer)) {
                    kept = fewer;
                    shorter = true;
                } else {
                    from += size;
                }
            }
            if (size > 1) {
                size = size / 2;
            } else if (!shorter) {
                return List.copyOf(kept);
            }
        }
    }

    private boolean breaks(List<Integer> numbers) {
        plays++;
        return Play.of(schedule.only(numbers), false).breaches().stream().anyMatch(breach -> breach.law() == law);
    }

    /// How many schedules were played for it.
    int plays() {
        return plays;
    }
}
