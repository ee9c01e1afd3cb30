package enifailover.testkit.region.time;

/// What became of a piece of work, as an unchecked exception.
final class Failures {
    private Failures() {}

    static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }
}
