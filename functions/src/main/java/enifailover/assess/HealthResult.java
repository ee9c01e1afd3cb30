package enifailover.assess;

/// The health of an instance, as EC2 shows it.
///
/// @param health healthy, failed or not clear
/// @param evidence the observation behind it, for a person
public record HealthResult(Health health, String evidence) {

    /// What is not clear is neither healthy nor failed.
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
