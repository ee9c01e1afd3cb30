package enifailover.assess;

/// What EC2's own word on an instance amounts to.
///
/// @param health well, failed, or not clear
/// @param evidence the observation it rests on, in words
public record HealthResult(Health health, String evidence) {

    /// Three-valued on purpose: what is not clear is neither well nor failed.
    public enum Health {
        WELL,
        FAILED,
        UNCLEAR
    }

    boolean well() {
        return health == Health.WELL;
    }

    boolean failed() {
        return health == Health.FAILED;
    }
}
