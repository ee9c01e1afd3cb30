package enifailover.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A drill compared with earlier drills, by the outage of a client.
///
/// @param drills the number of earlier drills
/// @param median their median outage
/// @param last the outage of the newest one
/// @param lastAt when that drill was
public record DrillComparison(int drills, Duration median, Duration last, Instant lastAt) {

    /// @param rows of the group, newest first
    /// @return empty where no drill succeeded before
    public static Optional<DrillComparison> with(List<RunSummary> rows) {
        List<RunSummary> drills = rows.stream().filter(RunSummary::goodDrill).toList();
        if (drills.isEmpty()) {
            return Optional.empty();
        }
        List<Duration> sorted =
                drills.stream().flatMap(row -> row.outage().stream()).sorted().toList();
        int half = sorted.size() / 2;
        Duration median = sorted.size() % 2 == 1
                ? sorted.get(half)
                : sorted.get(half - 1).plus(sorted.get(half)).dividedBy(2);
        RunSummary newest = drills.getFirst();
        return Optional.of(
                new DrillComparison(drills.size(), median, newest.outage().orElseThrow(), newest.at()));
    }

    /// @param present the outage of this drill
    public String message(Duration present) {
        return String.format(
                Locale.ROOT,
                "%s before. The last one, at %s, took %s; this one %s. The median is %s; this one %s",
                drills == 1 ? "1 drill" : drills + " drills",
                lastAt.truncatedTo(ChronoUnit.SECONDS),
                seconds(last),
                change(last, present),
                seconds(median),
                change(median, present));
    }

    /// In percent of the former, such as `+12 %`.
    static String change(Duration former, Duration present) {
        if (former.isZero()) {
            return "?";
        }
        double percent = 100.0 * (present.toMillis() - former.toMillis()) / Math.max(1, former.toMillis());
        return String.format(Locale.ROOT, "%+.0f %%", percent);
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }
}
