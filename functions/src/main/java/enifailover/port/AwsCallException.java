package enifailover.port;

import org.jspecify.annotations.Nullable;

/// AWS said no, or did not answer.
public final class AwsCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind errorKind;
    private final String action;
    private final String code;

    /// @param errorKind what it means
    /// @param action the API action, such as `ec2:AttachNetworkInterface`
    /// @param code AWS's error code, or the kind of failure where there was no answer
    /// @param message AWS's own words
    /// @param cause the SDK's exception, or null
    public AwsCallException(
            ErrorKind errorKind, String action, String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.errorKind = errorKind;
        this.action = action;
        this.code = code;
    }

    public ErrorKind refusal() {
        return errorKind;
    }

    public String action() {
        return action;
    }

    public String code() {
        return code;
    }

    /// One sentence for a report. A missing permission is named as that.
    public String message() {
        return switch (errorKind) {
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
