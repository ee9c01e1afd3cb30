package enifailover.failover;

import enifailover.assess.Assessment;
import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.Trigger;
import enifailover.assess.UnverifiedRouting;
import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.event.EventParser;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.SavedAttachment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether what a look showed is to be believed at once. EC2's describes are eventually consistent (EC2 API reference,
/// "Eventual consistency"), and each row of an answer may be old by itself: what is surprising has to be so again.
final class SecondLook {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /// Looks that disagree are no reason to move anything; the sweep looks again.
    private static final int MOST = 4;

    /// An event is ahead of the describes by seconds; one that is older was true at another time.
    private static final Duration EVENT_IS_FRESH = Duration.ofSeconds(60);

    private static final Duration[] EVENT_PAUSES = {Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4)
    };

    /// Rows that are older were perhaps true at another time. Where AWS itself is slow, the next look is as slow:
    /// that one is believed.
    private static final Duration SLOW = Duration.ofSeconds(10);

    /// What has to be seen twice.
    ///
    /// @param places where each ENI is
    /// @param leave who has failed by this look
    private record Surprise(Reason reason, Map<EniId, Optional<InstanceId>> places, Set<InstanceId> leave) {}

    private boolean slow;
    private boolean vanished;
    private Optional<Surprise> surprised = Optional.empty();
    private int surprises;
    private int disagreements;

    /// @param group what the look showed
    /// @param assessment what follows from it
    /// @param trigger why it was looked at
    /// @return how long to wait before another look; empty where this one is to be believed
    Optional<Duration> due(GroupSnapshot group, Assessment assessment, Trigger trigger, Instant now) {
        return switch (assessment) {
            case MoveRequired moveRequired ->
                tookLong(group, now) ? Optional.of(Duration.ZERO) : surprise(group, moveRequired);
            case NoAction noAction when vanished(group, noAction) -> Optional.of(PAUSE);
            case NoAction noAction ->
                disagrees(group, noAction, trigger, now) || undescribed(group, noAction, trigger)
                        ? disagreement()
                        : Optional.empty();
        };
    }

    private boolean tookLong(GroupSnapshot group, Instant now) {
        boolean first = !slow && Duration.between(group.observedAt(), now).compareTo(SLOW) > 0;
        slow |= first;
        return first;
    }

    /// True where look after look was surprising, each in another way.
    boolean undecided() {
        return surprises > MOST;
    }

    private Optional<Duration> surprise(GroupSnapshot group, MoveRequired moveRequired) {
        Optional<Surprise> now =
                Optional.of(new Surprise(moveRequired.reason(), places(group), moveRequired.sources()));
        if (!surprising(group, moveRequired) || surprised.equals(now)) {
            return Optional.empty();
        }
        surprised = now;
        surprises++;
        return Optional.of(PAUSE);
    }

    /// That none of the ENIs is there any more has to be so twice.
    private boolean vanished(GroupSnapshot group, NoAction noAction) {
        boolean first = !vanished
                && noAction.verdict() == Verdict.NO_GROUP
                && !group.memory().enis().isEmpty();
        vanished |= first;
        return first;
    }

    private static Map<EniId, Optional<InstanceId>> places(GroupSnapshot group) {
        return group.enis().stream().collect(Collectors.toMap(Eni::id, Eni::holder));
    }

    /// A move that is written down is expected to be half-way. Anything else that does not rest on the ENIs being where
    /// they were, on an instance that EC2 shows failed, may be an old answer.
    private static boolean surprising(GroupSnapshot group, MoveRequired moveRequired) {
        return switch (moveRequired.reason()) {
            case UNFINISHED -> goneHolder(group, moveRequired);
            case SPLIT, UNVERIFIED -> true;
            case ORPHANED -> group.memory().enis().isEmpty() || !left(group);
            case FAILURE, ANNOUNCED, FAILBACK, RETURN, DRILL ->
                UnverifiedRouting.elsewhere(group) || goneHolder(group, moveRequired);
        };
    }

    /// New ids, and ids of what was terminated an hour ago, are missing alike.
    private static boolean goneHolder(GroupSnapshot group, MoveRequired moveRequired) {
        return moveRequired.sources().stream().anyMatch(id -> group.instance(id).state() == InstanceState.GONE);
    }

    /// That no instance holds the ENIs is certain where EC2 says that their last holders have left service.
    private static boolean left(GroupSnapshot group) {
        return group.enis().stream()
                .map(eni -> group.memory().enis().get(eni.id()))
                .filter(Objects::nonNull)
                .map(SavedAttachment::holder)
                .map(group::instance)
                .map(Instance::state)
                .allMatch(state -> state.leaving() && state != InstanceState.GONE);
    }

    /// A fresh event says that the holder leaves service, and EC2 still shows it running.
    private static boolean disagrees(GroupSnapshot group, NoAction noAction, Trigger trigger, Instant now) {
        Optional<InstanceId> named = trigger.instance();
        return calm(noAction)
                && named.isPresent()
                && group.holders().contains(named.get())
                && trigger.state().filter(InstanceState::leaving).isPresent()
                && !group.instance(named.get()).state().leaving()
                && trigger.at()
                        .filter(at -> !at.isAfter(now.plus(EventParser.CLOCKS_DIFFER)))
                        .filter(at -> Duration.between(at, now).compareTo(EVENT_IS_FRESH) < 0)
                        .isPresent();
    }

    private static boolean calm(NoAction noAction) {
        return noAction.verdict() == Verdict.HEALTHY || noAction.verdict() == Verdict.INCONCLUSIVE;
    }

    /// Only Spot instances are taken back, and DescribeInstances has left the holder out: what it is has to be read.
    private static boolean undescribed(GroupSnapshot group, NoAction noAction, Trigger trigger) {
        return calm(noAction)
                && trigger.cause() == Cause.SPOT_INTERRUPTION
                && trigger.instance()
                        .filter(group.holders()::contains)
                        .map(group::instance)
                        .filter(holder ->
                                !holder.state().leaving() && holder.type().isEmpty())
                        .isPresent();
    }

    private Optional<Duration> disagreement() {
        if (disagreements == EVENT_PAUSES.length) {
            return Optional.empty();
        }
        Duration pause = EVENT_PAUSES[disagreements];
        disagreements++;
        return Optional.of(pause);
    }
}
