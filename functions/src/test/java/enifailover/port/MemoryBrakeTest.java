package enifailover.port;

/// The brake in memory keeps the contract.
class MemoryBrakeTest extends BrakeContract {
    private final HandTime time = new HandTime();
    private final Brake brake = new MemoryBrake(time);

    @Override
    protected Brake brake() {
        return brake;
    }

    @Override
    protected HandTime time() {
        return time;
    }
}
