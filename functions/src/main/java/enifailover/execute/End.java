package enifailover.execute;

import enifailover.group.InstanceId;

/// How the execution of a plan ended.
public sealed interface End {

    /// For a person.
    String words();

    /// Every step's aftermath was observed.
    record Completed(String words) implements End {}

    /// The target will not do: take the next.
    record TargetRefused(InstanceId target, String words) implements End {}

    /// EC2 lets this role attach nothing to the target, and nothing was taken from anybody: take the next.
    record TargetDenied(InstanceId target, String words) implements End {}

    /// The ENIs are attached to the target, and its routing is not verified: they are left only for an instance that
    /// was observed to do better.
    record NotRouted(InstanceId target, String words) implements End {}

    /// AWS shows something that the plan did not expect: look again.
    record Changed(String words) implements End {}

    /// No other standby would help: a permission is missing, or the fence does not close.
    record Blocked(String words) implements End {}

    /// EC2 has no room for it now, and nothing was changed: in a crowd one waits for a turn.
    record Crowded(String words) implements End {}

    /// The function's own time is nearly over: the next event or the sweep goes on.
    record OutOfTime(String words) implements End {}

    /// Another run has the lease.
    record LeaseTaken(String words) implements End {}
}
