package enifailover.failover;

import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.port.Observation;
import java.util.Set;

/// Makes a group's snapshot of what was seen and what is remembered. Pure.
public interface GroupSnapshots {

    /// @param group the group
    /// @param observation what a look showed, of this group at least
    /// @param memory what the table remembers
    GroupSnapshot of(GroupName group, Observation observation, GroupState memory);

    /// The groups whose tag the ENIs carry.
    Set<GroupName> names(Observation observation);
}
