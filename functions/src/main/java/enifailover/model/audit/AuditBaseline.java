package enifailover.model.audit;

import enifailover.model.EniId;
import enifailover.model.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What an audit remembers of a group, in a row of its own beside the lease's.
///
/// @param traits of each ENI as last accepted: when first seen, or when a person said so
/// @param last what the last audit found
/// @param drilledAt when the last successful drill ended
/// @param staged what was last staged ahead, by standby
/// @param verified what the guest of the active last said of its routing
/// @param goneSince since when no audit has seen an ENI of it; empty where the last one did
public record AuditBaseline(
        Map<EniId, EniTraits> traits,
        Optional<LastAudit> last,
        Optional<Instant> drilledAt,
        Map<InstanceId, StagedFile> staged,
        Optional<RoutingCheck> verified,
        Optional<Instant> goneSince) {
    /// What is remembered of a group that is gone is kept so long: its ENIs may come back.
    public static final Duration KEPT_WHEN_GONE = Duration.ofDays(30);

    /// Nothing was ever remembered.
    public static final AuditBaseline NOTHING = new AuditBaseline(
            Map.of(), Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), Optional.empty());

    public AuditBaseline {
        traits = Collections.unmodifiableMap(new TreeMap<>(traits));
        staged = Collections.unmodifiableMap(new TreeMap<>(staged));
    }

    /// What the last audit did not see of what was adopted, by id.
    public Set<String> missing() {
        return last.map(LastAudit::missing).orElse(new TreeSet<>());
    }

    public AuditBaseline withTraits(Map<EniId, EniTraits> value) {
        return new AuditBaseline(value, last, drilledAt, staged, verified, goneSince);
    }

    public AuditBaseline withLast(Optional<LastAudit> value) {
        return new AuditBaseline(traits, value, drilledAt, staged, verified, goneSince);
    }

    public AuditBaseline withDrilledAt(Optional<Instant> value) {
        return new AuditBaseline(traits, last, value, staged, verified, goneSince);
    }

    public AuditBaseline withStaged(Map<InstanceId, StagedFile> value) {
        return new AuditBaseline(traits, last, drilledAt, value, verified, goneSince);
    }

    public AuditBaseline withVerified(Optional<RoutingCheck> value) {
        return new AuditBaseline(traits, last, drilledAt, staged, value, goneSince);
    }

    public AuditBaseline withGoneSince(Optional<Instant> value) {
        return new AuditBaseline(traits, last, drilledAt, staged, verified, value);
    }

    /// When nothing of it need be remembered any more; empty while it is there, or files have to be taken away.
    public Optional<Instant> over() {
        return goneSince.filter(_ -> staged.isEmpty()).map(since -> since.plus(KEPT_WHEN_GONE));
    }

    /// Without all that findings come from; what was staged has to be taken away all the same.
    public AuditBaseline forgotten() {
        return new AuditBaseline(Map.of(), Optional.empty(), drilledAt, staged, Optional.empty(), goneSince);
    }

    /// What an audit found, as far as the next one has to compare.
    ///
    /// @param ready a failover would work
    /// @param keys `SEVERITY check subject` of each finding that is more than a note
    /// @param since when it became so
    /// @param next the standby that a failover would have taken
    /// @param missing the adopted ENIs and members that it did not see, by id
    public record LastAudit(
            boolean ready,
            SortedSet<String> keys,
            Instant since,
            Optional<InstanceId> next,
            SortedSet<String> missing) {
        /// With no standby, and nothing missing.
        public LastAudit(boolean ready, SortedSet<String> keys, Instant since) {
            this(ready, keys, since, Optional.empty(), new TreeSet<>());
        }
    }
}
