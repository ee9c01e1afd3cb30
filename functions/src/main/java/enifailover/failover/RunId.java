package enifailover.failover;

/// The id of the runs of one invocation, which owns their leases. Lambda gives the request id again when it retries an
/// asynchronous invocation, or delivers it twice. So each invocation adds a suffix of its own, or a second one would
/// take the lease of the first one, which may still be at work.
public final class RunId {
    private RunId() {}

    /// @param requestId Lambda's, by which the log is searched
    /// @param suffix this invocation's own, of letters and digits
    public static String of(String requestId, String suffix) {
        return requestId + "-" + suffix;
    }
}
