package enifailover.model.group;

import enifailover.model.AttachmentStatus;
import enifailover.model.Eni;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
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
/// @param enis its adopted ENIs, by id
/// @param members the adopted instances that may hold them, the preferred first
/// @param newcomers what carries the group's tag and was not adopted yet
/// @param nonMembers instances that hold one of the ENIs without being members, and former holders that are no members
/// @param memory what the table remembers
/// @param findings what is wrong with the tags
/// @param observedAt when the reading began
public record GroupSnapshot(
        GroupName name,
        Policy policy,
        List<Eni> enis,
        List<Member> members,
        Newcomers newcomers,
        List<Instance> nonMembers,
        GroupState memory,
        List<Finding> findings,
        Instant observedAt) {

    /// What carries the group's tag and was not adopted yet: it decides nothing, and nothing is done with it.
    ///
    /// @param enis such ENIs, by id
    /// @param members such instances
    public record Newcomers(List<Eni> enis, List<Member> members) {
        public static final Newcomers NONE = new Newcomers(List.of(), List.of());

        /// True where everything with the group's tag was adopted.
        public boolean none() {
            return enis.isEmpty() && members.isEmpty();
        }
    }

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

    /// The instance with this id, member or not; an instance that is gone where neither was described.
    public Instance instance(InstanceId id) {
        return member(id)
                .or(() -> newcomers.members().stream()
                        .filter(member -> member.id().equals(id))
                        .findFirst())
                .map(Member::instance)
                .or(() -> nonMembers.stream()
                        .filter(instance -> instance.id().equals(id))
                        .findFirst())
                .orElseGet(() -> Instance.gone(id));
    }

    /// True when every ENI is attached, and none is on its way to it or from it.
    public boolean settled() {
        return enis.stream().allMatch(eni -> eni.attachment()
                .filter(attachment -> attachment.status() == AttachmentStatus.ATTACHED)
                .isPresent());
    }

    /// True when one instance holds all the ENIs.
    public boolean onOneInstance() {
        return holders().size() == 1
                && enis.stream().allMatch(eni -> eni.attachment().isPresent());
    }
}
