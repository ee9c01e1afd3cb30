package enifailover.aws.ec2;

import static enifailover.aws.client.SdkValues.text;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.AwsErrors;
import enifailover.aws.client.SdkValues;
import enifailover.model.InstanceId;
import enifailover.port.AwsCallException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.model.Instance;

/// Asks Auto Scaling where instances are in their lifecycle, and only about those that an Auto Scaling group has
/// tagged. A group can be judged without the answer, so its failure is never thrown.
final class AutoScalingStates {
    /// Auto Scaling puts it on each instance of a group, and nobody else can. Source: Auto Scaling user guide, "Tag
    /// Auto Scaling groups and instances".
    private static final String TAG = "aws:autoscaling:groupName";

    /// Source: Auto Scaling API, DescribeAutoScalingInstances.
    private static final int MOST_IDS = 50;

    private final Supplier<AutoScalingClient> autoScaling;
    /// Those that were seen with the tag, so that a look asks about them in its first round.
    private final Set<InstanceId> seen = ConcurrentHashMap.newKeySet();

    /// @param asked about whom
    /// @param known the lifecycle state of each instance that Auto Scaling knows
    /// @param warning why nothing was said
    record Answer(Set<InstanceId> asked, Map<InstanceId, String> known, Optional<String> warning) {
        Optional<String> of(InstanceId id) {
            return Optional.ofNullable(known.get(id));
        }

        /// Both answers together.
        Answer and(Answer other) {
            Set<InstanceId> both = new TreeSet<>(asked);
            both.addAll(other.asked());
            Map<InstanceId, String> all = new HashMap<>(known);
            all.putAll(other.known());
            return new Answer(both, all, warning.or(other::warning));
        }
    }

    /// Nobody was asked.
    static final Answer NOT_ASKED = new Answer(Set.of(), Map.of(), Optional.empty());

    AutoScalingStates(Supplier<AutoScalingClient> autoScaling) {
        this.autoScaling = autoScaling;
    }

    /// Those of these ids that were seen as instances of an Auto Scaling group.
    Set<InstanceId> scaled(Collection<InstanceId> ids) {
        return ids.stream().filter(seen::contains).collect(Collectors.toCollection(TreeSet::new));
    }

    /// Those of these instances that belong to an Auto Scaling group.
    Set<InstanceId> scaledOf(Collection<Instance> instances) {
        Set<InstanceId> scaled = new TreeSet<>();
        for (Instance one : instances) {
            InstanceId id = new InstanceId(one.instanceId());
            if (one.tags().stream().anyMatch(tag -> TAG.equals(tag.key()))) {
                scaled.add(id);
                seen.add(id);
            } else {
                seen.remove(id); // it was detached from its group
            }
        }
        return scaled;
    }

    /// Makes `autoscaling:DescribeAutoScalingInstances`, a request for each fifty; none where there are no ids. Auto
    /// Scaling leaves out what it does not know.
    Answer ask(Set<InstanceId> ids) {
        Map<InstanceId, String> known = new HashMap<>();
        try {
            for (List<String> some : SdkValues.batches(ids, MOST_IDS)) {
                AwsErrors.ask(ApiAction.DESCRIBE_AUTO_SCALING_INSTANCES, () -> autoScaling
                                .get()
                                .describeAutoScalingInstances(
                                        request -> request.instanceIds(some).maxRecords(MOST_IDS))
                                .autoScalingInstances())
                        .forEach(one -> InstanceId.parse(text(one.instanceId()))
                                .ifPresent(id -> known.put(id, text(one.lifecycleState()))));
            }
            return new Answer(ids, known, Optional.empty());
        } catch (AwsCallException awsCallException) {
            return new Answer(
                    ids,
                    Map.of(),
                    Optional.of("the lifecycle states of Auto Scaling instances could not be read: "
                            + awsCallException.message()));
        }
    }
}
