package enifailover.testkit.region.call;

/// The caller gets no answer; whether the call was carried out, it cannot know.
public final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// How the silence shows.
    public enum Kind {
        /// The connection breaks.
        RESET,
        /// Nothing comes until the caller's time-out.
        TIMEOUT
    }

    private final Kind kind;

    Unanswered(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /// How the silence shows.
    public Kind kind() {
        return kind;
    }
}
