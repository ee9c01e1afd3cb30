package enifailover.plan;

import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.Policy;
import java.time.Instant;
import java.util.Optional;

/// Whether an instance that has ENIs of several groups may be stopped for one of them: only where the tags of the
/// others want the same.
public final class SharedFence {
    private SharedFence() {}

    /// @param other another group that has an ENI on the instance
    /// @param policy what the tags of that group say
    /// @param holder the instance
    /// @return what speaks against the stop, for a person; empty where nothing does
    public static Optional<String> objection(GroupName other, Policy policy, InstanceId holder, Instant now) {
        String has = holder + " has an ENI of group " + other;
        if (policy.pausedAt(now)) {
            return Optional.of(has + ", which is paused");
        }
        return policy.fence() == Policy.Fence.STOP
                ? Optional.empty()
                : Optional.of(has + ", which does not have the tag fence=stop");
    }
}
