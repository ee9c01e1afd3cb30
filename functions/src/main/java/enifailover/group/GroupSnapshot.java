package enifailover.group;

import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// Everything that is known of a failover group at one moment: what the tags want, what EC2 and Systems Manager say,
/// what the table remembers.
///
/// @param name the group
/// @param policy what the operator wants
/// @param enis its ENIs, by id
/// @param members the instances that may hold them, the preferred first
/// @param strangers instances that hold one of the ENIs without being members, and former holders that are no members
/// @param memory what the table remembers
/// @param findings what is wrong with the tags
/// @param observedAt when the reading began
public record GroupSnapshot(
        GroupName name,
        Policy policy,
        List<Eni> enis,
        List<Member> members,
        List<Instance> strangers,
        GroupMemory memory,
        List<Finding> findings,
        Instant observedAt) {

    /// The instances that hold at least one of the ENIs now.
    public NavigableSet<InstanceId> holders() {
        NavigableSet<InstanceId> holders = new TreeSet<>();
        enis.forEach(eni -> eni.holder().ifPresent(holders::add));
        return holders;
    }

    /// The member with this id.
    public Optional<Member> member(InstanceId id) {
        return members.stream().filter(member -> member.id().equals(id)).findFirst();
    }

    /// The member or stranger with this id; an instance that is gone where neither was described.
    public Instance instance(InstanceId id) {
        return member(id)
                .map(Member::instance)
                .or(() -> strangers.stream()
                        .filter(instance -> instance.id().equals(id))
                        .findFirst())
                .orElseGet(() -> Instance.gone(id));
    }

    /// True when one instance holds all the ENIs.
    public boolean together() {
        return holders().size() == 1
                && enis.stream().allMatch(eni -> eni.attachment().isPresent());
    }
}
