package enifailover.plan;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.Reason;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.ScheduledEvent;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.MoveRecord;
import enifailover.model.group.PendingWork.FailedTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Why an instance may not take a group's ENIs in this failover: [Eligibility], what this run has tried, and
/// announced events.
///
/// @param targetExclusions what this run has tried already
/// @param now the time of the observation
record StandbyCheck(GroupSnapshot group, MoveRequired moveRequired, TargetExclusions targetExclusions, Instant now) {
    /// A standby with a scheduled event within this time is only taken where there is no other.
    private static final Duration SOON = Duration.ofHours(24);

    static StandbyCheck of(
            GroupSnapshot group, MoveRequired moveRequired, TargetExclusions targetExclusions, Instant now) {
        Set<InstanceId> excluded = new TreeSet<>(targetExclusions.refused());
        excluded.addAll(refusedWhileAttached(group, moveRequired));
        return new StandbyCheck(
                group,
                moveRequired,
                new TargetExclusions(excluded, targetExclusions.started(), targetExclusions.reserved()),
                now);
    }

    /// A working instance does not lose an ENI to one that has refused before. The holder itself may be tried
    /// again, because that detaches nothing.
    private static Set<InstanceId> refusedWhileAttached(GroupSnapshot group, MoveRequired moveRequired) {
        if (holderOff(group) || moveRequired.reason() != Reason.UNFINISHED) {
            return Set.of();
        }
        Set<InstanceId> refused = new TreeSet<>(
                group.memory().unfinished().map(MoveRecord::refused).orElse(Set.of()));
        refused.removeAll(group.holders());
        return refused;
    }

    /// @return the reasons against it, each a phrase, without those of its agent; empty where there are none
    List<String> refusals(Instance standby) {
        if (targetExclusions.refused().contains(standby.id())) {
            return List.of("the instance refused the ENI, or did not answer, in this failover");
        }
        if (moveRequired.planned() && troubleSoon(standby) && moveRequired.reason() == Reason.ANNOUNCED) {
            return List.of("a scheduled event affects it too");
        }
        if (arrived() && group.holders().contains(standby.id())) {
            return List.of(); // it has them
        }
        Optional<Instant> due = failedLately(standby.id());
        if (due.isPresent()) {
            return List.of("it refused the ENIs before; the next try is at " + due.get());
        }
        if (cameFrom(standby.id()) && standby.state() != InstanceState.RUNNING) {
            return List.of("the interrupted move started from it, and it is "
                    + standby.state().word());
        }
        if (cameFrom(standby.id()) && announced(standby)) {
            return List.of("the interrupted move started from it, and an event is announced for it");
        }
        return Eligibility.refusals(
                group,
                standby,
                slots(standby, new ArrayList<>()),
                targetExclusions.reservedOn(standby.id()),
                checked(standby));
    }

    private boolean checked(Instance standby) {
        boolean unread = standby.checks().unread()
                && (holderOff(group) || moveRequired.reason().isInterrupted());
        boolean started = targetExclusions.started().contains(standby.id())
                && standby.checks().impaired().isEmpty();
        return standby.checks().passed() || unread || started;
    }

    /// The only reason against it is that its status checks are not there yet.
    boolean onlyUnchecked(Instance standby) {
        Set<InstanceId> started = new TreeSet<>(targetExclusions.started());
        started.add(standby.id());
        return standby.state() == InstanceState.RUNNING
                && new StandbyCheck(
                                group,
                                moveRequired,
                                new TargetExclusions(targetExclusions.refused(), started, targetExclusions.reserved()),
                                now)
                        .refusals(standby)
                        .isEmpty();
    }

    Map<EniId, DevicePosition> slots(Instance target, List<String> warnings) {
        return moveRequired.reason() == Reason.UNVERIFIED
                ? DeviceAssignments.present(group)
                : DeviceAssignments.on(group, target, warnings);
    }

    /// The target is the source of an interrupted move: such a move misses its purpose.
    boolean cameFrom(InstanceId target) {
        return moveRequired.reason().isInterrupted()
                && group.memory()
                        .unfinished()
                        .flatMap(MoveRecord::from)
                        .filter(target::equals)
                        .isPresent();
    }

    /// The holder still runs, so the ENIs stay there rather than move to an instance that refused them.
    private boolean mayWait() {
        return moveRequired.reason() == Reason.ANNOUNCED
                || (moveRequired.reason() == Reason.FAILURE && !holderOff(group));
    }

    /// An event is announced for the source of an interrupted move.
    boolean announced(Instance former) {
        return troubleSoon(former)
                || group.memory().unfinished().map(MoveRecord::announced).orElse(false);
    }

    private Optional<Instant> failedLately(InstanceId target) {
        return Optional.ofNullable(group.memory().after().failedTargets().get(target))
                .map(FailedTarget::due)
                .filter(due -> mayWait() && now.isBefore(due));
    }

    boolean troubleSoon(Instance instance) {
        return instance.scheduled().stream()
                .filter(ScheduledEvent::open)
                .flatMap(event -> event.notBefore().stream())
                .anyMatch(start -> start.isBefore(now.plus(SOON)));
    }

    /// The target of an interrupted move has all ENIs, and this run observed nothing against it: they stay there.
    boolean arrived() {
        return moveRequired.reason() == Reason.UNFINISHED
                && group.onOneInstance()
                && !holderOff(group)
                && group.memory()
                        .unfinished()
                        .map(MoveRecord::to)
                        .equals(Optional.of(group.holders().getFirst()))
                && !targetExclusions.refused().containsAll(group.holders());
    }

    /// The ENIs are not attached, or only to instances that have left service.
    private static boolean holderOff(GroupSnapshot group) {
        return group.holders().stream()
                .allMatch(id -> group.instance(id).state().leaving());
    }

    /// No working instance loses an ENI: the holder has left service, or unattached ENIs join the instance that has
    /// the others.
    boolean nobodyLoses() {
        return moveRequired.requestedTarget().isEmpty() ? holderOff(group) : moveRequired.reason() == Reason.SPLIT;
    }
}
