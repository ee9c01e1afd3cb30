package enifailover.harness.crash;

import enifailover.harness.crash.Kill.By;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// All kills in a table: which calls, in which ways, and what came of it.
final class Tally {
    private static final List<String> WAYS = List.of("before, retry", "before, sweep", "after, retry", "after, sweep");

    private final List<Finding> findings;

    Tally(List<Finding> findings) {
        this.findings = findings;
    }

    private List<Finding> kills() {
        return findings.stream().filter(finding -> finding.struck().isPresent()).toList();
    }

    /// A line a kind of call, a column a way.
    List<String> table() {
        Map<String, Map<String, Integer>> rows = new TreeMap<>();
        for (var finding : kills()) {
            rows.computeIfAbsent(finding.struck().orElseThrow().kind(), unused -> new TreeMap<>())
                    .merge(finding.kill().way(), 1, Integer::sum);
        }
        var lines = new ArrayList<String>();
        lines.add(row("killed at", WAYS));
        rows.forEach((kind, ways) -> lines.add(row(
                kind,
                WAYS.stream()
                        .map(way -> Integer.toString(ways.getOrDefault(way, 0)))
                        .toList())));
        return lines;
    }

    private static String row(String title, List<String> cells) {
        return String.format(
                Locale.ROOT,
                "%-32s %14s %14s %14s %14s",
                title,
                cells.get(0),
                cells.get(1),
                cells.get(2),
                cells.get(3));
    }

    /// Changes that a run made, and at which no process was killed in some way that was tried elsewhere.
    ///
    /// @return sentences; none where there is no such
    List<String> gaps() {
        var made = new TreeSet<String>();
        findings.stream()
                .filter(finding -> finding.struck().isEmpty())
                .flatMap(finding -> finding.asked().stream())
                .map(Line.Done::call)
                .filter(Call::changes)
                .forEach(call -> made.add(call.kind()));
        var gaps = new ArrayList<String>();
        var tried =
                kills().stream().map(finding -> finding.kill().way()).distinct().toList();
        for (var kind : made) {
            for (var way : tried) {
                var found = kills().stream()
                        .anyMatch(
                                finding -> finding.struck().orElseThrow().kind().equals(kind)
                                        && finding.kill().way().equals(way));
                if (!found) {
                    gaps.add("no process was killed at " + kind + " (" + way + ")");
                }
            }
        }
        return gaps;
    }

    /// Everything in one line.
    String summary() {
        var kills = kills();
        var retried = kills.stream()
                .filter(finding -> finding.kill().by() == By.RETRY)
                .count();
        var broken =
                findings.stream().filter(finding -> !finding.broken().isEmpty()).count();
        return String.format(
                Locale.ROOT,
                "%s: %d processes killed at their n-th call, %d finished by a retry, %d by the sweep alone: %s",
                findings.getFirst().kill().on(),
                kills.size(),
                retried,
                kills.size() - retried,
                broken == 0 ? "all checks passed" : broken + " times CHECK FAILED");
    }
}
