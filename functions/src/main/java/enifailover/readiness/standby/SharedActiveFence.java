package enifailover.readiness.standby;

import enifailover.model.InstanceId;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.Policy;
import enifailover.plan.SharedFence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// An active that has ENIs of several groups, of which one has `fence=stop`. A failover does not stop the instance
/// while a group that does not allow the stop still has an ENI on it.
public final class SharedActiveFence {
    private SharedActiveFence() {}

    /// The findings, by group.
    public static Map<GroupName, List<Finding>> look(List<GroupSnapshot> groups, Instant now) {
        Map<InstanceId, List<GroupSnapshot>> held = new TreeMap<>();
        groups.forEach(group -> group.holders().forEach(holder -> held.computeIfAbsent(holder, _ -> new ArrayList<>())
                .add(group)));
        Map<GroupName, List<Finding>> findings = new LinkedHashMap<>();
        held.forEach((holder, all) -> {
            for (GroupSnapshot group : all) {
                first(holder, group, all, now)
                        .ifPresent(one -> findings.computeIfAbsent(group.name(), _ -> new ArrayList<>())
                                .add(one));
            }
        });
        return findings;
    }

    private static Optional<Finding> first(
            InstanceId holder, GroupSnapshot group, List<GroupSnapshot> all, Instant now) {
        return all.stream()
                .filter(_ -> group.policy().fence() == Policy.Fence.STOP)
                .filter(other -> !other.name().equals(group.name()))
                .flatMap(other -> finding(holder, other, now).stream())
                .findFirst();
    }

    private static Optional<Finding> finding(InstanceId holder, GroupSnapshot other, Instant now) {
        boolean stays = other.policy().pausedAt(now);
        return SharedFence.objection(other.name(), other.policy(), holder, now)
                .map(message -> new Finding(
                        "fence-shared",
                        stays ? Severity.BLOCKER : Severity.WARNING,
                        holder.value(),
                        message,
                        stays
                                ? "this group has fence=stop: the instance would not be stopped, so no ENI would"
                                        + " move"
                                : "this group has fence=stop: the stop waits until group " + other.name()
                                        + " has moved away",
                        "set fence=stop on group " + other.name() + " too, end its pause, or use a separate"
                                + " active for each group"));
    }
}
