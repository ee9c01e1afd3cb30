package enifailover.readiness;

import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Reason;
import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.group.Member;
import enifailover.group.Slot;
import enifailover.plan.Plan;
import enifailover.plan.Planner;
import enifailover.plan.Proposal.NoStandby;
import enifailover.plan.Step;
import enifailover.plan.Tried;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// One standby that several groups would take: what happens if two of them fail? For each group, the planner is asked
/// again with the standby as it would be after another group has moved there.
final class Capacity {
    private final Planner planner;
    private final Instant now;

    Capacity(Planner planner, Instant now) {
        this.planner = planner;
        this.now = now;
    }

    /// A group that would go to a standby.
    private record Claim(GroupSnapshot group, InstanceId active, Set<Slot> slots) {}

    /// What is wrong, by group. The work grows with the groups of one standby times the different places they take
    /// there, not with their square.
    Map<GroupName, List<Finding>> look(List<Ground> grounds) {
        Map<InstanceId, List<Claim>> claims = new TreeMap<>();
        for (Ground ground : grounds) {
            if (ground.proposal().isPresent()
                    && ground.proposal().get() instanceof Plan plan
                    && plan.from().isPresent()) {
                Set<Slot> slots = new TreeSet<>();
                plan.steps(Step.Attach.class).forEach(attach -> slots.add(attach.slot()));
                claims.computeIfAbsent(plan.target(), id -> new ArrayList<>())
                        .add(new Claim(ground.group(), plan.from().get(), slots));
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
        Set<Set<Slot>> tried = new HashSet<>();
        Set<Set<Slot>> triedTogether = new HashSet<>();
        List<Finding> findings = new ArrayList<>();
        for (Claim other : all) {
            boolean together = other.active().equals(claim.active());
            if (other.equals(claim) || !(together ? triedTogether : tried).add(other.slots())) {
                continue;
            }
            if (planner.plan(after(claim.group(), standby, other.slots()), failure(claim), Tried.NOTHING, now)
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
                "it is the standby of " + groups + " groups; once "
                        + other.group().name() + " has moved there, nobody" + " could take "
                        + claim.group().name() + ": " + String.join("; ", none.refusals()),
                together
                        ? "both groups are on " + claim.active() + ", so they fail together"
                        : "one standby for several actives bears one failure at a time",
                "add a standby, or give the groups different device indexes so that both fit");
    }

    private static Go failure(Claim claim) {
        return new Go(Reason.FAILURE, Set.of(claim.active()), false, java.util.Optional.empty(), List.of());
    }

    private static GroupSnapshot after(GroupSnapshot group, InstanceId standby, Set<Slot> taken) {
        List<Member> members = group.members().stream()
                .map(member -> member.id().equals(standby) ? member.with(occupied(member.instance(), taken)) : member)
                .toList();
        return new GroupSnapshot(
                group.name(),
                group.policy(),
                group.enis(),
                members,
                group.newcomers(),
                group.strangers(),
                group.memory(),
                group.findings(),
                group.observedAt());
    }

    private static Instance occupied(Instance i, Set<Slot> taken) {
        Set<Slot> slots = new TreeSet<>(i.occupied());
        slots.addAll(taken);
        return i.occupying(slots);
    }
}
