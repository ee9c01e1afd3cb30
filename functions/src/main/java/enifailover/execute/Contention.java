package enifailover.execute;

/// Whether a run has EC2 for itself.
public enum Contention {
    /// As far as it knows: it looks densely, and makes way at the first refusal for there being too many.
    AT_ONCE,
    /// Many runs share EC2, and this one is admitted: it observes rarely, and soon repeats a throttled request.
    IN_TURN
}
