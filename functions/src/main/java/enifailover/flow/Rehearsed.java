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
    public Optional<Duration> backAfter() {
        return drill.backAfter();
    }

    @Override
    public boolean homeward() {
        return drill.action() == Action.FAILBACK;
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
            evidence.add("the ENIs are not all on one instance: that is no drill; bring them to one instance first");
            return onlyPlans() ? present : new Stay(Verdict.REFUSED, evidence);
        }
        InstanceId holder = group.holders().getFirst();
        if (onlyPlans()) {
            evidence.add("assumed: " + holder + " fails now");
            return new Go(Reason.DRILL, Set.of(holder), false, drill.target(), evidence);
        }
        Optional<InstanceId> target =
                homeward() ? drill.target().or(() -> group.memory().preferred()) : drill.target();
        Optional<String> refusal = refusal(group, holder, target, now);
        if (refusal.isPresent()) {
            evidence.add(refusal.get());
            return new Stay(Verdict.REFUSED, evidence);
        }
        // Whoever asks while the active has failed is in a hurry.
        boolean failed = present instanceof Go go && go.reason() == Reason.FAILURE;
        return new Go(Reason.DRILL, Set.of(holder), !failed, target, evidence);
    }

    private Optional<String> refusal(GroupSnapshot group, InstanceId holder, Optional<InstanceId> target, Instant now) {
        if (group.policy().pausedAt(now) && !drill.override()) {
            return Optional.of("the group is paused by its tag: remove it first, or say \"override\":true");
        }
        if (homeward() && target.isEmpty()) {
            return Optional.of("nobody remembers that the ENIs were moved away from anywhere, so there is no way back:"
                    + " name the instance with \"target\"");
        }
        if (target.isPresent() && target.get().equals(holder)) {
            return Optional.of(holder + " holds the ENIs already");
        }
        return Optional.empty();
    }
}
