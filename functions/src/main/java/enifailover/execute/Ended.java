package enifailover.execute;

/// Carries an [End] out of the middle of a step.
final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient End end;

    Ended(End end) {
        super(end.words(), null, false, false);
        this.end = end;
    }

    End end() {
        return end;
    }
}
