package enifailover.port;

/// The reservations in memory keep the contract.
class MemoryReservationsTest extends ReservationsContract {
    private final HandTime time = new HandTime();
    private final Reservations reservations = new MemoryReservations(time);

    @Override
    protected Reservations reservations() {
        return reservations;
    }

    @Override
    protected HandTime time() {
        return time;
    }
}
