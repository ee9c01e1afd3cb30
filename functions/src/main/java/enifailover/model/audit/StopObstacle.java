package enifailover.model.audit;

/// Why EC2 refuses to stop an instance, as far as its own description does not say it.
public enum StopObstacle {
    /// A Spot instance whose request is one-time: EC2 terminates it, and never stops it.
    ONE_TIME_SPOT,
    /// Stop protection: the attribute `disableApiStop`.
    STOP_PROTECTION
}
