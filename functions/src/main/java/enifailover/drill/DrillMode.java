package enifailover.drill;

import enifailover.assess.Assessment;
import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.Assessor;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.drill.DrillRequest.Action;
import enifailover.drill.DrillRequest.Drill;
import enifailover.event.Cause;
import enifailover.failover.RunMode;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a person asked for. A plan is what a failure of the active would bring about; a move is graceful, and
/// only of a group that is at rest.
///
/// @param drill the request
/// @param assessor assesses the group first: a failure that exists already is not a drill
public record DrillMode(Drill drill, Assessor assessor) implements RunMode {
    @Override
    public Trigger trigger() {
        String message = "an operator's request: " + drill.action().name().toLowerCase(Locale.ROOT);
        return new Trigger(Cause.DRILL, Optional.empty(), Optional.empty(), Optional.empty(), message);
    }

    @Override
    public boolean automatic() {
        return false;
    }

    @Override
    public boolean onlyPlans() {
        return drill.action() == Action.PLAN;
    }

    @Override
    public Optional<Duration> backAfter() {
        return drill.backAfter();
    }

    @Override
    public boolean isFailback() {
        return drill.action() == Action.FAILBACK;
    }

    @Override
    public Assessment assess(GroupSnapshot group, Instant now, boolean underWay) {
        Assessment present = assessor.observed(group, trigger(), now);
        if (underWay && present instanceof MoveRequired moveRequired) {
            return moveRequired;
        }
        if (present instanceof NoAction noAction
                && (noAction.verdict() == Verdict.NO_GROUP || noAction.verdict() == Verdict.NO_STANDBY)) {
            return noAction;
        }
        List<String> evidence = new ArrayList<>(present.evidence());
        if (!group.onOneInstance()) {
            evidence.add(
                    "the ENIs are not all on one instance, so a drill is not possible: move them to one instance first");
            return onlyPlans() ? present : new NoAction(Verdict.REFUSED, evidence);
        }
        InstanceId holder = group.holders().getFirst();
        if (onlyPlans()) {
            evidence.add("assumed: " + holder + " fails now");
            return new MoveRequired(Reason.DRILL, Set.of(holder), false, drill.target(), evidence);
        }
        Optional<InstanceId> target =
                isFailback() ? drill.target().or(() -> group.memory().preferred()) : drill.target();
        Optional<String> refusal = refusal(group, holder, target, now);
        if (refusal.isPresent()) {
            evidence.add(refusal.get());
            return new NoAction(Verdict.REFUSED, evidence);
        }
        // Whoever asks while the active has failed is in a hurry.
        boolean failed = present instanceof MoveRequired moveRequired && moveRequired.reason() == Reason.FAILURE;
        return new MoveRequired(Reason.DRILL, Set.of(holder), !failed, target, evidence);
    }

    private Optional<String> refusal(GroupSnapshot group, InstanceId holder, Optional<InstanceId> target, Instant now) {
        if (group.policy().pausedAt(now) && !drill.override()) {
            return Optional.of("the group has the tag paused: remove it first, or set \"override\":true");
        }
        if (isFailback() && target.isEmpty()) {
            return Optional.of("no earlier move of the ENIs is recorded, so there is no instance to fail back to:"
                    + " name the instance with \"target\"");
        }
        if (target.isPresent() && target.get().equals(holder)) {
            return Optional.of(holder + " already has the ENIs");
        }
        return Optional.empty();
    }
}
