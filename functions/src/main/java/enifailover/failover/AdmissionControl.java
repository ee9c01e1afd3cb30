package enifailover.failover;

import enifailover.execute.Contention;
import enifailover.execute.LeaseGuard;
import enifailover.port.AdmissionQueue;
import enifailover.port.AwsCallException;
import enifailover.port.GroupStore;
import enifailover.port.GroupStore.Acquired;
import enifailover.port.GroupStore.HeldByOther;
import enifailover.port.LeaseLost;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a run does when EC2 is asked for more than it allows: it takes a turn, under its lease, waits for it, and looks
/// only then. So nobody tries in vain, those under way find the requests they need, and what is acted upon was seen a
/// moment ago, not minutes.
public final class AdmissionControl {
    /// EC2 refills the buckets of detaches and attaches by five a second (D).
    private static final Duration TURN = Duration.ofMillis(200);
    /// The time that an admitted failover may need, routing included.
    private static final Duration NEEDS = Duration.ofSeconds(60);

    private static final Duration SLICE = Duration.ofSeconds(5);

    private final AdmissionQueue admissionQueue;
    private final GroupStore groupStore;
    private final Scheduler scheduler;

    public AdmissionControl(AdmissionQueue admissionQueue, GroupStore groupStore, Scheduler scheduler) {
        this.admissionQueue = admissionQueue;
        this.groupStore = groupStore;
        this.scheduler = scheduler;
    }

    /// Waits for the run's turn, where it is to have one.
    ///
    /// @return false when its turn would come too late for this function
    /// @throws LeaseLost when another run has taken the lease meanwhile
    boolean turn(FailoverRun failoverRun) {
        if (failoverRun.contention == Contention.AT_ONCE
                || failoverRun.hadTurn
                || failoverRun.leaseGuard.lease().isEmpty()) {
            return true;
        }
        failoverRun.hadTurn = true;
        Optional<Instant> turn = take(failoverRun);
        if (turn.isEmpty()) {
            // What only an event knows is lost when the function ends without having looked.
            return failoverRun.runMode.trigger().cause().actImmediately();
        }
        if (turn.get().isAfter(scheduler.now())) {
            await(failoverRun, turn.get());
        }
        return true;
    }

    private Optional<Instant> take(FailoverRun failoverRun) {
        Duration left = Duration.between(scheduler.now(), failoverRun.deadline).minus(NEEDS);
        int enis = Math.max(1, failoverRun.memory.enis().size());
        try {
            return left.isNegative() ? Optional.empty() : admissionQueue.take(TURN.multipliedBy(enis), left);
        } catch (AwsCallException tableAway) {
            failoverRun.reportBuilder.noted("the admission queue could not be used: " + tableAway.message());
            return Optional.of(scheduler.now());
        }
    }

    private void await(FailoverRun failoverRun, Instant turn) {
        Instant begun = scheduler.now();
        while (scheduler.now().isBefore(turn)) {
            Duration left = Duration.between(scheduler.now(), turn);
            scheduler.sleep(left.compareTo(SLICE) < 0 ? left : SLICE);
            failoverRun.leaseGuard.check();
        }
        heard(failoverRun);
        failoverRun.reportBuilder.noted("EC2 throttles the requests: waited "
                + Duration.between(begun, scheduler.now()).toSeconds() + " s in the admission queue");
    }

    /// The next observation serves every recheck that was requested until now.
    private void heard(FailoverRun failoverRun) {
        try {
            switch (groupStore.acquire(failoverRun.group, failoverRun.runId(), LeaseGuard.TTL)) {
                case Acquired acquired -> failoverRun.leaseGuard.lease(acquired.lease());
                case HeldByOther _ -> throw new LeaseLost(failoverRun.group);
            }
        } catch (AwsCallException tableAway) {
            failoverRun.leaseGuard.check();
        }
    }
}
