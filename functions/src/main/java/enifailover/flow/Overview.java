package enifailover.flow;

import enifailover.assess.Assessor;
import enifailover.assess.Trigger;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.port.Ledger;
import enifailover.port.Ledger.Busy;
import enifailover.port.Observer;
import enifailover.port.Refused;
import enifailover.port.Sight;
import enifailover.port.Time;
import enifailover.report.GroupStatus;
import enifailover.report.RunRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// How the groups stand now: the sweep's look, and what it would do, without doing it.
final class Overview {
    private final Observer observer;
    private final Ledger ledger;
    private final Snapshots snapshots;
    private final Assessor assessor;
    private final Past past;
    private final Time time;

    Overview(Observer observer, Ledger ledger, Snapshots snapshots, Assessor assessor, Past past, Time time) {
        this.observer = observer;
        this.ledger = ledger;
        this.snapshots = snapshots;
        this.assessor = assessor;
        this.past = past;
        this.time = time;
    }

    /// @param only this group; empty for all
    /// @throws Refused when EC2 or the table could not be asked
    List<GroupStatus> look(Optional<GroupName> only) {
        Map<GroupName, GroupMemory> memories = ledger.memories();
        Map<GroupName, Busy> leases = ledger.held();
        Sight sight = observer.lookAtAll();
        TreeSet<GroupName> names = new TreeSet<>(snapshots.names(sight));
        only.ifPresent(name -> names.removeIf(other -> !other.equals(name)));
        Map<String, RunRow> last = new TreeMap<>();
        past.of(names, 1).forEach(row -> last.put(row.group(), row));
        List<GroupStatus> all = new ArrayList<>();
        for (GroupName name : names) {
            GroupSnapshot group = snapshots.of(name, sight, memories.getOrDefault(name, GroupMemory.NONE));
            all.add(new GroupStatus(
                    group,
                    assessor.assess(group, Trigger.SWEEP, time.now()),
                    Optional.ofNullable(leases.get(name)).map(busy -> busy.owner() + " until " + busy.until()),
                    Optional.ofNullable(last.get(name.value())),
                    time.now()));
        }
        return all;
    }
}
