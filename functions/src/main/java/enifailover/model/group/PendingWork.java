package enifailover.model.group;

import enifailover.model.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a group still has before it when a move is over: where it is, and what has to follow.
///
/// @param chosen a person has moved the ENIs to where they are: they do not go back by themselves
/// @param promise the planned return of a drill
/// @param well since when the preferred instance is seen well without a break, while a failback waits for it
/// @param setback how the last failback by itself went, while that makes the next one wait longer
/// @param failedTargets the standbys that have refused the ENIs where the former holder could keep them
/// @param pendingCleanups the former holders that have not cleaned up their routing yet
public record PendingWork(
        boolean chosen,
        Optional<Promise> promise,
        Optional<Well> well,
        Optional<Setback> setback,
        Map<InstanceId, FailedTarget> failedTargets,
        Map<InstanceId, PendingCleanup> pendingCleanups) {

    /// Nothing follows.
    public static final PendingWork NONE =
            new PendingWork(false, Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Map.of());

    public PendingWork {
        failedTargets = Collections.unmodifiableMap(new TreeMap<>(failedTargets));
        pendingCleanups = Collections.unmodifiableMap(new TreeMap<>(pendingCleanups));
    }

    /// A drill's word to move the ENIs back.
    ///
    /// @param at the target of the drill; the planned return is cancelled when the ENIs are elsewhere
    /// @param home where they go back to
    /// @param due when
    /// @param run whose word it is
    public record Promise(InstanceId at, InstanceId home, Instant due, String run) {}

    /// An instance that was seen well, and not once otherwise since then.
    public record Well(InstanceId instance, Instant since) {}

    /// The last failback by itself.
    ///
    /// @param instance where it went, or was to go
    /// @param at when it ended
    /// @param doublings how often the wait before the next one is doubled; 0 to [#MOST_DOUBLINGS]
    public record Setback(InstanceId instance, Instant at, int doublings) {
        /// Beyond this the longest wait is reached, whatever the tag says.
        public static final int MOST_DOUBLINGS = 12;

        private static final Duration LONGEST_WINDOW = Duration.ofDays(2);

        /// How soon after a failback a failure of the same instance counts as a relapse: an hour, doubled likewise, at
        /// most two days.
        public Duration window() {
            Duration doubled = Duration.ofHours(1).multipliedBy(1L << doublings);
            return doubled.compareTo(LONGEST_WINDOW) > 0 ? LONGEST_WINDOW : doubled;
        }

        /// The same with one doubling more.
        public Setback worse(Instant now) {
            return new Setback(instance, now, Math.min(MOST_DOUBLINGS, doublings + 1));
        }
    }

    /// A standby that has refused the ENIs, or their routing, where the former holder could keep them.
    ///
    /// @param last when it did
    /// @param times how often, 1 or more
    public record FailedTarget(Instant last, int times) {
        private static final Duration FIRST = Duration.ofMinutes(10);
        private static final Duration LONGEST = Duration.ofHours(4);

        /// Not before this is it tried by itself again: after ten minutes, doubled with each time, at most four hours.
        public Instant due() {
            Duration wait = FIRST.multipliedBy(1L << Math.min(times - 1, 10));
            return last.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        }
    }

    /// A former holder whose routing is still to be cleaned up.
    ///
    /// @param since when it stopped being the holder
    /// @param tries how often the command was sent
    /// @param command the last command, while nothing is known of how it ended
    /// @param sentAt when that was sent
    public record PendingCleanup(Instant since, int tries, Optional<String> command, Optional<Instant> sentAt) {
        /// A new one.
        public static PendingCleanup since(Instant now) {
            return new PendingCleanup(now, 0, Optional.empty(), Optional.empty());
        }
    }

    public PendingWork withChosen(boolean value) {
        return new PendingWork(value, promise, well, setback, failedTargets, pendingCleanups);
    }

    public PendingWork withPromise(Optional<Promise> value) {
        return new PendingWork(chosen, value, well, setback, failedTargets, pendingCleanups);
    }

    public PendingWork withWell(Optional<Well> value) {
        return new PendingWork(chosen, promise, value, setback, failedTargets, pendingCleanups);
    }

    public PendingWork withSetback(Optional<Setback> value) {
        return new PendingWork(chosen, promise, well, value, failedTargets, pendingCleanups);
    }

    public PendingWork withFailedTargets(Map<InstanceId, FailedTarget> value) {
        return new PendingWork(chosen, promise, well, setback, value, pendingCleanups);
    }

    public PendingWork withPendingCleanups(Map<InstanceId, PendingCleanup> value) {
        return new PendingWork(chosen, promise, well, setback, failedTargets, value);
    }
}
