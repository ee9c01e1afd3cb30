package enifailover.flow;

import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.port.Sight;
import java.util.Set;

/// Makes a group's snapshot of what was seen and what is remembered. Pure.
public interface Snapshots {

    /// @param group the group
    /// @param sight what a look showed, of this group at least
    /// @param memory what the table remembers
    GroupSnapshot of(GroupName group, Sight sight, GroupMemory memory);

    /// The groups whose tag the ENIs carry.
    Set<GroupName> names(Sight sight);
}
