package enifailover.execute;

import enifailover.plan.Step;
import java.time.Duration;
import java.time.Instant;

/// How one step went.
///
/// @param kind what sort of step it was
/// @param step what was to be done, for a person
/// @param result how it ended
/// @param started when it began
/// @param took how long it took
/// @param message what was observed, or what refused
public record Outcome(Step.Kind kind, String step, Result result, Instant started, Duration took, String message) {

    /// How a step ended.
    public enum Result {
        DONE,
        /// It was true already.
        ALREADY,
        /// It did not work, and the move goes on without it.
        WARNED,
        FAILED
    }
}
