package enifailover.flow;

import enifailover.flow.DrillRequest.History;
import enifailover.group.GroupName;
import enifailover.port.Ledger;
import enifailover.port.Refused;
import enifailover.port.Time;
import enifailover.report.Comparison;
import enifailover.report.RunRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// The runs of the past, out of the journal.
final class Past {
    /// So many queries at a time.
    private static final int AT_ONCE = 20;
    /// A drill is compared with those among so many runs.
    private static final int COMPARED = 100;

    private final Ledger ledger;
    private final Time time;

    Past(Ledger ledger, Time time) {
        this.ledger = ledger;
        this.time = time;
    }

    /// Newest first; of all groups that have a row where none is named.
    ///
    /// @throws Refused when the table could not be read
    List<RunRow> runs(History wanted) {
        Collection<GroupName> groups = wanted.group().isPresent()
                ? List.of(wanted.group().get())
                : ledger.memories().keySet();
        return of(groups, wanted.most()).stream()
                .filter(row -> wanted.since().isEmpty()
                        || !row.at().isBefore(wanted.since().get()))
                .sorted(Comparator.comparing(RunRow::at).reversed())
                .limit(wanted.most())
                .toList();
    }

    /// @param most of each group
    List<RunRow> of(Collection<GroupName> groups, int most) {
        List<GroupName> all = List.copyOf(groups);
        List<RunRow> rows = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<Callable<List<RunRow>>> some = all.subList(from, Math.min(all.size(), from + AT_ONCE)).stream()
                    .<Callable<List<RunRow>>>map(group -> () -> of(group, most))
                    .toList();
            time.<List<RunRow>>together(some).forEach(rows::addAll);
        }
        return rows;
    }

    private List<RunRow> of(GroupName group, int most) {
        return ledger.history(group, most).stream()
                .map(run -> RunRow.of(group.value(), run.at(), run.runId(), run.verdict(), run.reportJson()))
                .toList();
    }

    /// The drills before; empty where there were none, or nobody could be asked: a drill does not fail for it.
    Optional<Comparison> drills(GroupName group) {
        try {
            return Comparison.with(of(group, COMPARED));
        } catch (Refused refused) {
            return Optional.empty();
        }
    }
}
