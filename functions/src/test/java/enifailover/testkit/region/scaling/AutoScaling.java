package enifailover.testkit.region.scaling;

import enifailover.testkit.region.call.Attempt.Kind;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Caller;
import enifailover.testkit.region.call.Gate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// EC2 Auto Scaling: which instances its groups have, and where each is in its lifecycle.
public final class AutoScaling {
    /// D: DescribeAutoScalingInstances, InstanceIds.
    private static final int MOST_IDS = 50;

    /// An instance of a group.
    ///
    /// @param id the instance
    /// @param group the group's name
    /// @param lifecycleState such as `InService`
    public record Scaled(String id, String group, String lifecycleState) {}

    private final Gate gate;
    private final Map<String, Scaled> instances = new TreeMap<>();

    /// @param gate whose lock and clock it lives by
    public AutoScaling(Gate gate) {
        this.gate = gate;
    }

    /// An instance of a group is in this lifecycle state from now on. EC2's tag on the instance is to be set besides.
    public void set(String instanceId, String group, String lifecycleState) {
        gate.underLock(() -> instances.put(instanceId, new Scaled(instanceId, group, lifecycleState)));
    }

    /// Where it has an instance in its lifecycle now; empty where no group has it.
    public Optional<String> state(String instanceId) {
        return gate.underLock(
                () -> Optional.ofNullable(instances.get(instanceId)).map(Scaled::lifecycleState));
    }

    /// DescribeAutoScalingInstances. An instance that no group has is left out (D).
    public List<Scaled> describe(Caller caller, List<String> ids) {
        return gate.read(caller, "autoscaling", "DescribeAutoScalingInstances", Kind.READ, ids.toString(), _ -> {
            if (ids.size() > MOST_IDS) { // I: the code
                throw AwsError.refused("ValidationError", "The number of instance ids may not exceed 50");
            }
            return instances.values().stream()
                    .filter(one -> ids.isEmpty() || ids.contains(one.id()))
                    .toList();
        });
    }
}
