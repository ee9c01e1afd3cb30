package enifailover.harness.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Figures of several runs.
///
/// @param sorted from the least to the most; not empty
record Spread(List<Double> sorted) {
    static Spread of(Stream<Double> figures) {
        return new Spread(figures.sorted().toList());
    }

    double median() {
        return sorted.get(sorted.size() / 2);
    }

    /// How far a run commonly is from the median, as a part of it.
    double noise() {
        return of(sorted.stream().map(one -> Math.abs(one - median()))).median() / median();
    }

    /// `median (least-most)`.
    String message(String format) {
        return String.format(
                Locale.ROOT,
                format + " (" + format + "-" + format + ")",
                median(),
                sorted.getFirst(),
                sorted.getLast());
    }
}
