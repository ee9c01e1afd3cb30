package enifailover.plan;

import enifailover.model.DevicePosition;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the planner has to exclude: instances that this run has tried, and positions that other groups have reserved.
///
/// @param refused the instances that have refused the ENIs, or their routing
/// @param started the standbys that it has started, and observed running: their status checks take minutes to pass
/// @param reserved the positions that other groups have reserved, and the group of each
public record TargetExclusions(
        Set<InstanceId> refused, Set<InstanceId> started, Map<InstanceId, Map<DevicePosition, GroupName>> reserved) {
    /// No exclusions.
    public static final TargetExclusions NOTHING = new TargetExclusions(Set.of(), Set.of());

    public TargetExclusions {
        refused = Collections.unmodifiableSet(new TreeSet<>(refused));
        started = Collections.unmodifiableSet(new TreeSet<>(started));
        reserved = Collections.unmodifiableMap(new TreeMap<>(reserved));
    }

    /// With nothing reserved.
    public TargetExclusions(Set<InstanceId> refused, Set<InstanceId> started) {
        this(refused, started, Map.of());
    }

    /// The same where other slots are reserved.
    public TargetExclusions with(Map<InstanceId, Map<DevicePosition, GroupName>> others) {
        return new TargetExclusions(refused, started, others);
    }

    /// What is reserved on one instance.
    Map<DevicePosition, GroupName> reservedOn(InstanceId instance) {
        return reserved.getOrDefault(instance, Map.of());
    }
}
