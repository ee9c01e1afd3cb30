package enifailover.model.audit;

import enifailover.model.InstanceId;
import java.time.Instant;

/// What the routing script's `verify` said on a group's active when it was last asked.
///
/// @param on the active that was asked; it says nothing of another one
/// @param at when
/// @param said whether it routes for the ENIs
/// @param message what it said
public record RoutingCheck(InstanceId on, Instant at, Said said, String message) {

    /// The answer in one word.
    public enum Said {
        ROUTED,
        NOT_ROUTED,
        /// No answer, though Systems Manager calls its agent online.
        SILENT
    }
}
