package enifailover.flow;

import enifailover.assess.Assessment;
import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Stay;
import enifailover.assess.Assessor;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.execute.Haste;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.port.Acquaintance;
import enifailover.port.Ledger;
import enifailover.port.Observer;
import enifailover.port.Refused;
import enifailover.port.RemoteShell;
import enifailover.port.Sight;
import enifailover.port.Time;
import enifailover.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/// The scheduled look for what no event told: failures without an event, interrupted moves, orphans. One cheap look
/// at everything; only a group that needs it is taken under its lease and looked at closely. It also remembers what
/// EC2 forgets on detach.
public final class Sweep {
    /// So many failovers at once find room in EC2's buckets of 50 detaches and attaches.
    private static final int AT_ONCE = 40;
    /// A failover in between takes minutes, and what was at rest may have moved meanwhile.
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final Observer observer;
    private final Ledger ledger;
    private final Snapshots snapshots;
    private final Assessor assessor;
    private final Failover failover;
    private final Aftercare aftercare;
    private final Acquaintance acquaintance;
    private final Time time;

    /// What the sweep saw of all groups.
    ///
    /// @param reports of the groups it took under their lease
    /// @param verdicts of all the others
    /// @param warnings what it could not do
    public record Swept(List<Report> reports, Map<GroupName, Verdict> verdicts, List<String> warnings) {}

    public Sweep(
            Observer observer,
            RemoteShell shell,
            Ledger ledger,
            Snapshots snapshots,
            Assessor assessor,
            Failover failover,
            Acquaintance acquaintance,
            Time time) {
        this.observer = observer;
        this.ledger = ledger;
        this.snapshots = snapshots;
        this.assessor = assessor;
        this.failover = failover;
        this.aftercare = new Aftercare(observer, shell, ledger, time);
        this.acquaintance = acquaintance;
        this.time = time;
    }

    /// @param runId unique to this sweep; each group's run adds its name
    /// @param deadline when the function is ended from outside
    /// @throws Refused when EC2 could not be asked: a sweep that saw nothing must not look like one that found
    /// nothing
    public Swept run(String runId, Instant deadline) {
        List<String> warnings = new ArrayList<>();
        Optional<Map<GroupName, GroupMemory>> read = memories(warnings);
        Map<GroupName, GroupMemory> memories = read.orElse(Map.of());
        Sight sight = observer.lookAtAll();
        warnings.addAll(sight.warnings());
        Map<GroupName, Verdict> verdicts = new TreeMap<>();
        List<GroupName> due = new ArrayList<>();
        List<GroupSnapshot> atRest = new ArrayList<>();
        for (GroupName name : snapshots.names(sight)) {
            GroupMemory memory = memories.getOrDefault(name, GroupMemory.NONE);
            GroupSnapshot group = snapshots.of(name, sight, memory);
            Assessment assessment = assessor.assess(group, Trigger.SWEEP, time.now());
            boolean unfinished = memory.unfinished().isPresent();
            switch (assessment) {
                case Go go -> due.add(name);
                case Stay stay -> {
                    boolean ended = unfinished && stay.verdict() == Verdict.HEALTHY;
                    // To be looked at closely, and told.
                    if (ended || stay.verdict() == Verdict.SPLIT) {
                        due.add(name);
                    } else {
                        verdicts.put(name, stay.verdict());
                        // What was not read would be lost: where routing was last verified, and what EC2 forgets.
                        if (read.isPresent()) {
                            remember(group, memory, warnings);
                        }
                        atRest.add(group);
                    }
                }
            }
        }
        failover.brakes().sees(verdicts.size() + due.size());
        List<Report> reports = all(due, runId, deadline);
        failover.brakes().notesGroups().ifPresent(warnings::add);
        // A former holder may have the ENIs again by now; the next sweep looks anew.
        if (Duration.between(sight.at(), time.now()).compareTo(FRESH) < 0) {
            warnings.addAll(aftercare.look(atRest));
        }
        // In a crowd EC2's requests are for those who move.
        if (due.isEmpty()) {
            acquaint(atRest, warnings);
        }
        return new Swept(reports, verdicts, warnings);
    }

    private void acquaint(List<GroupSnapshot> groups, List<String> warnings) {
        try {
            acquaintance.renew(groups);
        } catch (Refused refused) {
            warnings.add("a failover may have to ask for what is around its group: " + refused.words());
        }
    }

    private List<Report> all(List<GroupName> due, String runId, Instant deadline) {
        List<Callable<Report>> work = new ArrayList<>();
        for (GroupName name : due) {
            Haste haste = work.size() < AT_ONCE ? Haste.AT_ONCE : Haste.IN_TURN;
            work.add(() ->
                    failover.run(name, new Automatic(assessor, Trigger.SWEEP), runId + "/" + name, deadline, haste));
        }
        return work.isEmpty() ? List.of() : time.<Report>together(work);
    }

    private Optional<Map<GroupName, GroupMemory>> memories(List<String> warnings) {
        try {
            return Optional.of(ledger.memories());
        } catch (Refused refused) {
            warnings.add("the table could not be read: " + refused.words());
            return Optional.empty();
        }
    }

    private void remember(GroupSnapshot group, GroupMemory memory, List<String> warnings) {
        Noticed.news(group, memory).ifPresent(seen -> {
            try {
                ledger.remember(group.name(), memory, seen.enis(), seen.members());
            } catch (Refused refused) {
                warnings.add(group.name() + " could not be remembered: " + refused.words());
            }
        });
    }
}
