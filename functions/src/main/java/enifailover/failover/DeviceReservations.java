package enifailover.failover;

import enifailover.execute.ConcurrentMoves;
import enifailover.execute.LeaseGuard;
import enifailover.model.DevicePosition;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.Member;
import enifailover.plan.Plan;
import enifailover.plan.Step;
import enifailover.port.AwsCallException;
import enifailover.port.ConcurrentCall;
import enifailover.port.ReservationStore;
import enifailover.port.ReservationStore.Reading;
import enifailover.port.ReservationStore.Reserved;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Keeps two groups from moving to one slot: a run reads what others have reserved beside its look, chooses a target
/// by both, and reserves the slots there before it changes anything. A reservation is prolonged with the lease, and
/// ends some time after it, when a look that was made before the ENI arrived is too old to be acted on. Where the table
/// is away a run moves without: EC2 still refuses a second interface in one slot.
public final class DeviceReservations {
    /// Longer than a look may be acted on, and than the functions' clocks may differ.
    private static final Duration AFTER_THE_LEASE = Duration.ofSeconds(15);
    private static final Duration LASTS = LeaseGuard.TTL.plus(AFTER_THE_LEASE);
    /// A move of another group commonly takes five seconds: then the slot is taken, or free.
    private static final Duration WAIT = Duration.ofSeconds(2);

    private static final int MOST_WAITS = 10;
    /// Each conflict means that another group has begun or ended a move there.
    private static final int MOST_CONFLICTS = 100;

    /// EventBridge delivers the events of one trouble within about so long (inferred); no detach has ended sooner.
    private static final Duration COUNTED_AFTER = Duration.ofMillis(500);
    /// A move commonly takes five seconds.
    private static final Duration MOVE = Duration.ofSeconds(6);

    private final ReservationStore reservationStore;
    private final Scheduler scheduler;

    public DeviceReservations(ReservationStore reservationStore, Scheduler scheduler) {
        this.reservationStore = reservationStore;
        this.scheduler = scheduler;
    }

    /// The slots that a run has reserved.
    record Claimed(InstanceId target, Set<DevicePosition> slots) {}

    /// Looks at the group, and reads what is reserved beside it, so that it costs no time of its own.
    <T> T observeAndReadReservations(FailoverRun failoverRun, Supplier<T> look) {
        if (failoverRun.leaseGuard.lease().isEmpty()) {
            return look.get();
        }
        var seen = new ConcurrentCall<>(look);
        var reading = new ConcurrentCall<>(() -> read(failoverRun));
        scheduler.runAll(List.of(seen, reading));
        failoverRun.reserved = reading.result();
        return seen.result();
    }

    private Optional<Reading> read(FailoverRun failoverRun) {
        try {
            return Optional.of(reservationStore.read());
        } catch (AwsCallException awsCallException) {
            failoverRun.reportBuilder.warned("the reserved device indexes could not be read, so none is excluded: "
                    + awsCallException.message());
            return Optional.empty();
        }
    }

    /// What other groups have reserved, as the planner needs it.
    static Map<InstanceId, Map<DevicePosition, GroupName>> others(FailoverRun failoverRun) {
        Map<InstanceId, Map<DevicePosition, GroupName>> others = new TreeMap<>();
        failoverRun.reserved.map(Reading::slots).orElse(List.of()).stream()
                .filter(one -> !one.group().equals(failoverRun.group))
                .forEach(one -> others.computeIfAbsent(one.instance(), _ -> new TreeMap<>())
                        .put(one.devicePosition(), one.group()));
        return others;
    }

