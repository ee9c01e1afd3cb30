package enifailover.aws.ec2;

import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who was seen with a group when it was last looked at, by a run or by the sweep. It says only whom to ask about in a
/// look's first round, so that a warm function needs no second; what is true of them is asked anew each time, and who
/// is not known here is asked about in the second.
final class RecentMembers {
    private final Map<GroupName, Set<InstanceId>> seen = new ConcurrentHashMap<>();

    Set<InstanceId> of(GroupName group) {
        return seen.getOrDefault(group, Set.of());
    }

    void saw(GroupName group, Set<InstanceId> instances) {
        seen.put(group, Set.copyOf(instances));
    }

    /// What every group was seen with; the others exist no more.
    void sawAll(Map<GroupName, ? extends Set<InstanceId>> all) {
        seen.keySet().retainAll(all.keySet());
        all.forEach(this::saw);
    }
}
