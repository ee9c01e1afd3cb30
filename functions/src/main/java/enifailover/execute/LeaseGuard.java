package enifailover.execute;

import enifailover.model.EniId;
import enifailover.model.group.MoveRecord;
import enifailover.model.group.PendingWork;
import enifailover.model.group.SavedAttachment;
import enifailover.port.AwsCallException;
import enifailover.port.GroupStore;
import enifailover.port.GroupStore.Lease;
import enifailover.port.LeaseLost;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The lease of a run: renewed while the run works, and checked before every change. Used by one thread.
public final class LeaseGuard {
    /// How long a lease lasts without a renewal: after a crash, nobody else may act for so long.
    public static final Duration TTL = Duration.ofSeconds(30);
    /// A change must have left before the lease ends, whatever the network does.
    private static final Duration MARGIN = Duration.ofSeconds(8);

    private final GroupStore groupStore;
    private final Scheduler scheduler;
    private Optional<Lease> lease;
    private int begun;
    private boolean requestSent;
    private Optional<Beginning> unwritten = Optional.empty();
    private BooleanSupplier beside = () -> true;
    private boolean kept = true;

    private record Beginning(MoveRecord moveRecord, Map<EniId, SavedAttachment> enis) {}

    /// @param lease the lease; empty in the degraded mode without a table, where EC2's own rules are the only guard
    public LeaseGuard(GroupStore groupStore, Scheduler scheduler, Optional<Lease> lease) {
        this.groupStore = groupStore;
        this.scheduler = scheduler;
        this.lease = lease;
    }

    /// The lease as it is now.
    public Optional<Lease> lease() {
        return lease;
    }

    /// The lease was taken or read anew: no move that was begun before is to be written down any more.
    public void lease(Lease newer) {
        lease = Optional.of(newer);
        unwritten = Optional.empty();
    }

    /// What is to be prolonged whenever the lease is.
    ///
    /// @param renewal tells whether it still holds; must not throw
    public void alsoRenews(BooleanSupplier renewal) {
        beside = renewal;
        kept = true;
    }

    /// Whether what is prolonged with the lease still holds: it may have ended while the program stood still.
    public boolean kept() {
        return kept;
    }

    /// That EC2 is asked to take an ENI from somebody, or to give it.
    public void markRequestSent() {
        requestSent = true;
    }

    /// Whether EC2 was asked to take or to give an ENI: else what has moved was moved by others.
    public boolean requestSent() {
        return requestSent;
    }

    /// How often a move was begun under it: a plan that failed before has moved nothing.
    public int begun() {
        return begun;
    }

    /// Makes sure that the lease lasts long enough for one more request; renews it at half-time.
    ///
    /// @throws LeaseLost when another run has it, or when it ran out and could not be renewed
    public void check() {
        if (lease.isEmpty()) {
            return;
        }
        Lease held = lease.get();
        if (lasts(held, TTL.dividedBy(2))) {
            return;
        }
        Lease newest = held;
        try {
            newest = groupStore.renew(held, TTL);
            lease = Optional.of(newest);
            unwritten.ifPresent(beginning -> written(held, beginning));
            kept = beside.getAsBoolean();
        } catch (AwsCallException awsCallException) {
            // What is left of the lease may do, and the next check tries again.
        }
        // By the clock as it is now: the program may have stood still over the request itself.
        if (!lasts(newest, MARGIN)) {
            throw new LeaseLost(held.group());
        }
    }

    private boolean lasts(Lease held, Duration atLeast) {
        return scheduler.now().isBefore(held.expiry().minus(atLeast));
    }

    /// Writes down what is about to be done; where the table is busy, again when it is next reached.
    ///
    /// @return empty, or why it could not be written: the move goes on, a crash in it would be noticed later
    public Optional<String> recordMove(MoveRecord moveRecord, Map<EniId, SavedAttachment> enis) {
        begun++;
        if (lease.isEmpty()) {
            return Optional.of("no lease: nothing is recorded");
        }
        return written(lease.get(), new Beginning(moveRecord, enis));
    }

    private Optional<String> written(Lease held, Beginning beginning) {
        try {
            groupStore.recordMove(held, beginning.moveRecord(), beginning.enis());
            unwritten = Optional.empty();
            return Optional.empty();
        } catch (AwsCallException awsCallException) {
            unwritten = Optional.of(beginning)
                    .filter(_ -> awsCallException.refusal().isTransient());
            return Optional.of(awsCallException.message());
        }
    }

    /// Writes down what has to follow the move, before it is begun.
    ///
    /// @return empty, or why it could not be written: then the move must not begin
    public Optional<String> savePendingWork(PendingWork next) {
        if (lease.isEmpty()) {
            return Optional.of("no lease: nothing is recorded");
        }
        try {
            groupStore.savePendingWork(lease.get(), next);
            return Optional.empty();
        } catch (AwsCallException awsCallException) {
            return Optional.of(awsCallException.message());
        }
    }
}
