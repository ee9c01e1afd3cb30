package enifailover.flow;

import enifailover.execute.Guard;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.group.InstanceId;
import enifailover.group.Member;
import enifailover.group.Slot;
import enifailover.plan.Plan;
import enifailover.plan.Step;
import enifailover.port.Beside;
import enifailover.port.Refused;
import enifailover.port.Reservations;
import enifailover.port.Reservations.Reading;
import enifailover.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Keeps two groups from moving to one slot: a run reads what others have reserved beside its look, chooses a target
/// by both, and reserves the slots there before it changes anything. A reservation is prolonged with the lease, and
/// ends some time after it, when a look that was made before the ENI arrived is too old to be acted on. Where the table
/// is away a run moves without: EC2 still refuses a second interface in one slot.
public final class SlotReservations {
    /// Longer than a look may be acted on, and than the functions' clocks may differ.
    private static final Duration AFTER_THE_LEASE = Duration.ofSeconds(15);
    /// A move of another group commonly takes five seconds: then the slot is taken, or free.
    private static final Duration WAIT = Duration.ofSeconds(2);

    private static final int MOST_WAITS = 10;
    /// Each conflict means that another group has begun or ended a move there.
    private static final int MOST_CONFLICTS = 100;

    private final Reservations reservations;
    private final Time time;

    public SlotReservations(Reservations reservations, Time time) {
        this.reservations = reservations;
        this.time = time;
    }

    /// The slots that a run has reserved.
    record Claimed(InstanceId target, Set<Slot> slots) {}

    /// Looks at the group, and reads what is reserved beside it, so that it costs no time of its own.
    <T> T beside(Run run, Supplier<T> look) {
        if (run.guard.lease().isEmpty()) {
            return look.get();
        }
        var seen = new Beside<>(look);
        var reading = new Beside<>(() -> read(run));
        time.together(List.of(seen, reading));
        run.reserved = reading.result();
        return seen.result();
    }

    private Optional<Reading> read(Run run) {
        try {
            return Optional.of(reservations.read());
        } catch (Refused refused) {
            run.chronicle.warned("the reserved slots could not be read, so none is reserved: " + refused.words());
            return Optional.empty();
        }
    }

    /// What other groups have reserved, as the planner needs it.
    static Map<InstanceId, Map<Slot, GroupName>> others(Run run) {
        Map<InstanceId, Map<Slot, GroupName>> others = new TreeMap<>();
        run.reserved.map(Reading::slots).orElse(List.of()).stream()
                .filter(one -> !one.group().equals(run.group))
                .forEach(one -> others.computeIfAbsent(one.instance(), _ -> new TreeMap<>())
                        .put(one.slot(), one.group()));
        return others;
    }

    /// Reserves what a plan needs, before anything of it is done.
    ///
    /// @return false where another run was faster: what is reserved was read again, and another plan is needed
    boolean reserve(Run run, Plan plan) {
        run.guard.alsoRenews(() -> true); // what was reserved for another target is of no concern any more
        Set<Slot> slots =
                plan.steps(Step.Attach.class).stream().map(Step.Attach::slot).collect(Collectors.toSet());
        if (slots.isEmpty() || run.guard.lease().isEmpty() || run.reserved.isEmpty()) {
            return true;
        }
        Claimed claim = new Claimed(plan.target(), slots);
        run.guard.check();
        try {
            if (!reservations.reserve(run.group, claim.target(), slots, until(), run.reserved.get())) {
                run.conflicts++;
                run.reserved = run.conflicts < MOST_CONFLICTS ? read(run) : Optional.empty();
                return false;
            }
        } catch (Refused refused) {
            run.chronicle.warned("no slot could be reserved on " + claim.target() + ": " + refused.words());
            return true;
        }
        run.claimed = Optional.of(claim);
        run.guard.alsoRenews(() -> extend(run, claim));
        return true;
    }

    private Instant until() {
        return time.now().plus(Guard.TTL).plus(AFTER_THE_LEASE);
    }

    private boolean extend(Run run, Claimed claim) {
        try {
            return reservations.extend(run.group, claim.target(), claim.slots(), until());
        } catch (Refused refused) {
            return true; // it lasts longer than the lease, and the next renewal tries again
        }
    }

    /// The move did not begin. One that has begun leaves its reservation to end by itself: where it brought an ENI,
    /// another run may have looked before that, and may act on what it saw.
    void giveBack(Run run) {
        run.guard.check(); // what a successor has reserved is not ours to give back
        run.guard.alsoRenews(() -> true);
        run.claimed.ifPresent(claim -> {
            try {
                reservations.giveBack(run.group, claim.target(), claim.slots());
            } catch (Refused refused) {
                run.chronicle.warned(
                        "the slots on " + claim.target() + " stay reserved for a minute: " + refused.words());
            }
        });
        run.claimed = Optional.empty();
    }

    /// Waits a moment where nobody may take the ENIs, and another group's move is about to take, or to leave, a slot
    /// on a member.
    ///
    /// @return false where there is nothing to wait for
    boolean waited(Run run, GroupSnapshot group) {
        Map<InstanceId, Map<Slot, GroupName>> others = others(run);
        boolean mayHelp = group.members().stream().map(Member::instance).anyMatch(one -> !one.occupied()
                .containsAll(others.getOrDefault(one.id(), Map.of()).keySet()));
        if (!mayHelp || run.waits >= MOST_WAITS || run.intent.onlyPlans()) {
            return false;
        }
        run.waits++;
        time.sleep(WAIT);
        return true;
    }
}
