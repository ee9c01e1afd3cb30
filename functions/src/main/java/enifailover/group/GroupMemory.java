package enifailover.group;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What the table remembers of a group.
///
/// @param enis what EC2 forgets, by ENI
/// @param unfinished a move that was begun and not ended
/// @param lastAutomatic when the last automatic failover ended
/// @param preferred the member that held the ENIs before the last automatic failover: where a failback goes
public record GroupMemory(
        Map<EniId, EniMemory> enis,
        Optional<Move> unfinished,
        Optional<Instant> lastAutomatic,
        Optional<InstanceId> preferred) {

    /// Nothing was ever remembered.
    public static final GroupMemory NONE =
            new GroupMemory(Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
}
