package enifailover.testkit.memory;

import enifailover.port.ReservationStore;

/// The reservations in memory keep the contract.
class MemoryReservationStoreTest extends ReservationStoreContract {
    private final ManualScheduler time = new ManualScheduler();
    private final ReservationStore reservationStore = new MemoryReservationStore(time);

    @Override
    protected ReservationStore reservations() {
        return reservationStore;
    }

    @Override
    protected ManualScheduler time() {
        return time;
    }
}
