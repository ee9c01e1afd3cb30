package enifailover.harness.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What happened, in the order of time, for a person to read. Neighbouring reads by the same process become one line
/// that names each once, with its number; so do neighbouring requests that are the same in words.
final class Timeline {

    /// @param at when it began
    /// @param who who did it: EC2, EventBridge, a function's process
    /// @param what what was done
    /// @param took how long, where it took a time
    /// @param read whether it only looked
    record Entry(Instant at, String who, String what, Optional<Duration> took, boolean read) {

        static Entry said(Instant at, String who, String what) {
            return new Entry(at, who, what, Optional.empty(), false);
        }

        private Instant end() {
            return at.plus(took.orElse(Duration.ZERO));
        }
    }

    /// Several entries shown as one.
    private record Line(Entry first, Instant end, Map<String, Integer> times) {

        static Line of(Entry entry) {
            return new Line(entry, entry.end(), Map.of(entry.what(), 1));
        }

        boolean takes(Entry next) {
            var often = first.what().startsWith("dynamodb ") || first.what().startsWith("events ");
            var same = often && first.what().equals(next.what());
            return first.who().equals(next.who()) && (same || (first.read() && next.read()));
        }

        Line with(Entry next) {
            var more = new LinkedHashMap<>(times);
            more.merge(next.what(), 1, Integer::sum);
            return new Line(first, next.end().isAfter(end) ? next.end() : end, more);
        }

        private String what() {
            return times.entrySet().stream()
                    .map(each -> each.getKey() + (each.getValue() > 1 ? " x" + each.getValue() : ""))
                    .collect(Collectors.joining(", "));
        }

        String text(Instant zero, int width) {
            var took = first.took().isPresent()
                    ? "  (" + Duration.between(first.at(), end).toMillis() + " ms)"
                    : "";
            return String.format(
                    Locale.ROOT,
                    "  %+7.2f s  %-" + width + "s  %s%s",
                    Duration.between(zero, first.at()).toMillis() / 1000.0,
                    first.who(),
                    what(),
                    took);
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    synchronized void add(Entry entry) {
        entries.add(entry);
    }

    synchronized void clear() {
        entries.clear();
    }

    /// The lines, with times from the first entry on.
    synchronized List<String> lines() {
        var ordered = entries.stream().sorted(Comparator.comparing(Entry::at)).toList();
        var lines = new ArrayList<Line>();
        for (var entry : ordered) {
            if (!lines.isEmpty() && lines.getLast().takes(entry)) {
                lines.add(lines.removeLast().with(entry));
            } else {
                lines.add(Line.of(entry));
            }
        }
        var zero = ordered.isEmpty() ? Instant.EPOCH : ordered.getFirst().at();
        var width =
                ordered.stream().map(Entry::who).mapToInt(String::length).max().orElse(1);
        return lines.stream().map(line -> line.text(zero, width)).toList();
    }

    /// Long words over several lines, so that a terminal does not break them anywhere.
    static Stream<String> wrapped(String message, int width) {
        var lines = new ArrayList<StringBuilder>();
        for (var word : message.split(" ", -1)) {
            if (lines.isEmpty() || lines.getLast().length() + 1 + word.length() > width) {
                lines.add(new StringBuilder(word));
            } else {
                lines.getLast().append(' ').append(word);
            }
        }
        return lines.stream().map(StringBuilder::toString);
    }
}
