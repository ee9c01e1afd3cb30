package enifailover.model.group;

import java.time.Instant;
import java.util.Optional;

/// The attaches that have failed in an Availability Zone since the last one there that succeeded, over all groups.
///
/// @param inARow one or more
/// @param last when the last of them failed
/// @param stoppedUntil until when no automatic move begins in the zone; empty where none was ever held back for them
public record FailedAttaches(int inARow, Instant last, Optional<Instant> stoppedUntil) {}
