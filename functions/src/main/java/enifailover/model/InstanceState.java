package enifailover.model;

import java.util.Locale;

/// The state of an instance as EC2 tells it.
/// Source: EC2 API, InstanceState; `GONE` and `UNKNOWN` are ours.
public enum InstanceState {
    PENDING,
    RUNNING,
    STOPPING,
    STOPPED,
    SHUTTING_DOWN,
    TERMINATED,
    /// EC2 no longer describes the instance (a terminated one disappears after about an hour).
    GONE,
    /// EC2 said a word this program does not know: never taken for healthy, never for failed.
    UNKNOWN;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// Reads EC2's word, such as `shutting-down`.
    public static InstanceState of(String word) {
        for (InstanceState state : values()) {
            if (state != GONE && state.word.equals(word)) {
                return state;
            }
        }
        return UNKNOWN;
    }

    /// EC2's word for it.
    public String word() {
        return word;
    }

    /// True when the instance has left service or is leaving it.
    public boolean leaving() {
        return switch (this) {
            case STOPPING, STOPPED, SHUTTING_DOWN, TERMINATED, GONE -> true;
            case PENDING, RUNNING, UNKNOWN -> false;
        };
    }

    /// True when the instance certainly runs no more code, so that it cannot use an address any longer.
    public boolean fenced() {
        return this == STOPPED || this == TERMINATED || this == GONE;
    }
}
