package enifailover.assess;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.Reason;
import enifailover.model.group.FailedAttaches;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether automatic moves may begin in an Availability Zone where attaches fail.
///
/// Where EC2 attaches nothing, each further move takes an ENI from an instance and gives it to nobody. One refused
/// attach is a bad standby, and the next standby is tried; five in a row, over all groups, and none that succeeded
/// between them, are the zone's trouble. Then no further automatic move begins there for five minutes: longer than a
/// function lives, so by its end every move that had begun has told what became of it. After that one move at a time
/// tries, one in five minutes, so that a zone that is still sick costs one group and not forty. The first attach that
/// succeeds ends it, a person's too. Failures that lie an hour apart are not in a row.
public final class ZoneStop {
    public static final int IN_A_ROW = 5;
    public static final Duration PAUSE = Duration.ofMinutes(5);
    public static final Duration FORGOTTEN = Duration.ofHours(1);

    private ZoneStop() {}

    /// Whether a move may begin.
    public sealed interface Permission {}

    /// Nothing is against it.
    public record May() implements Permission {}

    /// Not before then.
    public record Waits(Instant until, int failed) implements Permission {}

    /// One may, to see whether attaches succeed again.
    ///
    /// @param stop as it was read: who is first to prolong it is the one
    public record Tries(Optional<Instant> stop, int failed) implements Permission {}

    /// @param zone what has failed there, where anything has
    public static Permission permission(Optional<FailedAttaches> zone, Instant now) {
        if (zone.isEmpty() || zone.get().inARow() < IN_A_ROW || forgotten(zone.get(), now)) {
            return new May();
        }
        FailedAttaches failed = zone.get();
        return failed.stoppedUntil().filter(now::isBefore).isPresent()
                ? new Waits(failed.stoppedUntil().get(), failed.inARow())
                : new Tries(failed.stoppedUntil(), failed.inARow());
    }

    /// Whether automatic moves in the zone have to stop, now that another attach has failed.
    ///
    /// @param zone with that one counted
    public static boolean begins(FailedAttaches zone, Instant now) {
        return zone.inARow() >= IN_A_ROW
                && zone.stoppedUntil().filter(now::isBefore).isEmpty();
    }

    /// Whether failures are so old that the next one is the first of a row.
    public static boolean forgotten(FailedAttaches zone, Instant now) {
        return zone.last().isBefore(now.minus(FORGOTTEN));
    }

    /// Whether it concerns a move that has not begun: what is attached nowhere, or half moved, can only win by being
    /// attached, and to verify routing attaches nothing.
    public static boolean concerns(MoveRequired moveRequired) {
        return !moveRequired.reason().isInterrupted() && moveRequired.reason() != Reason.UNVERIFIED;
    }
}
