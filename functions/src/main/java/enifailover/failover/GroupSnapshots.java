package enifailover.failover;

import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.port.Observation;
import java.util.Set;

/// Makes a group's snapshot from an observation and the group state in the table. Pure.
public interface GroupSnapshots {

    /// @param group the group
    /// @param observation the observation, of this group at least
    /// @param memory the group state in the table
    GroupSnapshot of(GroupName group, Observation observation, GroupState memory);

    /// The groups whose tag the ENIs carry.
    Set<GroupName> names(Observation observation);
}
