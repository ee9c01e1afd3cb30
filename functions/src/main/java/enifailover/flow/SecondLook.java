package enifailover.flow;

import enifailover.assess.Arrival;
import enifailover.assess.Assessment;
import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.Assessment.Stay;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.EniMemory;
import enifailover.group.GroupSnapshot;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.group.InstanceState;
import enifailover.signal.Signals;
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
            case Go go -> tookLong(group, now) ? Optional.of(Duration.ZERO) : surprise(group, go);
            case Stay stay when vanished(group, stay) -> Optional.of(PAUSE);
            case Stay stay -> disagrees(group, stay, trigger, now) ? disagreement() : Optional.empty();
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

    private Optional<Duration> surprise(GroupSnapshot group, Go go) {
        Optional<Surprise> now = Optional.of(new Surprise(go.reason(), places(group), go.leave()));
        if (!surprising(group, go) || surprised.equals(now)) {
            return Optional.empty();
        }
        surprised = now;
        surprises++;
        return Optional.of(PAUSE);
    }

    /// That none of the ENIs is there any more has to be so twice.
    private boolean vanished(GroupSnapshot group, Stay stay) {
        boolean first = !vanished
                && stay.verdict() == Verdict.NO_GROUP
                && !group.memory().enis().isEmpty();
        vanished |= first;
        return first;
    }

    private static Map<EniId, Optional<InstanceId>> places(GroupSnapshot group) {
        return group.enis().stream().collect(Collectors.toMap(Eni::id, Eni::holder));
    }

    /// A move that is written down is expected to be half-way. Anything else that does not rest on the ENIs being where
    /// they were, on an instance that EC2 shows failed, may be an old answer.
    private static boolean surprising(GroupSnapshot group, Go go) {
        return switch (go.reason()) {
            case UNFINISHED -> goneHolder(group, go);
            case SPLIT, UNVERIFIED -> true;
            case ORPHANED -> group.memory().enis().isEmpty() || !left(group);
            case FAILURE, ANNOUNCED, FAILBACK, RETURN, DRILL -> Arrival.elsewhere(group) || goneHolder(group, go);
        };
    }

    /// New ids, and ids of what was terminated an hour ago, are missing alike.
    private static boolean goneHolder(GroupSnapshot group, Go go) {
        return go.leave().stream().anyMatch(id -> group.instance(id).state() == InstanceState.GONE);
    }

    /// That no instance holds the ENIs is certain where EC2 says that their last holders have left service.
    private static boolean left(GroupSnapshot group) {
        return group.enis().stream()
                .map(eni -> group.memory().enis().get(eni.id()))
                .filter(Objects::nonNull)
                .map(EniMemory::holder)
                .map(group::instance)
                .map(Instance::state)
                .allMatch(state -> state.leaving() && state != InstanceState.GONE);
    }

    /// A fresh event says that the holder leaves service, and EC2 still shows it running.
    private static boolean disagrees(GroupSnapshot group, Stay stay, Trigger trigger, Instant now) {
        boolean about = stay.verdict() == Verdict.HEALTHY || stay.verdict() == Verdict.NOT_JUDGED;
        Optional<InstanceId> named = trigger.instance();
        return about
                && named.isPresent()
                && group.holders().contains(named.get())
                && trigger.state().filter(InstanceState::leaving).isPresent()
                && !group.instance(named.get()).state().leaving()
                && trigger.at()
                        .filter(at -> !at.isAfter(now.plus(Signals.CLOCKS_DIFFER)))
                        .filter(at -> Duration.between(at, now).compareTo(EVENT_IS_FRESH) < 0)
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
