package enifailover.assess;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.Reason;
import enifailover.model.group.FailedAttaches;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether automatic moves may begin in an Availability Zone where attaches fail.
///
/// Where attaches fail, each further move detaches an ENI that nothing can attach. One refused attach means a bad
/// standby, and the next standby is tried. Five in a row over all groups, with no success between them, mean that the
/// zone is impaired. Then no automatic move starts there for five minutes. That is longer than a function runs, so
/// every move that had started has reported its result. After that one move every five minutes tests an attach. The
/// first
/// attach that succeeds ends the stop, also one of a drill. Failures an hour apart are not in a row.
public final class ZoneStop {
    public static final int IN_A_ROW = 5;
    public static final Duration PAUSE = Duration.ofMinutes(5);
    public static final Duration FORGOTTEN = Duration.ofHours(1);

    private ZoneStop() {}

    /// Whether a move may start.
    public sealed interface Permission {}

    /// It may start.
    public record May() implements Permission {}

    /// It may not start before `until`.
    public record Waits(Instant until, int failed) implements Permission {}

    /// One move may start, to test an attach.
    ///
    /// @param stop the end of the stop as it was read: the run that extends it first makes the test
    public record Tries(Optional<Instant> stop, int failed) implements Permission {}

    /// @param zone the failed attaches there, if any
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

    /// Whether the stop applies: only to a move that has not started. An interrupted move has nothing to lose by an
    /// attach, and a verification of routing attaches nothing.
    public static boolean concerns(MoveRequired moveRequired) {
        return !moveRequired.reason().isInterrupted() && moveRequired.reason() != Reason.UNVERIFIED;
    }
}
