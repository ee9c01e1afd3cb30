package enifailover.readiness.audit;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.Reason;
import enifailover.model.DevicePosition;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.Member;
import enifailover.plan.Plan;
import enifailover.plan.PlanResult.NoStandby;
import enifailover.plan.Planner;
import enifailover.plan.Step;
import enifailover.plan.TargetExclusions;
import enifailover.readiness.check.CheckContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A standby that several groups would use: can it take two of them? For each group, the planner runs again with the
/// standby as it would be after a move of another group.
final class StandbyCapacity {
    private final Planner planner;
    private final Instant now;

    StandbyCapacity(Planner planner, Instant now) {
        this.planner = planner;
        this.now = now;
    }

    private record Claim(GroupSnapshot group, InstanceId active, Set<DevicePosition> slots) {}

    /// The findings, by group. The work grows with the groups of one standby times the distinct slots they need there.
    Map<GroupName, List<Finding>> look(List<CheckContext> grounds) {
        Map<InstanceId, List<Claim>> claims = new TreeMap<>();
        for (CheckContext checkContext : grounds) {
            if (checkContext.proposal().isPresent()
                    && checkContext.proposal().get() instanceof Plan plan
                    && plan.from().isPresent()) {
                Set<DevicePosition> slots = new TreeSet<>();
                plan.steps(Step.Attach.class).forEach(attach -> slots.add(attach.devicePosition()));
                claims.computeIfAbsent(plan.target(), id -> new ArrayList<>())
                        .add(new Claim(checkContext.group(), plan.from().get(), slots));
            }
        }
        Map<GroupName, List<Finding>> findings = new LinkedHashMap<>();
        claims.forEach((standby, all) -> all.forEach(claim -> {
            List<Finding> found = ofGroup(standby, claim, all);
            if (!found.isEmpty()) {
                findings.put(claim.group().name(), found);
            }
        }));
        return findings;
    }

    private List<Finding> ofGroup(InstanceId standby, Claim claim, List<Claim> all) {
        Set<Set<DevicePosition>> tried = new HashSet<>();
        Set<Set<DevicePosition>> triedTogether = new HashSet<>();
        List<Finding> findings = new ArrayList<>();
        for (Claim other : all) {
            boolean together = other.active().equals(claim.active());
            if (other.equals(claim) || !(together ? triedTogether : tried).add(other.slots())) {
                continue;
            }
            if (planner.plan(
                            after(claim.group(), standby, other.slots()), failure(claim), TargetExclusions.NOTHING, now)
                    instanceof NoStandby none) {
                findings.add(finding(standby, claim, other, together, all.size(), none));
                if (together) {
                    break;
                }
            }
        }
        return findings.stream().sorted(GroupChecks.WORST_FIRST).limit(1).toList();
    }

    private static Finding finding(
            InstanceId standby, Claim claim, Claim other, boolean together, int groups, NoStandby none) {
        return new Finding(
                "capacity",
                together ? Severity.BLOCKER : Severity.WARNING,
                standby.value(),
                "it is the standby of " + groups + " groups; after a move of "
                        + other.group().name() + " to it, no member could take "
                        + claim.group().name() + ": " + String.join("; ", none.refusals()),
                together
                        ? "both groups are on " + claim.active() + " and would fail together"
                        : "one standby for several actives can take one failure only",
                "add a standby, or set different device indexes for the groups");
    }

    private static MoveRequired failure(Claim claim) {
        return new MoveRequired(Reason.FAILURE, Set.of(claim.active()), false, java.util.Optional.empty(), List.of());
    }

    private static GroupSnapshot after(GroupSnapshot group, InstanceId standby, Set<DevicePosition> taken) {
        List<Member> members = group.members().stream()
                .map(member -> member.id().equals(standby) ? member.with(occupied(member.instance(), taken)) : member)
                .toList();
        return new GroupSnapshot(
                group.name(),
                group.policy(),
                group.enis(),
                members,
                group.newcomers(),
                group.nonMembers(),
                group.memory(),
                group.findings(),
                group.observedAt());
    }

    private static Instance occupied(Instance i, Set<DevicePosition> taken) {
        Set<DevicePosition> slots = new TreeSet<>(i.occupied());
        slots.addAll(taken);
        return i.occupying(slots);
    }
}
