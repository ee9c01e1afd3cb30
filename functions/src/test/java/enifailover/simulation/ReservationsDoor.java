package enifailover.simulation;

import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import enifailover.group.Slot;
import enifailover.port.MemoryReservations;
import enifailover.port.Refused;
import enifailover.port.Reservations;
import enifailover.region.call.Attempt.Kind;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;

/// The reservations as one function sees them: by its own clock, and by requests like any to the table.
final class ReservationsDoor implements Reservations {
    private final Sandbox sandbox;
    private final Reservations reservations;

    ReservationsDoor(Sandbox sandbox, MemoryReservations reservations) {
        this.sandbox = sandbox;
        this.reservations = reservations.by(sandbox.time);
    }

    @Override
    public Reading read() {
        Reading reading = remembering(() -> sandbox.ask("dynamodb:Query", () -> sandbox.region()
                .request(sandbox.caller, "dynamodb", "Query", Kind.READ, "the reservations", reservations::read)));
        sandbox.readsReserved(reading.slots());
        return reading;
    }

    @Override
    public boolean reserve(GroupName group, InstanceId target, Set<Slot> slots, Instant until, Reading seen) {
        return write(
                "reserve " + slots + " of " + target + " for " + group,
                () -> reservations.reserve(group, target, slots, until, seen));
    }

    @Override
    public boolean extend(GroupName group, InstanceId target, Set<Slot> slots, Instant until) {
        return write("prolong the reservation of " + group, () -> reservations.extend(group, target, slots, until));
    }

    @Override
    public void giveBack(GroupName group, InstanceId target, Set<Slot> slots) {
        write("give " + slots + " of " + target + " back", () -> {
            reservations.giveBack(group, target, slots);
            return true;
        });
    }

    private boolean write(String words, Supplier<Boolean> rule) {
        return remembering(() -> sandbox.act("dynamodb:UpdateItem", words, () -> sandbox.region()
                .request(sandbox.caller, "dynamodb", "UpdateItem", Kind.WRITE, words, rule)));
    }

    /// Without the table a run moves all the same.
    private <T> T remembering(Supplier<T> request) {
        try {
            return request.get();
        } catch (Refused away) {
            sandbox.unreserved = true;
            throw away;
        }
    }
}
