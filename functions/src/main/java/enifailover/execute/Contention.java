package enifailover.execute;

/// Whether a run has EC2 for itself.
public enum Contention {
    /// As far as it knows: it looks densely, and makes way at the first refusal for there being too many.
    AT_ONCE,
    /// There is a crowd, and this is its turn: it looks seldom, and what is refused it asks for again soon.
    IN_TURN
}
