package enifailover.model.group;

import enifailover.model.EniId;
import enifailover.model.InstanceId;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the table remembers of a group.
///
/// @param enis the ENIs that were adopted, each with what EC2 forgets of it; empty before the group was first seen
/// @param members the instances that were adopted; empty before the group was first seen
/// @param unfinished a move that was begun and not ended
/// @param lastAutomatic when the last automatic failover ended
/// @param preferred the member that held the ENIs before they were moved away from it: where a failback goes
/// @param after what has to follow the last move
public record GroupState(
        Map<EniId, SavedAttachment> enis,
        Set<InstanceId> members,
        Optional<MoveRecord> unfinished,
        Optional<Instant> lastAutomatic,
        Optional<InstanceId> preferred,
        PendingWork after) {

    /// Nothing was ever remembered.
    public static final GroupState NONE =
            new GroupState(Map.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public GroupState {
        members = Collections.unmodifiableSet(new TreeSet<>(members));
    }

    /// With nothing that has to follow, and no member adopted yet.
    public GroupState(
            Map<EniId, SavedAttachment> enis,
            Optional<MoveRecord> unfinished,
            Optional<Instant> lastAutomatic,
            Optional<InstanceId> preferred) {
        this(enis, Set.of(), unfinished, lastAutomatic, preferred, PendingWork.NONE);
    }

    /// The same with something else to follow.
    public GroupState withAfter(PendingWork next) {
        return new GroupState(enis, members, unfinished, lastAutomatic, preferred, next);
    }

    /// The same with another unfinished move.
    public GroupState withMove(Optional<MoveRecord> next) {
        return new GroupState(enis, members, next, lastAutomatic, preferred, after);
    }
}
