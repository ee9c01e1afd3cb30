package enifailover.flow;

import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Stay;
import enifailover.assess.Verdict;
import enifailover.assess.ZoneStop;
import enifailover.assess.ZoneStop.May;
import enifailover.assess.ZoneStop.Tries;
import enifailover.assess.ZoneStop.Waits;
import enifailover.execute.AttachCount;
import enifailover.group.FailedAttaches;
import enifailover.group.GroupSnapshot;
import enifailover.port.Brake;
import enifailover.port.Brake.State;
import enifailover.port.Refused;
import enifailover.port.Time;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps account of the attaches that fail in a zone, and holds its automatic moves back by [ZoneStop]. What a run
/// knows of it was read beside its look; the table is written where an attach has failed, and where one has succeeded
/// after others had failed.
final class ZoneBrake {
    private final Brake brake;
    private final Time time;

    ZoneBrake(Brake brake, Time time) {
        this.brake = brake;
        this.time = time;
    }

    /// Whether a move that is about to begin has to wait for the zone; who is to try takes that on itself here.
    ///
    /// @return why it may not begin
    Optional<Stay> stops(Run run, GroupSnapshot group, Go go) {
        if (!ZoneStop.concerns(go)) {
            return Optional.empty();
        }
        Instant now = time.now();
        String zone = zone(group);
        return switch (ZoneStop.permission(known(run, zone), now)) {
            case May() -> Optional.empty();
            case Waits(Instant until, int failed) -> Optional.of(stay(zone, failed, "until " + until, go));
            case Tries(Optional<Instant> stop, int failed) -> tries(run, zone, stop, failed, go);
        };
    }

    /// For who only wants the plan: where no automatic move would begin.
    void tells(Run run, State state) {
        state.zones().forEach((zone, failed) -> {
            if (ZoneStop.permission(Optional.of(failed), time.now()) instanceof Waits(Instant until, int inARow)) {
                run.chronicle.warned(words(zone, inARow) + " until " + until);
            }
        });
    }

    private static String words(String zone, int failed) {
        return failed + " attaches in a row have failed in " + zone + ": no automatic move begins there";
    }

    private Optional<Stay> tries(Run run, String zone, Optional<Instant> stop, int failed, Go go) {
        try {
            if (!brake.stopZone(zone, stop, time.now().plus(ZoneStop.PAUSE))) {
                return Optional.of(stay(zone, failed, "while another group tries", go));
            }
            run.chronicle.noted(failed + " attaches in a row have failed in " + zone
                    + "; this move tries whether one succeeds now");
        } catch (Refused refused) {
            run.chronicle.warned("whether another move tries in " + zone + " is not known: " + refused.words());
        }
        return Optional.empty();
    }

    private static Stay stay(String zone, int failed, String how, Go go) {
        return new Stay(Verdict.ZONE_STOPPED, List.of(words(zone, failed) + " " + how), Optional.of(go.reason()));
    }

    /// Notes what became of the attaches of one attempt.
    ///
    /// @return what everybody has to be told: that the zone's automatic moves stop now
    Optional<String> attempted(Run run, GroupSnapshot group, AttachCount attaches) {
        if (run.guard.lease().isEmpty() || (attaches.failed() == 0 && attaches.succeeded() == 0)) {
            return Optional.empty();
        }
        String zone = zone(group);
        try {
            if (attaches.succeeded() > 0 && known(run, zone).isPresent()) {
                brake.attachSucceeded(zone);
                run.failedAttaches = Optional.empty();
            }
            Optional<String> stopped = Optional.empty();
            for (int failed = 0; failed < attaches.failed(); failed++) {
                run.attachesFailed++;
                String attempt = Brakes.id(run) + "/" + run.attachesFailed;
                Instant now = time.now();
                FailedAttaches all = brake.attachFailed(zone, attempt, now.minus(ZoneStop.FORGOTTEN));
                run.failedAttaches = Optional.of(all);
                stopped = stopped.or(() -> stopped(zone, all, now));
            }
            stopped.ifPresent(run.chronicle::warned);
            return stopped;
        } catch (Refused refused) {
            run.chronicle.warned("how attaches in " + zone + " end could not be counted: " + refused.words());
            return Optional.empty();
        }
    }

    private Optional<String> stopped(String zone, FailedAttaches all, Instant now) {
        Instant until = now.plus(ZoneStop.PAUSE);
        return ZoneStop.begins(all, now) && brake.stopZone(zone, all.stoppedUntil(), until)
                ? Optional.of(words(zone, all.inARow()) + " until " + until
                        + ", and then one at a time, until an attach succeeds")
                : Optional.empty();
    }

    /// What this run has learnt itself is newer than what it read.
    private static Optional<FailedAttaches> known(Run run, String zone) {
        return run.failedAttaches.or(() -> run.brake.flatMap(
                reading -> Optional.ofNullable(reading.state().zones().get(zone))));
    }

    private static String zone(GroupSnapshot group) {
        return group.enis().getFirst().availabilityZone();
    }
}
