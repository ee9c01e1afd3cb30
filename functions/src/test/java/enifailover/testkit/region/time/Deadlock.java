package enifailover.testkit.region.time;

/// Nothing can ever happen again in a simulation, or nothing has for real seconds.
public final class Deadlock extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Deadlock(String message) {
        super(message);
    }
}