    /// Reserves what a plan needs, before anything of it is done.
    ///
    /// @return false where another run was faster: what is reserved was read again, and another plan is needed
    boolean reserve(FailoverRun failoverRun, Plan plan) {
        failoverRun.leaseGuard.alsoRenews(() -> true); // what was reserved for another target is of no concern any more
        Set<DevicePosition> slots = plan.steps(Step.Attach.class).stream()
                .map(Step.Attach::devicePosition)
                .collect(Collectors.toSet());
        if (slots.isEmpty() || failoverRun.leaseGuard.lease().isEmpty() || failoverRun.reserved.isEmpty()) {
            return true;
        }
        Claimed claim = new Claimed(plan.target(), slots);
        failoverRun.leaseGuard.check();
        try {
            if (!reservationStore.reserve(
                    failoverRun.group, claim.target(), slots, until(), failoverRun.reserved.get())) {
                failoverRun.conflicts++;
                failoverRun.reserved = failoverRun.conflicts < MOST_CONFLICTS ? read(failoverRun) : Optional.empty();
                return false;
            }
        } catch (AwsCallException awsCallException) {
            failoverRun.reportBuilder.warned(
                    "no device index could be reserved on " + claim.target() + ": " + awsCallException.message());
            return true;
        }
        failoverRun.claimed = Optional.of(claim);
        failoverRun.leaseGuard.alsoRenews(() -> extend(failoverRun, claim));
        return true;
    }

    private Instant until() {
        return scheduler.now().plus(LASTS);
    }

    /// Counts the moves of other groups beside one that detaches: all that have reserved slots lately.
    List<Callable<Runnable>> counting(FailoverRun failoverRun, Plan plan, ConcurrentMoves moves) {
        if (failoverRun.claimed.isEmpty() || plan.steps(Step.Detach.class).isEmpty()) {
            return List.of();
        }
        return List.of(() -> {
            scheduler.sleep(COUNTED_AFTER);
            try {
                Instant lately = scheduler.now().plus(LASTS).minus(MOVE);
                moves.others((int) reservationStore.read().slots().stream()
                        .filter(one -> !one.group().equals(failoverRun.group)
                                && one.until().isAfter(lately))
                        .map(Reserved::group)
                        .distinct()
                        .count());
                return () -> {};
            } catch (AwsCallException awsCallException) {
                return () -> failoverRun.reportBuilder.noted(
                        "the moves of other groups could not be counted: " + awsCallException.message());
            }
        });
    }

    private boolean extend(FailoverRun failoverRun, Claimed claim) {
        try {
            return reservationStore.extend(failoverRun.group, claim.target(), claim.slots(), until());
        } catch (AwsCallException awsCallException) {
            return true; // it lasts longer than the lease, and the next renewal tries again
        }
    }

    /// The move did not begin. One that has begun leaves its reservation to end by itself: where it brought an ENI,
    /// another run may have looked before that, and may act on what it saw.
    void giveBack(FailoverRun failoverRun) {
        failoverRun.leaseGuard.check(); // what a successor has reserved is not ours to give back
        failoverRun.leaseGuard.alsoRenews(() -> true);
        failoverRun.claimed.ifPresent(claim -> {
            try {
                reservationStore.giveBack(failoverRun.group, claim.target(), claim.slots());
            } catch (AwsCallException awsCallException) {
                failoverRun.reportBuilder.warned("the device indexes on " + claim.target()
                        + " stay reserved for one minute: " + awsCallException.message());
            }
        });
        failoverRun.claimed = Optional.empty();
    }

    /// Waits a moment where nobody may take the ENIs, and another group's move is about to take, or to leave, a slot
    /// on a member.
    ///
    /// @return false where there is nothing to wait for
    boolean waited(FailoverRun failoverRun, GroupSnapshot group) {
        Map<InstanceId, Map<DevicePosition, GroupName>> others = others(failoverRun);
        boolean mayHelp = group.members().stream().map(Member::instance).anyMatch(one -> !one.occupied()
                .containsAll(others.getOrDefault(one.id(), Map.of()).keySet()));
        if (!mayHelp || failoverRun.waits >= MOST_WAITS || failoverRun.runMode.onlyPlans()) {
            return false;
        }
        failoverRun.waits++;
        scheduler.sleep(WAIT);
        return true;
    }
}
