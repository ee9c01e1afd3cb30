package enifailover.group;

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
public record GroupMemory(
        Map<EniId, EniMemory> enis,
        Set<InstanceId> members,
        Optional<Move> unfinished,
        Optional<Instant> lastAutomatic,
        Optional<InstanceId> preferred,
        Aftermath after) {

    /// Nothing was ever remembered.
    public static final GroupMemory NONE =
            new GroupMemory(Map.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public GroupMemory {
        members = Collections.unmodifiableSet(new TreeSet<>(members));
    }

    /// With nothing that has to follow, and no member adopted yet.
    public GroupMemory(
            Map<EniId, EniMemory> enis,
            Optional<Move> unfinished,
            Optional<Instant> lastAutomatic,
            Optional<InstanceId> preferred) {
        this(enis, Set.of(), unfinished, lastAutomatic, preferred, Aftermath.NONE);
    }

    /// The same with something else to follow.
    public GroupMemory withAfter(Aftermath next) {
        return new GroupMemory(enis, members, unfinished, lastAutomatic, preferred, next);
    }

    /// The same with another unfinished move.
    public GroupMemory withMove(Optional<Move> next) {
        return new GroupMemory(enis, members, next, lastAutomatic, preferred, after);
    }
}
