package enifailover.model.group;

import enifailover.model.Instance;
import enifailover.model.InstanceId;

/// An instance that may hold a group's ENIs.
///
/// @param instance the instance
/// @param priority 0 to 999; the lowest eligible standby is taken first
/// @param shared it is a member of other groups too
public record Member(Instance instance, int priority, boolean shared) implements Comparable<Member> {

    /// The priority of an instance whose tag says none.
    public static final int DEFAULT_PRIORITY = 100;

    /// A member of one group alone.
    public Member(Instance instance, int priority) {
        this(instance, priority, false);
    }

    /// The same with another view of its instance.
    public Member with(Instance seen) {
        return new Member(seen, priority, shared);
    }

    public InstanceId id() {
        return instance.id();
    }

    @Override
    public int compareTo(Member other) {
        int byPriority = Integer.compare(priority, other.priority);
        return byPriority != 0 ? byPriority : id().compareTo(other.id());
    }
}
