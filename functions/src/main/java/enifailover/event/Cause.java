package enifailover.event;

/// Why a run looks at a group.
public enum Cause {
    /// EC2 told a new state of the instance, whichever: the state is read again before anything is done.
    STATE_CHANGE("a change of the instance state"),
    /// A CloudWatch alarm on a status check went to ALARM.
    STATUS_CHECK("a status check alarm"),
    /// A status check alarm has no data: the instance may be stopped, starting or gone. Vouches for nothing.
    NO_DATA("a status check alarm without data"),
    /// AWS Health told of an open issue that touches the instance.
    HEALTH_ISSUE("an AWS Health issue"),
    /// Automatic recovery of the instance failed.
    RECOVERY_FAILED("automatic recovery failed"),
    /// AWS Health announced maintenance or retirement at a later time.
    SCHEDULED("scheduled maintenance"),
    /// AWS Health announced a retirement that does not wait.
    EXPEDITED("an expedited retirement"),
    /// EC2 takes a Spot instance back in two minutes.
    SPOT_INTERRUPTION("a Spot interruption warning"),
    /// A terminate lifecycle hook holds an instance that Auto Scaling is about to terminate.
    AUTO_SCALING_TERMINATION("a termination by Auto Scaling"),
    /// EC2 sees a raised risk for a Spot instance: reported, never acted upon.
    REBALANCE("a rebalance recommendation"),
    /// The alarm is OK again, the recovery succeeded: a reason to look, never to move.
    RECOVERED("a report that the instance has recovered"),
    /// The scheduled look for what no event told.
    SWEEP("the sweep"),
    /// A person asked.
    DRILL("a drill");

    private final String message;

    Cause(String message) {
        this.message = message;
    }

    /// For a report: `… because of WORDS`.
    public String message() {
        return message;
    }

    /// True for trouble that only the event knows of while EC2 still shows a healthy instance, and that does not wait.
    public boolean actImmediately() {
        return this == EXPEDITED || this == SPOT_INTERRUPTION || this == AUTO_SCALING_TERMINATION;
    }
}
