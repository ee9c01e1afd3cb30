package enifailover.plan;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.Reason;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.Member;
import enifailover.model.group.MoveRecord;
import enifailover.model.group.SavedAttachment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The target when no standby is eligible, with a warning in the plan.
final class LastResort {
    private final GroupSnapshot group;
    private final MoveRequired moveRequired;
    private final StandbyCheck check;

    LastResort(StandbyCheck check) {
        this.group = check.group();
        this.moveRequired = check.moveRequired();
        this.check = check;
    }

    /// A standby whose status checks are not there yet, or whose agent is not online: only where no working
    /// instance loses an ENI.
    ///
    /// @param doubtful such standbys, in order of preference
    /// @param refusals a sentence an instance: why it is not eligible
    Optional<PlanResult> doubtful(List<Member> doubtful, List<String> refusals) {
        if (doubtful.isEmpty() || !check.nobodyLoses()) {
            return Optional.empty();
        }
        String all = String.join(" / ", refusals);
        return Optional.of(Planner.write(check, doubtful.getFirst(), List.of("no other standby is eligible: " + all)));
    }

    /// An instance that is new in the group: only where no working instance loses an ENI, and no member can take
    /// the ENIs.
    ///
    /// @param refusals a sentence an instance: why it is not eligible; those of newcomers are added
    Optional<PlanResult> newcomer(List<String> refusals) {
        if (!check.nobodyLoses()) {
            return Optional.empty();
        }
        String all = String.join(" / ", refusals);
        group.newcomers().members().stream()
                .filter(member -> !fit(member))
                .forEach(member -> refusals.add(member.id() + " is new in the group and cannot take the ENIs: "
                        + String.join("; ", unfit(member))));
        return group.newcomers().members().stream()
                .filter(this::fit)
                .findFirst()
                .map(member -> Planner.write(
                        check,
                        member,
                        List.of(member.id() + " is new in the group, but no other member can take the ENIs: " + all)));
    }

    private boolean fit(Member member) {
        return moveRequired.requestedTarget().isEmpty()
                && !moveRequired.sources().contains(member.id())
                && unfit(member).isEmpty();
    }

    /// A stopped newcomer is not started, because it is not adopted yet.
    private List<String> unfit(Member member) {
        if (member.instance().state() != InstanceState.RUNNING) {
            return List.of("it is " + member.instance().state().word());
        }
        List<String> why = new ArrayList<>(check.refusals(member.instance()));
        why.addAll(Eligibility.agent(group, member.instance()));
        return why;
    }

    /// Rollback: the move is interrupted and no standby can take the ENIs, so a running former holder gets them
    /// back. Where all are on a target that cannot route, it is the working source of a planned move.
    ///
    /// @param refused the instances that have refused in this run
    /// @param refusals a sentence an instance; those of former holders are added
    /// @param sound only to a healthy instance without an announced event: it is preferred to a doubtful standby
    Optional<PlanResult> rollback(Set<InstanceId> refused, List<String> refusals, boolean sound) {
        if (moveRequired.reason() == Reason.UNVERIFIED || !(group.onOneInstance() ? returns(refused) : mayReturn())) {
            return Optional.empty();
        }
        Set<InstanceId> former = new LinkedHashSet<>();
        group.memory().unfinished().flatMap(MoveRecord::from).ifPresent(former::add);
        former.addAll(group.holders());
        group.memory().enis().values().stream().map(SavedAttachment::holder).forEach(former::add);
        former.removeAll(refused);
        moveRequired.requestedTarget().ifPresent(only -> former.removeIf(id -> !id.equals(only)));
        former.removeIf(id -> sound && (!group.instance(id).healthy() || check.announced(group.instance(id))));
        for (InstanceId id : former) {
            Instance instance = group.instance(id);
            List<String> warnings = new ArrayList<>();
            Map<EniId, DevicePosition> slots = DeviceAssignments.on(group, instance, warnings);
            List<String> why = Eligibility.refusalsOfTheWayBack(
                    group, instance, slots, check.targetExclusions().reservedOn(id));
            if (why.isEmpty()) {
                warnings.add("no standby took the ENIs (" + String.join(" / ", refusals) + "): rollback to " + id);
                return Optional.of(new PlanBuilder(group, moveRequired, instance, slots, warnings).write(true));
            }
            if (!sound) {
                refusals.add(id + " (rollback): " + String.join("; ", why));
            }
        }
        return Optional.empty();
    }

    /// A person's target is the only one. An instance that has the other ENIs counts too, member or not.
    private boolean mayReturn() {
        return moveRequired.requestedTarget().isEmpty() || moveRequired.reason() == Reason.SPLIT;
    }

    private boolean returns(Set<InstanceId> refused) {
        return moveRequired.planned()
                && moveRequired.reason() == Reason.UNFINISHED
                && refused.containsAll(group.holders())
                && group.memory()
                        .unfinished()
                        .flatMap(MoveRecord::from)
                        .map(group::instance)
                        .filter(from -> from.healthy() && !check.announced(from))
                        .isPresent();
    }
}
