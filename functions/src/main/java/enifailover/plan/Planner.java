package enifailover.plan;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.Reason;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.Member;
import enifailover.model.group.MoveRecord;
import enifailover.model.group.SavedAttachment;
import enifailover.plan.PlanResult.NoStandby;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Chooses the standby and writes the steps. The same planner serves failures, drills, failbacks and readiness.
public final class Planner {

    /// @param group the present snapshot
    /// @param moveRequired the reason and the sources
    /// @param targetExclusions what this run has tried already
    /// @param now the time of the observation
    /// @return a plan, or the reason against each instance
    public PlanResult plan(
            GroupSnapshot group, MoveRequired moveRequired, TargetExclusions targetExclusions, Instant now) {
        StandbyCheck check = StandbyCheck.of(group, moveRequired, targetExclusions, now);
        List<String> refusals = new ArrayList<>();
        List<Member> unchecked = new ArrayList<>();
        List<Member> silent = new ArrayList<>();
        for (Member member : candidates(check)) {
            List<String> why = new ArrayList<>(check.refusals(member.instance()));
            List<String> agent = Eligibility.agent(group, member.instance());
            if (why.isEmpty() && agent.isEmpty()) {
                return write(check, member, List.of());
            }
            if (why.isEmpty()) {
                silent.add(member);
            } else if (agent.isEmpty() && check.onlyUnchecked(member.instance())) {
                unchecked.add(member);
            }
            why.addAll(agent);
            refusals.add(member.id() + ": " + String.join("; ", why));
        }
        if (refusals.isEmpty()) {
            refusals.add(nobody(group, moveRequired));
        }
        unchecked.addAll(silent);
        LastResort last = new LastResort(check);
        return last.rollback(targetExclusions.refused(), refusals, true)
                .or(() -> last.doubtful(unchecked, refusals))
                .or(() -> last.rollback(targetExclusions.refused(), refusals, false))
                .or(() -> last.newcomer(refusals))
                .orElseGet(() -> new NoStandby(refusals));
    }

    /// @param said warnings of the plan
    static Plan write(StandbyCheck check, Member target, List<String> said) {
        List<String> warnings = new ArrayList<>(said);
        Map<EniId, DevicePosition> slots = check.slots(target.instance(), warnings);
        return new PlanBuilder(check.group(), check.moveRequired(), target.instance(), slots, warnings)
                .write(check.cameFrom(target.id()));
    }

    private static String nobody(GroupSnapshot group, MoveRequired moveRequired) {
        List<InstanceId> others = group.members().stream()
                .map(Member::id)
                .filter(id -> !moveRequired.sources().contains(id))
                .toList();
        return moveRequired.requestedTarget().isPresent() && !others.isEmpty()
                ? moveRequired.requestedTarget().get() + " is not a standby of group " + group.name()
                        + "; its standbys are " + others
                : "group " + group.name() + " has no other member: tag a standby instance";
    }

    /// The candidates in order: after an interrupted move, an instance that already has some of the ENIs or was the
    /// target; those without an announced event; by priority; equal ones by an agent ping since the failure began,
    /// then by
    /// [StandbySpread]. The source of an interrupted move, and instances that refused in it, are last.
    private static List<Member> candidates(StandbyCheck check) {
        GroupSnapshot group = check.group();
        MoveRequired moveRequired = check.moveRequired();
        Set<InstanceId> begun = new LinkedHashSet<>();
        if (moveRequired.reason().isInterrupted()) {
            begun.addAll(group.holders());
            // An instance to which others have attached an ENI since then works, and does not lose it again.
            group.memory()
                    .unfinished()
                    .map(MoveRecord::to)
                    .filter(_ -> moveRequired.reason() != Reason.SPLIT)
                    .ifPresent(begun::add);
        }
        Set<InstanceId> refusedBefore =
                group.memory().unfinished().map(MoveRecord::refused).orElse(Set.of());
        Optional<Instant> trouble = YoungerEvidence.troubleSince(group, moveRequired);
        Comparator<Member> order = Comparator.<Member, Boolean>comparing(member -> refusedBefore.contains(member.id()))
                .thenComparing(member -> check.cameFrom(member.id()))
                .thenComparing(member -> !begun.contains(member.id()))
                .thenComparing(member -> check.troubleSoon(member.instance()))
                .thenComparing(Member::priority)
                .thenComparing(member -> !YoungerEvidence.younger(member.instance(), trouble))
                .thenComparing(member -> StandbySpread.rank(group.name(), member))
                .thenComparing(Comparator.naturalOrder());
        return group.members().stream()
                .filter(member -> !moveRequired.sources().contains(member.id()))
                .filter(member -> !check.arrived() || group.holders().contains(member.id()))
                .filter(member -> moveRequired.requestedTarget().isEmpty()
                        || moveRequired.requestedTarget().get().equals(member.id()))
                .sorted(order)
                .toList();
    }

    /// The instances that hold, or last held, an ENI of the group and are not the target.
    static Optional<InstanceId> leaving(GroupSnapshot group, MoveRequired moveRequired, InstanceId target) {
        for (Eni eni : group.enis()) {
            Optional<InstanceId> holder = eni.holder().filter(h -> !h.equals(target));
            if (holder.isPresent()) {
                return holder;
            }
        }
        return group.memory()
                .unfinished()
                .flatMap(MoveRecord::from)
                .or(() -> moveRequired.sources().stream().sorted().findFirst())
                .or(() -> group.memory().enis().values().stream()
                        .map(SavedAttachment::holder)
                        .findFirst())
                .filter(h -> !h.equals(target));
    }
}
