package enifailover.drill;

import enifailover.drill.DrillRequest.History;
import enifailover.model.group.GroupName;
import enifailover.port.AwsCallException;
import enifailover.port.GroupStore;
import enifailover.port.Scheduler;
import enifailover.report.DrillComparison;
import enifailover.report.RunSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// The runs of the past, out of the journal.
final class RunHistory {
    /// So many queries at a time.
    private static final int AT_ONCE = 20;
    /// A drill is compared with those among so many runs.
    private static final int COMPARED = 100;

    private final GroupStore groupStore;
    private final Scheduler scheduler;

    RunHistory(GroupStore groupStore, Scheduler scheduler) {
        this.groupStore = groupStore;
        this.scheduler = scheduler;
    }

    /// Newest first; of all groups that have a row where none is named.
    ///
    /// @throws AwsCallException when the table could not be read
    List<RunSummary> runs(History wanted) {
        Collection<GroupName> groups = wanted.group().isPresent()
                ? List.of(wanted.group().get())
                : groupStore.memories().keySet();
        return of(groups, wanted.most()).stream()
                .filter(row -> wanted.since().isEmpty()
                        || !row.at().isBefore(wanted.since().get()))
                .sorted(Comparator.comparing(RunSummary::at).reversed())
                .limit(wanted.most())
                .toList();
    }

    /// @param most of each group
    List<RunSummary> of(Collection<GroupName> groups, int most) {
        List<GroupName> all = List.copyOf(groups);
        List<RunSummary> rows = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<Callable<List<RunSummary>>> some = all.subList(from, Math.min(all.size(), from + AT_ONCE)).stream()
                    .<Callable<List<RunSummary>>>map(group -> () -> of(group, most))
                    .toList();
            scheduler.<List<RunSummary>>runAll(some).forEach(rows::addAll);
        }
        return rows;
    }

    private List<RunSummary> of(GroupName group, int most) {
        return groupStore.history(group, most).stream()
                .map(journalEntry -> RunSummary.of(
                        group.value(),
                        journalEntry.at(),
                        journalEntry.runId(),
                        journalEntry.verdict(),
                        journalEntry.reportJson()))
                .toList();
    }

    /// The drills before; empty where there were none, or nobody could be asked: a drill does not fail for it.
    Optional<DrillComparison> drills(GroupName group) {
        try {
            return DrillComparison.with(of(group, COMPARED));
        } catch (AwsCallException awsCallException) {
            return Optional.empty();
        }
    }
}
