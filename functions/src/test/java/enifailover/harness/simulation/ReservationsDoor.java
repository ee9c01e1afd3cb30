package enifailover.harness.simulation;

import enifailover.model.DevicePosition;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.port.AwsCallException;
import enifailover.port.ReservationStore;
import enifailover.testkit.memory.MemoryReservationStore;
import enifailover.testkit.region.call.Attempt.Kind;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;

/// The reservations as one function sees them: by its own clock, and by requests like any to the table.
final class ReservationsDoor implements ReservationStore {
    private final Sandbox sandbox;
    private final ReservationStore reservationStore;

    ReservationsDoor(Sandbox sandbox, MemoryReservationStore reservations) {
        this.sandbox = sandbox;
        this.reservationStore = reservations.by(sandbox.scheduler);
    }

    @Override
    public Reading read() {
        Reading reading = remembering(() -> sandbox.ask("dynamodb:Query", () -> sandbox.region()
                .request(sandbox.caller, "dynamodb", "Query", Kind.READ, "the reservations", reservationStore::read)));
        sandbox.readsReserved(reading.slots());
        return reading;
    }

    @Override
    public boolean reserve(GroupName group, InstanceId target, Set<DevicePosition> slots, Instant until, Reading seen) {
        return write(
                "reserve " + slots + " of " + target + " for " + group,
                () -> reservationStore.reserve(group, target, slots, until, seen));
    }

    @Override
    public boolean extend(GroupName group, InstanceId target, Set<DevicePosition> slots, Instant until) {
        return write("prolong the reservation of " + group, () -> reservationStore.extend(group, target, slots, until));
    }

    @Override
    public void giveBack(GroupName group, InstanceId target, Set<DevicePosition> slots) {
        write("give " + slots + " of " + target + " back", () -> {
            reservationStore.giveBack(group, target, slots);
            return true;
        });
    }

    private boolean write(String message, Supplier<Boolean> rule) {
        return remembering(() -> sandbox.act("dynamodb:UpdateItem", message, () -> sandbox.region()
                .request(sandbox.caller, "dynamodb", "UpdateItem", Kind.WRITE, message, rule)));
    }

    /// Without the table a run moves all the same.
    private <T> T remembering(Supplier<T> request) {
        try {
            return request.get();
        } catch (AwsCallException away) {
            sandbox.unreserved = true;
            throw away;
        }
    }
}
