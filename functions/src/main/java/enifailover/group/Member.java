package enifailover.group;

/// An instance that may hold a group's ENIs.
///
/// @param instance the instance
/// @param priority 0 to 999; the lowest eligible standby is taken, ties by instance id
public record Member(Instance instance, int priority) implements Comparable<Member> {

    /// The priority of an instance whose tag says none.
    public static final int DEFAULT_PRIORITY = 100;

    public InstanceId id() {
        return instance.id();
    }

    @Override
    public int compareTo(Member other) {
        int byPriority = Integer.compare(priority, other.priority);
        return byPriority != 0 ? byPriority : id().compareTo(other.id());
    }
}
