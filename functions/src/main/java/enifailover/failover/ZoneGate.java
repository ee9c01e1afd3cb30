package enifailover.failover;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Verdict;
import enifailover.assess.ZoneStop;
import enifailover.assess.ZoneStop.May;
import enifailover.assess.ZoneStop.Tries;
import enifailover.assess.ZoneStop.Waits;
import enifailover.execute.AttachResults;
import enifailover.model.group.FailedAttaches;
import enifailover.model.group.GroupSnapshot;
import enifailover.port.AutomationSwitch;
import enifailover.port.AutomationSwitch.State;
import enifailover.port.AwsCallException;
import enifailover.port.Scheduler;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Counts the attaches that fail in an Availability Zone, and applies [ZoneStop]. The counts are read beside the
/// observation. They are written after a failed attach, and after a successful one that follows failures.
final class ZoneGate {
    private final AutomationSwitch automationSwitch;
    private final Scheduler scheduler;

    ZoneGate(AutomationSwitch automationSwitch, Scheduler scheduler) {
        this.automationSwitch = automationSwitch;
        this.scheduler = scheduler;
    }

    /// Whether a move that is about to begin has to wait for the zone; who is to try takes that on itself here.
    ///
    /// @return why it may not begin
    Optional<NoAction> stops(FailoverRun failoverRun, GroupSnapshot group, MoveRequired moveRequired) {
        if (!ZoneStop.concerns(moveRequired)) {
            return Optional.empty();
        }
        Instant now = scheduler.now();
        String zone = zone(group);
        return switch (ZoneStop.permission(known(failoverRun, zone), now)) {
            case May() -> Optional.empty();
            case Waits(Instant until, int failed) -> Optional.of(stay(zone, failed, "until " + until, moveRequired));
            case Tries(Optional<Instant> stop, int failed) -> tries(failoverRun, zone, stop, failed, moveRequired);
        };
    }

    /// For who only wants the plan: where no automatic move would begin.
    void tells(FailoverRun failoverRun, State state) {
        state.zones().forEach((zone, failed) -> {
            if (ZoneStop.permission(Optional.of(failed), scheduler.now()) instanceof Waits(Instant until, int inARow)) {
                failoverRun.reportBuilder.warned(message(zone, inARow) + " until " + until);
            }
        });
    }

    private static String message(String zone, int failed) {
        return failed + " attaches in a row have failed in " + zone + ": automatic failover is stopped there";
    }

    private Optional<NoAction> tries(
            FailoverRun failoverRun, String zone, Optional<Instant> stop, int failed, MoveRequired moveRequired) {
        try {
            if (!automationSwitch.stopZone(zone, stop, scheduler.now().plus(ZoneStop.PAUSE))) {
                return Optional.of(stay(zone, failed, "while another group tests an attach", moveRequired));
            }
            failoverRun.reportBuilder.noted(failed + " attaches in a row have failed in " + zone
                    + "; this move tests whether an attach succeeds now");
        } catch (AwsCallException awsCallException) {
            failoverRun.reportBuilder.warned("it is not known whether another move tests an attach in " + zone + ": "
                    + awsCallException.message());
        }
        return Optional.empty();
    }

    private static NoAction stay(String zone, int failed, String how, MoveRequired moveRequired) {
        return new NoAction(
                Verdict.ZONE_STOPPED, List.of(message(zone, failed) + " " + how), Optional.of(moveRequired.reason()));
    }

    /// Counts the results of the attaches of one attempt.
    ///
    /// @return what everybody has to be told: that the zone's automatic moves stop now
    Optional<String> attempted(FailoverRun failoverRun, GroupSnapshot group, AttachResults attaches) {
        if (failoverRun.leaseGuard.lease().isEmpty() || (attaches.failed() == 0 && attaches.succeeded() == 0)) {
            return Optional.empty();
        }
        String zone = zone(group);
        try {
            if (attaches.succeeded() > 0 && known(failoverRun, zone).isPresent()) {
                automationSwitch.attachSucceeded(zone);
                failoverRun.failedAttaches = Optional.empty();
            }
            Optional<String> stopped = Optional.empty();
            for (int failed = 0; failed < attaches.failed(); failed++) {
                failoverRun.attachesFailed++;
                String attempt = AutomationGate.id(failoverRun) + "/" + failoverRun.attachesFailed;
                Instant now = scheduler.now();
                FailedAttaches all = automationSwitch.attachFailed(zone, attempt, now.minus(ZoneStop.FORGOTTEN));
                failoverRun.failedAttaches = Optional.of(all);
                stopped = stopped.or(() -> stopped(zone, all, now));
            }
            stopped.ifPresent(failoverRun.reportBuilder::warned);
            return stopped;
        } catch (AwsCallException awsCallException) {
            failoverRun.reportBuilder.warned(
                    "the results of attaches in " + zone + " could not be counted: " + awsCallException.message());
            return Optional.empty();
        }
    }

    private Optional<String> stopped(String zone, FailedAttaches all, Instant now) {
        Instant until = now.plus(ZoneStop.PAUSE);
        return ZoneStop.begins(all, now) && automationSwitch.stopZone(zone, all.stoppedUntil(), until)
                ? Optional.of(message(zone, all.inARow()) + " until " + until
                        + ", then one move at a time is allowed until an attach succeeds")
                : Optional.empty();
    }

    /// What this run has learnt itself is newer than what it read.
    private static Optional<FailedAttaches> known(FailoverRun failoverRun, String zone) {
        return failoverRun.failedAttaches.or(() -> failoverRun.brake.flatMap(
                reading -> Optional.ofNullable(reading.state().zones().get(zone))));
    }

    private static String zone(GroupSnapshot group) {
        return group.enis().getFirst().availabilityZone();
    }
}
