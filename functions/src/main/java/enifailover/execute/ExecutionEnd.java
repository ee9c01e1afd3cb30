package enifailover.execute;

import enifailover.model.InstanceId;

/// How the execution of a plan ended.
public sealed interface ExecutionEnd {

    /// For a person.
    String message();

    /// Whether nothing is to come to the target any more by this plan. Where time or the lease is over, the next run
    /// goes on with the same target; a target that has the ENIs may still route them.
    default boolean abandons() {
        return switch (this) {
            case TargetRefused _, TargetDenied _, StateChanged _, Blocked _, Throttled _ -> true;
            case Completed _, NotRouted _, DeadlineExceeded _, LeaseTaken _ -> false;
        };
    }

    /// The result of each step was observed.
    record Completed(String message) implements ExecutionEnd {}

    /// The target refused: try the next one.
    record TargetRefused(InstanceId target, String message) implements ExecutionEnd {}

    /// EC2 lets this role attach nothing to the target, and nothing was taken from anybody: take the next.
    record TargetDenied(InstanceId target, String message) implements ExecutionEnd {}

    /// The ENIs are attached to the target, and its routing is not verified: they are left only for an instance that
    /// was observed to do better.
    record NotRouted(InstanceId target, String message) implements ExecutionEnd {}

    /// AWS shows something that the plan did not expect: observe again.
    record StateChanged(String message) implements ExecutionEnd {}

    /// No other standby would help: a permission is missing, or the fence does not close.
    record Blocked(String message) implements ExecutionEnd {}

    /// EC2 throttles, and nothing was changed: the run waits in the admission queue.
    record Throttled(String message) implements ExecutionEnd {}

    /// The function's own time is nearly over: the next event or the sweep goes on.
    record DeadlineExceeded(String message) implements ExecutionEnd {}

    /// Another run has the lease.
    record LeaseTaken(String message) implements ExecutionEnd {}
}
