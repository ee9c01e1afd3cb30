package enifailover.testkit.region.call;

import java.time.Duration;

/// What goes wrong with a request.
public sealed interface Fault {

    /// It takes longer to be carried out.
    record Slow(Duration by) implements Fault {}

    /// It is carried out in time, and its answer comes late.
    record SlowAnswer(Duration by) implements Fault {}

    /// The connection breaks before it is carried out.
    record LostBefore() implements Fault {}

    /// It is carried out, and the connection breaks before the answer.
    record LostAfter() implements Fault {}

    /// It is not carried out and never answered.
    record BlackHole() implements Fault {}

    /// It is answered with this error instead.
    record Refusal(AwsError error) implements Fault {}

    /// The calling process dies before it is carried out; only where the caller is a simulated thread.
    record CrashBefore() implements Fault {}

    /// The calling process dies just after it was carried out; only where the caller is a simulated thread.
    record CrashAfter() implements Fault {}

    /// HTTP 500.
    static Fault internalError() {
        return new Refusal(AwsError.internal());
    }
}
