package enifailover.plan;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.model.Instance;
import enifailover.model.group.GroupSnapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/// What speaks for a standby is worth more where it is younger than the trouble: an agent that was heard of after the
/// active's checks began to fail is alive in that trouble; one that was last heard of before may have gone with the
/// active. It only orders standbys that are equal otherwise; nobody becomes ineligible by it.
final class YoungerEvidence {
    private YoungerEvidence() {}

    /// Since when the instances that the ENIs have to leave are in trouble, where EC2 says so.
    static Optional<Instant> troubleSince(GroupSnapshot group, MoveRequired moveRequired) {
        return moveRequired.sources().stream()
                .flatMap(id -> group.instance(id).checks().impairedSince().stream())
                .min(Comparator.naturalOrder());
    }

    /// @param trouble since when; where it is not known, no standby comes before another
    /// @return true where the last that was heard of the standby is younger than the trouble
    static boolean younger(Instance standby, Optional<Instant> trouble) {
        return trouble.isPresent()
                && standby.shell().lastPing().filter(trouble.get()::isBefore).isPresent();
    }
}
