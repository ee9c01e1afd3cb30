package enifailover.plan;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.model.Instance;
import enifailover.model.group.GroupSnapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/// Prefers a standby whose agent has sent a ping since the checks of the active began to fail: it works during that
/// failure. An older ping may come from before the failure. It only orders otherwise equal standbys.
final class YoungerEvidence {
    private YoungerEvidence() {}

    /// Since when the sources are impaired, where EC2 shows it.
    static Optional<Instant> troubleSince(GroupSnapshot group, MoveRequired moveRequired) {
        return moveRequired.sources().stream()
                .flatMap(id -> group.instance(id).checks().impairedSince().stream())
                .min(Comparator.naturalOrder());
    }

    /// @param trouble the start of the impairment; empty orders nothing
    /// @return true where the last ping of the standby is newer
    static boolean younger(Instance standby, Optional<Instant> trouble) {
        return trouble.isPresent()
                && standby.shell().lastPing().filter(trouble.get()::isBefore).isPresent();
    }
}
