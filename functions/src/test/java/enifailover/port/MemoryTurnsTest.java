package enifailover.port;

/// The queue in memory keeps the contract.
class MemoryTurnsTest extends TurnsContract {
    private final HandTime time = new HandTime();
    private final Turns turns = new MemoryTurns(time);

    @Override
    protected Turns turns() {
        return turns;
    }

    @Override
    protected HandTime time() {
        return time;
    }
}
