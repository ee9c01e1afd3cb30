package enifailover.tag;

import enifailover.model.group.Finding;
import enifailover.model.group.GroupName;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What an instance's tags say.
///
/// @param groups the groups it may hold the ENIs of, by name; empty where it is no member of any
/// @param priority its place among the standbys: the lowest is taken first
/// @param findings what is wrong with its tags
public record Membership(Set<GroupName> groups, int priority, List<Finding> findings) {
    public Membership {
        groups = Collections.unmodifiableSet(new TreeSet<>(groups));
        findings = List.copyOf(findings);
    }
}
