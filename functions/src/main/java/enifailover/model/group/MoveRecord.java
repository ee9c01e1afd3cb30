package enifailover.model.group;

import enifailover.model.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A move that a run has begun: written before the first detach and removed at the end, so that whoever comes after a
/// crash finishes what was meant.
///
/// @param from who held the ENIs, where anyone did
/// @param to where they were to go
/// @param planned the move was meant to be graceful
/// @param announced trouble is announced for the instance that it leaves: there is no way back
/// @param since when it began
/// @param refused the targets that have refused the ENIs, or their routing, since then
/// @param retry how routing is asked for again where the ENIs are; empty while nothing has failed there
public record MoveRecord(
        Optional<InstanceId> from,
        InstanceId to,
        boolean planned,
        boolean announced,
        Instant since,
        Set<InstanceId> refused,
        Optional<Retry> retry) {

    public MoveRecord {
        refused = Collections.unmodifiableSet(new TreeSet<>(refused));
    }

    /// Not for announced trouble, and that nobody has refused yet.
    public MoveRecord(Optional<InstanceId> from, InstanceId to, boolean planned, Instant since) {
        this(from, to, planned, false, since, Set.of(), Optional.empty());
    }

    /// The routing of ENIs that are attached to the target and not verified there.
    ///
    /// @param tries the number of failed requests, 1 or more
    /// @param last when that ended
    public record Retry(int tries, Instant last) {
        private static final Duration FIRST = Duration.ofSeconds(30);
        private static final Duration LONGEST = Duration.ofHours(1);

        /// When it is due again: after half a minute, doubled with each try, at most an hour.
        public Instant due() {
            Duration wait = FIRST.multipliedBy(1L << Math.min(tries - 1, 10));
            return last.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        }
    }

    /// The same, refused by these targets too.
    public MoveRecord refusedBy(Set<InstanceId> more) {
        Set<InstanceId> all = new TreeSet<>(refused);
        all.addAll(more);
        return new MoveRecord(from, to, planned, announced, since, all, retry);
    }

    /// The same, because of announced trouble or not.
    public MoveRecord withAnnounced(boolean value) {
        return new MoveRecord(from, to, planned, value, since, refused, retry);
    }

    /// The same after one more failed request.
    public MoveRecord triedAt(Instant now) {
        int tries = retry.map(Retry::tries).orElse(0) + 1;
        return new MoveRecord(from, to, planned, announced, since, refused, Optional.of(new Retry(tries, now)));
    }
}
