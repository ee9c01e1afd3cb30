package enifailover.failover;

import enifailover.execute.FenceConsent;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupState;
import enifailover.plan.SharedFence;
import enifailover.port.Ec2Reader;
import enifailover.port.Observation;
import enifailover.port.Scheduler;
import java.util.List;
import java.util.Optional;

/// An instance that has ENIs of several groups is stopped for one of them only where the tags of all the others want
/// the same: `fence=stop`, and no pause. A group without that tag is moved away by its own failover within seconds;
/// then nothing speaks against the stop any more.
public final class SharedActive implements FenceConsent {
    private final Ec2Reader ec2Reader;
    private final GroupSnapshots groupSnapshots;
    private final Scheduler scheduler;

    public SharedActive(Ec2Reader ec2Reader, GroupSnapshots groupSnapshots, Scheduler scheduler) {
        this.ec2Reader = ec2Reader;
        this.groupSnapshots = groupSnapshots;
        this.scheduler = scheduler;
    }

    @Override
    public Optional<String> objection(GroupName group, InstanceId holder) {
        Observation held = new Observation(ec2Reader.heldBy(holder), List.of(), List.of(), scheduler.now());
        return groupSnapshots.names(held).stream()
                .filter(other -> !other.equals(group))
                .flatMap(other -> SharedFence.objection(
                        other, groupSnapshots.of(other, held, GroupState.NONE).policy(), holder, scheduler.now())
                        .stream())
                .findFirst();
    }
}
