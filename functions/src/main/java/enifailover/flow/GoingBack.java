package enifailover.flow;

import enifailover.assess.Assessment;
import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.Assessment.Stay;
import enifailover.assess.Assessor;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.flow.DrillRequest.Drill;
import enifailover.group.GroupSnapshot;
import enifailover.group.InstanceId;
import enifailover.signal.Cause;
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
/// @param assessor the judge
record GoingBack(Drill drill, InstanceId at, InstanceId home, Assessor assessor) implements Intent {
    @Override
    public Trigger trigger() {
        String words = "a person's request: back after the drill";
        return new Trigger(Cause.DRILL, Optional.empty(), Optional.empty(), Optional.empty(), words);
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
    public boolean homeward() {
        return true;
    }

    @Override
    public Assessment assess(GroupSnapshot group, Instant now, boolean underWay) {
        Assessment present = assessor.observed(group, trigger(), now);
        if (underWay && present instanceof Go go) {
            return go;
        }
        if (present instanceof Go go && go.reason() == Reason.UNFINISHED) {
            return go; // this very move, begun before and interrupted: arrived, but perhaps not verified
        }
        List<String> evidence = new ArrayList<>(present.evidence());
        if (group.together() && group.holders().contains(home)) {
            evidence.add("the ENIs are back on " + home + " already");
            return new Stay(back(present), evidence);
        }
        Optional<String> refusal = refusal(group, now);
        if (refusal.isPresent()) {
            evidence.add(refusal.get());
            return new Stay(Verdict.REFUSED, evidence);
        }
        boolean failed = present instanceof Go go && go.reason() == Reason.FAILURE;
        return new Go(Reason.DRILL, Set.of(at), !failed, Optional.of(home), evidence);
    }

    /// There is nothing to move back, and that all is well there is said only where it is. The sweep does the rest.
    private static Verdict back(Assessment present) {
        return switch (present) {
            case Go go when go.reason() == Reason.FAILURE -> Verdict.REFUSED;
            case Stay stay when stay.verdict() == Verdict.NOT_JUDGED -> Verdict.NOT_JUDGED;
            case Go _, Stay _ -> Verdict.MOVED_ALREADY;
        };
    }

    private Optional<String> refusal(GroupSnapshot group, Instant now) {
        if (!group.together() || !group.holders().contains(at)) {
            return Optional.of("the ENIs are not on " + at + " any more, where the drill brought them: they stay");
        }
        if (group.policy().pausedAt(now) && !drill.override()) {
            return Optional.of("the group was paused meanwhile: the ENIs stay on " + at
                    + "; the sweep takes them back should the pause end within the hour");
        }
        return Optional.empty();
    }
}
