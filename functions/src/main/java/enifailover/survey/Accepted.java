package enifailover.survey;

import enifailover.group.EniId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/// What an audit remembers of a group, in a row of its own beside the lease's.
///
/// @param traits of each ENI as last accepted: when first seen, or when a person said so
/// @param last what the last audit found
/// @param drilledAt when the last successful drill ended
/// @param staged what was last staged ahead on each standby: instance id to a fingerprint of script and interfaces
public record Accepted(
        Map<EniId, EniTraits> traits,
        Optional<LastAudit> last,
        Optional<Instant> drilledAt,
        Map<String, String> staged) {

    /// Nothing was ever remembered.
    public static final Accepted NOTHING = new Accepted(Map.of(), Optional.empty(), Optional.empty(), Map.of());

    /// What an audit found, as far as the next one has to compare.
    ///
    /// @param ready a failover would work
    /// @param keys `SEVERITY check subject` of each finding that is more than a note
    /// @param since when it became so
    public record LastAudit(boolean ready, SortedSet<String> keys, Instant since) {}
}
