package enifailover.flow;

import enifailover.assess.Assessment;
import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.Assessment.Stay;
import enifailover.assess.Assessor;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.flow.DrillRequest.Action;
import enifailover.flow.DrillRequest.Drill;
import enifailover.group.GroupSnapshot;
import enifailover.group.InstanceId;
import enifailover.signal.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a person asked for. A plan is what a failure of the active would bring about; a move is graceful, and only of a
/// group that is at rest and not paused.
///
/// @param drill the request
/// @param assessor the judge, asked first: trouble that is there already is no drill
public record Rehearsed(Drill drill, Assessor assessor) implements Intent {
    @Override
    public Trigger trigger() {
        String words = "a person's request: " + drill.action().name().toLowerCase(Locale.ROOT);
        return new Trigger(Cause.DRILL, Optional.empty(), Optional.empty(), Optional.empty(), words);
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
    public Assessment assess(GroupSnapshot group, Instant now, boolean underWay) {
        Assessment present = assessor.observed(group, trigger(), now);
        if (underWay && present instanceof Go go) {
            return go;
        }
        if (present instanceof Stay stay
                && (stay.verdict() == Verdict.NO_GROUP || stay.verdict() == Verdict.NO_STANDBY)) {
            return stay;
        }
        List<String> evidence = new ArrayList<>(present.evidence());
        if (!group.together()) {
            evidence.add("the ENIs are not all on one instance: that is no drill; the sweep brings them together");
            return onlyPlans() ? present : new Stay(Verdict.REFUSED, evidence);
        }
        InstanceId holder = group.holders().getFirst();
        if (onlyPlans()) {
            evidence.add("assumed: " + holder + " fails now");
            return new Go(Reason.DRILL, Set.of(holder), false, drill.target(), evidence);
        }
        if (group.policy().pausedAt(now)) {
            evidence.add("the group is paused by its tag: remove it first");
            return new Stay(Verdict.REFUSED, evidence);
        }
        if (drill.target().isPresent() && drill.target().get().equals(holder)) {
            evidence.add(holder + " holds the ENIs already");
            return new Stay(Verdict.REFUSED, evidence);
        }
        return new Go(Reason.DRILL, Set.of(holder), true, drill.target(), evidence);
    }
}
