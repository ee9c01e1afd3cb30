package enifailover.assess;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Assessment.Reason;
import enifailover.model.Instance;
import enifailover.model.InstanceState;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.MoveRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// ENIs that are attached to the target of a move, where routing failed. They stay there. Routing is requested
/// again with growing pauses. Only a failure of that instance, an announced event or a person moves them on.
final class RoutingRetry {
    private RoutingRetry() {}

    /// @param observed the assessment from the observations
    /// @param lead how long before scheduled maintenance the ENIs are moved
    /// @return the same, except for a move whose target has the ENIs and whose routing failed
    static Assessment assess(GroupSnapshot group, Assessment observed, Trigger trigger, Duration lead, Instant now) {
        Optional<MoveRecord.Retry> retry = group.memory().unfinished().flatMap(MoveRecord::retry);
        if (!(observed instanceof MoveRequired moveRequired)
                || moveRequired.reason() != Reason.UNFINISHED
                || retry.isEmpty()
                || !atRest(group)
                || !group.policy().routedBySsm()) {
            return observed;
        }
        Instance holder = group.instance(group.holders().getFirst());
        Optional<Assessment> announced = holder.state() == InstanceState.RUNNING
                ? PlannedEvents.trouble(group.policy(), holder, trigger, lead, now)
                        .filter(MoveRequired.class::isInstance)
                : Optional.empty();
        if (announced.isPresent()) {
            return announced.get();
        }
        List<String> evidence = new ArrayList<>(moveRequired.evidence());
        evidence.add(
                "routing on " + holder.id() + " was requested " + retry.get().tries()
                        + " times without success, last at " + retry.get().last());
        if (now.isBefore(retry.get().due())) {
            evidence.add("it is requested again at " + retry.get().due());
            return new NoAction(Verdict.ROUTING_UNVERIFIED, List.copyOf(evidence));
        }
        return new MoveRequired(Reason.UNVERIFIED, Set.of(), true, Optional.of(holder.id()), List.copyOf(evidence));
    }

    private static boolean atRest(GroupSnapshot group) {
        return group.onOneInstance() && group.settled();
    }
}
