package enifailover.flow;

import enifailover.execute.FenceConsent;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import enifailover.plan.SharedFence;
import enifailover.port.Observer;
import enifailover.port.Sight;
import enifailover.port.Time;
import java.util.List;
import java.util.Optional;

/// An instance that has ENIs of several groups is stopped for one of them only where the tags of all the others want
/// the same: `fence=stop`, and no pause. A group without that tag is moved away by its own failover within seconds;
/// then nothing speaks against the stop any more.
public final class SharedHolder implements FenceConsent {
    private final Observer observer;
    private final Snapshots snapshots;
    private final Time time;

    public SharedHolder(Observer observer, Snapshots snapshots, Time time) {
        this.observer = observer;
        this.snapshots = snapshots;
        this.time = time;
    }

    @Override
    public Optional<String> objection(GroupName group, InstanceId holder) {
        Sight held = new Sight(observer.heldBy(holder), List.of(), List.of(), time.now());
        return snapshots.names(held).stream()
                .filter(other -> !other.equals(group))
                .flatMap(
                        other -> SharedFence.objection(
                                other,
                                snapshots.of(other, held, GroupMemory.NONE).policy(),
                                holder,
                                time.now())
                                .stream())
                .findFirst();
    }
}
