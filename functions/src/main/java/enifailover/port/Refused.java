package enifailover.port;

import org.jspecify.annotations.Nullable;

/// AWS said no, or did not answer.
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final String action;
    private final String code;

    /// @param refusal what it means
    /// @param action the API action, such as `ec2:AttachNetworkInterface`
    /// @param code AWS's error code, or the kind of failure where there was no answer
    /// @param message AWS's own words
    /// @param cause the SDK's exception, or null
    public Refused(Refusal refusal, String action, String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.refusal = refusal;
        this.action = action;
        this.code = code;
    }

    public Refusal refusal() {
        return refusal;
    }

    public String action() {
        return action;
    }

    public String code() {
        return code;
    }

    /// One sentence for a report. A missing permission is named as that.
    public String words() {
        return switch (refusal) {
            case DENIED -> "the function's role may not call " + action + " (" + code + ": " + getMessage() + ")";
            case UNANSWERED -> action + " was not answered (" + code + ": " + getMessage() + ")";
            case IN_USE,
                    SLOT_TAKEN,
                    LIMIT_REACHED,
                    WRONG_ZONE,
                    WRONG_STATE,
                    NOT_FOUND,
                    ALREADY_DETACHED,
                    NOT_POSSIBLE,
                    UNREACHABLE,
                    THROTTLED,
                    UNEXPECTED -> action + " was refused (" + code + ": " + getMessage() + ")";
        };
    }
}
