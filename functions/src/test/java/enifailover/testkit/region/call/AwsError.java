package enifailover.testkit.region.call;

/// A refusal, as AWS words it.
public final class AwsError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /// @param status the HTTP status
    /// @param code AWS's error code
    /// @param message AWS's words
    public AwsError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /// HTTP 400, as most refusals.
    public static AwsError refused(String code, String message) {
        return new AwsError(400, code, message);
    }

    /// A server's fault.
    public static AwsError internal() {
        return new AwsError(500, "InternalError", "An internal error has occurred");
    }

    /// The HTTP status.
    public int status() {
        return status;
    }

    /// AWS's error code.
    public String code() {
        return code;
    }

    /// AWS's words.
    public String message() {
        return String.valueOf(getMessage());
    }
}
