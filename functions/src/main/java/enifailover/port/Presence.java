package enifailover.port;

import enifailover.group.EniId;
import enifailover.group.GroupName;
import java.util.Set;

/// What an instance tells of itself, by one request.
///
/// @param groups those that its own tag names
/// @param interfaces those it has beside its primary one, of whatever group; empty where EC2 has forgotten, as of an
/// instance that is terminated
public record Presence(Set<GroupName> groups, Set<EniId> interfaces) {
    /// Of an instance that EC2 does not know.
    public static final Presence NONE = new Presence(Set.of(), Set.of());
}
