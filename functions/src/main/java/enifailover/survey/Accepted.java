package enifailover.survey;

import enifailover.group.EniId;
import enifailover.group.InstanceId;
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
public record Accepted(
        Map<EniId, EniTraits> traits,
        Optional<LastAudit> last,
        Optional<Instant> drilledAt,
        Map<InstanceId, Staged> staged,
        Optional<Verified> verified,
        Optional<Instant> goneSince) {
    /// What is remembered of a group that is gone is kept so long: its ENIs may come back.
    public static final Duration KEPT_WHEN_GONE = Duration.ofDays(30);

    /// Nothing was ever remembered.
    public static final Accepted NOTHING =
            new Accepted(Map.of(), Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), Optional.empty());

    public Accepted {
        traits = Collections.unmodifiableMap(new TreeMap<>(traits));
        staged = Collections.unmodifiableMap(new TreeMap<>(staged));
    }

    /// What the last audit did not see of what was adopted, by id.
    public Set<String> missing() {
        return last.map(LastAudit::missing).orElse(new TreeSet<>());
    }

    public Accepted withTraits(Map<EniId, EniTraits> value) {
        return new Accepted(value, last, drilledAt, staged, verified, goneSince);
    }

    public Accepted withLast(Optional<LastAudit> value) {
        return new Accepted(traits, value, drilledAt, staged, verified, goneSince);
    }

    public Accepted withDrilledAt(Optional<Instant> value) {
        return new Accepted(traits, last, value, staged, verified, goneSince);
    }

    public Accepted withStaged(Map<InstanceId, Staged> value) {
        return new Accepted(traits, last, drilledAt, value, verified, goneSince);
    }

    public Accepted withVerified(Optional<Verified> value) {
        return new Accepted(traits, last, drilledAt, staged, value, goneSince);
    }

    public Accepted withGoneSince(Optional<Instant> value) {
        return new Accepted(traits, last, drilledAt, staged, verified, value);
    }

    /// When nothing of it need be remembered any more; empty while it is there, or files have to be taken away.
    public Optional<Instant> over() {
        return goneSince.filter(_ -> staged.isEmpty()).map(since -> since.plus(KEPT_WHEN_GONE));
    }

    /// Without all that findings come from; what was staged has to be taken away all the same.
    public Accepted forgotten() {
        return new Accepted(Map.of(), Optional.empty(), drilledAt, staged, Optional.empty(), goneSince);
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
