package enifailover.port;

class MemoryTurnsTest extends TurnsContract {
    @Override
    protected Turns turns() {
        return new MemoryTurns();
    }
}
