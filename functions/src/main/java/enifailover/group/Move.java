package enifailover.group;

import java.time.Instant;
import java.util.Optional;

/// A move that a run has begun: written before the first detach and removed at the end, so that whoever comes after a
/// crash finishes what was meant.
///
/// @param from who held the ENIs, where anyone did
/// @param to where they were to go
/// @param planned the move was meant to be graceful
/// @param since when it began
public record Move(Optional<InstanceId> from, InstanceId to, boolean planned, Instant since) {}
