package enifailover.testkit.region.ssm;

/// What becomes of a command that Systems Manager has accepted. Source: D, Systems Manager User Guide, "Understanding
/// command statuses".
public enum Delivery {
    /// The agent gets it, runs it, and its result comes back.
    NORMAL,
    /// It is not delivered and stays `Pending` until it expires as `DeliveryTimedOut`.
    NONE,
    /// It could not be delivered and is tried again: `Delayed` until it expires as `DeliveryTimedOut`.
    DELAYED,
    /// Systems Manager gives it up at once: `Undeliverable`.
    UNDELIVERABLE,
    /// The agent runs it, and its result is lost: `InProgress` until it expires as `DeliveryTimedOut`, though it ran.
    WITHOUT_RESULT
}
