package enifailover.plan;

import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.Policy;
import java.time.Instant;
import java.util.Optional;

/// Whether an instance with ENIs of several groups may be stopped for one of them: only where the tags of all allow it.
public final class SharedFence {
    private SharedFence() {}

    /// @param other another group that has an ENI on the instance
    /// @param policy the policy of that group
    /// @param holder the instance
    /// @return the reason against the stop, for a person; empty where there is none
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
