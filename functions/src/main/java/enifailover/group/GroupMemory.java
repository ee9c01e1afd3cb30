package enifailover.group;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What the table remembers of a group.
///
/// @param enis what EC2 forgets, by ENI
/// @param unfinished a move that was begun and not ended
/// @param lastAutomatic when the last automatic failover ended
/// @param preferred the member that held the ENIs before they were moved away from it: where a failback goes
/// @param after what has to follow the last move
public record GroupMemory(
        Map<EniId, EniMemory> enis,
        Optional<Move> unfinished,
        Optional<Instant> lastAutomatic,
        Optional<InstanceId> preferred,
        Aftermath after) {

    /// Nothing was ever remembered.
    public static final GroupMemory NONE =
            new GroupMemory(Map.of(), Optional.empty(), Optional.empty(), Optional.empty());

    /// With nothing that has to follow.
    public GroupMemory(
            Map<EniId, EniMemory> enis,
            Optional<Move> unfinished,
            Optional<Instant> lastAutomatic,
            Optional<InstanceId> preferred) {
        this(enis, unfinished, lastAutomatic, preferred, Aftermath.NONE);
    }

    /// The same with something else to follow.
    public GroupMemory withAfter(Aftermath next) {
        return new GroupMemory(enis, unfinished, lastAutomatic, preferred, next);
    }
}
