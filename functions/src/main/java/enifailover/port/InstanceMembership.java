package enifailover.port;

import enifailover.model.EniId;
import enifailover.model.group.GroupName;
import java.util.Set;

/// What an instance tells of itself, by one request.
///
/// @param groups those that its own tag names
/// @param interfaces those it has beside its primary one, of whatever group; empty where EC2 has forgotten, as of an
/// instance that is terminated
public record InstanceMembership(Set<GroupName> groups, Set<EniId> interfaces) {
    /// Of an instance that EC2 does not know.
    public static final InstanceMembership NONE = new InstanceMembership(Set.of(), Set.of());
}
