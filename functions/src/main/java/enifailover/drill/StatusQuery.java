package enifailover.drill;

import enifailover.assess.Assessor;
import enifailover.assess.Trigger;
import enifailover.failover.GroupSnapshots;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.port.Ec2Reader;
import enifailover.port.GroupStore;
import enifailover.port.GroupStore.HeldByOther;
import enifailover.port.Observation;
import enifailover.port.Scheduler;
import enifailover.report.GroupStatus;
import enifailover.report.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// How the groups stand now: the sweep's look, and what it would do, without doing it.
final class StatusQuery {
    private final Ec2Reader ec2Reader;
    private final GroupStore groupStore;
    private final GroupSnapshots groupSnapshots;
    private final Assessor assessor;
    private final RunHistory runHistory;
    private final Scheduler scheduler;

    StatusQuery(
            Ec2Reader ec2Reader,
            GroupStore groupStore,
            GroupSnapshots groupSnapshots,
            Assessor assessor,
            RunHistory runHistory,
            Scheduler scheduler) {
        this.ec2Reader = ec2Reader;
        this.groupStore = groupStore;
        this.groupSnapshots = groupSnapshots;
        this.assessor = assessor;
        this.runHistory = runHistory;
        this.scheduler = scheduler;
    }

    /// @param only this group; empty for all
    /// @throws AwsCallException when EC2 or the table could not be asked
    List<GroupStatus> look(Optional<GroupName> only) {
        Map<GroupName, GroupState> memories = groupStore.memories();
        Map<GroupName, HeldByOther> leases = groupStore.activeLeases();
        Observation observation = ec2Reader.lookAtAll();
        TreeSet<GroupName> names = new TreeSet<>(groupSnapshots.names(observation));
        only.ifPresent(name -> names.removeIf(other -> !other.equals(name)));
        Map<String, RunSummary> last = new TreeMap<>();
        runHistory.of(names, 1).forEach(row -> last.put(row.group(), row));
        List<GroupStatus> all = new ArrayList<>();
        for (GroupName name : names) {
            GroupSnapshot group = groupSnapshots.of(name, observation, memories.getOrDefault(name, GroupState.NONE));
            all.add(new GroupStatus(
                    group,
                    assessor.assess(group, Trigger.SWEEP, scheduler.now()),
                    Optional.ofNullable(leases.get(name))
                            .map(heldByOther -> heldByOther.owner() + " until " + heldByOther.until()),
                    Optional.ofNullable(last.get(name.value())),
                    scheduler.now()));
        }
        return all;
    }
}
