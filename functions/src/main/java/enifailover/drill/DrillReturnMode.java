package enifailover.drill;

import enifailover.assess.Assessment;
import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.Assessor;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.drill.DrillRequest.Drill;
import enifailover.event.Cause;
import enifailover.failover.RunMode;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The second half of a drill that had said it moves the ENIs back. Where they are not any more where the drill brought
/// them, somebody had a reason, and its word is void.
///
/// @param drill the request
/// @param at where the drill brought them
/// @param home where they go back to
/// @param assessor assesses the group
public record DrillReturnMode(Drill drill, InstanceId at, InstanceId home, Assessor assessor) implements RunMode {
    @Override
    public Trigger trigger() {
        String message = "an operator's request: move the ENIs back after the drill";
        return new Trigger(Cause.DRILL, Optional.empty(), Optional.empty(), Optional.empty(), message);
    }

    @Override
    public boolean automatic() {
        return false;
    }

    @Override
    public boolean onlyPlans() {
        return false;
    }

    @Override
    public boolean isFailback() {
        return true;
    }

    @Override
    public Assessment assess(GroupSnapshot group, Instant now, boolean underWay) {
        Assessment present = assessor.observed(group, trigger(), now);
        if (underWay && present instanceof MoveRequired moveRequired) {
            return moveRequired;
        }
        if (present instanceof MoveRequired moveRequired && moveRequired.reason() == Reason.UNFINISHED) {
            return moveRequired; // this very move, begun before and interrupted: arrived, but perhaps not verified
        }
        List<String> evidence = new ArrayList<>(present.evidence());
        if (group.onOneInstance() && group.holders().contains(home)) {
            evidence.add("the ENIs are already back on " + home);
            return new NoAction(back(present), evidence);
        }
        Optional<String> refusal = refusal(group, now);
        if (refusal.isPresent()) {
            evidence.add(refusal.get());
            return new NoAction(Verdict.REFUSED, evidence);
        }
        boolean failed = present instanceof MoveRequired moveRequired && moveRequired.reason() == Reason.FAILURE;
        return new MoveRequired(Reason.DRILL, Set.of(at), !failed, Optional.of(home), evidence);
    }

    /// There is nothing to move back, and that all is well there is said only where it is. The sweep does the rest.
    private static Verdict back(Assessment present) {
        return switch (present) {
            case MoveRequired moveRequired when moveRequired.reason() == Reason.FAILURE -> Verdict.REFUSED;
            case NoAction noAction when noAction.verdict() == Verdict.INCONCLUSIVE -> Verdict.INCONCLUSIVE;
            case MoveRequired _, NoAction _ -> Verdict.MOVED_ALREADY;
        };
    }

    private Optional<String> refusal(GroupSnapshot group, Instant now) {
        if (!group.onOneInstance() || !group.holders().contains(at)) {
            return Optional.of(
                    "the ENIs are not on " + at + " any more, where the drill moved them: they are not moved back");
        }
        if (group.policy().pausedAt(now) && !drill.override()) {
            return Optional.of("the group was paused during the drill: the ENIs stay on " + at
                    + "; the sweep moves them back if the pause ends within one hour");
        }
        return Optional.empty();
    }
}
