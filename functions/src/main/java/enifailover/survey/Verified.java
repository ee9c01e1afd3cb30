package enifailover.survey;

import enifailover.group.InstanceId;
import java.time.Instant;

/// What the routing script's `verify` said on a group's active when it was last asked.
///
/// @param on the active that was asked; it says nothing of another one
/// @param at when
/// @param said whether it routes for the ENIs
/// @param words what it said
public record Verified(InstanceId on, Instant at, Said said, String words) {

    /// The answer in one word.
    public enum Said {
        ROUTED,
        NOT_ROUTED,
        /// No answer, though Systems Manager calls its agent online.
        SILENT
    }
}
