package enifailover.harness.simulation;

import enifailover.assess.Verdict;
import enifailover.model.group.GroupName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether bad news is told: whatever is bad, and in no other words than the journal has lately.
final class Told {
    private static final Set<Verdict> BAD = EnumSet.of(
            Verdict.FAILED,
            Verdict.NO_STANDBY,
            Verdict.SPLIT,
            Verdict.ROUTING_UNVERIFIED,
            Verdict.LIMIT_REACHED,
            Verdict.ZONE_STOPPED);

    /// @param run who says so
    private record News(String run, String verdict, Instant at) {}

    private static final Duration REPEAT = Duration.ofMinutes(16);

    private final Facts facts;
    private final Map<GroupName, List<News>> journal = new HashMap<>();

    Told(Facts facts) {
        this.facts = facts;
    }

    /// The journal has it now.
    void journaled(Sandbox run, GroupName group, String verdict) {
        journal.computeIfAbsent(group, _ -> new ArrayList<>()).add(new News(run.name, verdict, facts.now()));
    }

    /// A run has ended with a report; of a drill a person reads it.
    void ended(Sandbox run, GroupName group, Verdict verdict) {
        if (!BAD.contains(verdict) || run.drill || run.unjournaled.contains(group)) {
            return;
        }
        List<News> all = journal.getOrDefault(group, List.of());
        // It may have compared long before it ended: another group of it had to be moved.
        Instant lately = run.since.minus(REPEAT);
        boolean told = all.stream()
                .filter(news -> news.verdict().equals(verdict.name()))
                .anyMatch(news -> verdict == Verdict.SPLIT || news.at().isAfter(lately));
        if (!told) {
            facts.broken(run, Law.TOLD, verdict + " of " + group + ", the journal has " + all);
        }
    }
}
