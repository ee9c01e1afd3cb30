package enifailover.assess;

import enifailover.model.AttachmentStatus;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupSnapshot.Newcomers;
import enifailover.model.group.GroupState;
import enifailover.model.group.Member;
import enifailover.model.group.SavedAttachment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Which of the ENIs and instances with a group's tag belong to the group. A newcomer is announced first, then adopted,
/// and belongs to it from then on. Pure.
///
/// | recorded in the table | tagged | adopted |
/// |---|---|---|
/// | no ENI: a new group | ENIs on one instance, or not attached | at once, all of them |
/// | no ENI | ENIs on two instances or more | none of them, until they are on one instance |
/// | ENIs | a recorded ENI | yes |
/// | ENIs | a new ENI, on the instance that has all the others | after the announcement, unless EC2 cannot detach it |
/// | ENIs | a new ENI, not attached | not before it is on the instance that has all the others |
/// | ENIs | a new ENI, on another instance | not before it is on the instance that has all the others |
/// | ENIs, none of which still has the tag | new ENIs | after the announcement, as for a new group |
/// | no member | any instance | at once |
/// | members | a new instance | after the announcement |
/// | members | an instance or ENI that has lost the tag | no; it is removed after two audits in a row without it |
public final class Adoption {
    private Adoption() {}

    /// The adopted ENIs and members, and the newcomers.
    ///
    /// @param enis the adopted ENIs, by id
    /// @param members the adopted instances, the preferred first
    public record Counted(List<Eni> enis, List<Member> members, Newcomers newcomers) {}

    /// What to record after the change was announced.
    ///
    /// @param enis the adopted ENIs
    /// @param members the adopted instances
    public record Adopted(Map<EniId, SavedAttachment> enis, Set<InstanceId> members) {}

    /// @param enis every ENI with the group's tag, by id
    /// @param members every instance with the group's tag, the preferred first
    /// @param memory the record in the table
    public static Counted counted(List<Eni> enis, List<Member> members, GroupState memory) {
        List<Eni> movable = enis.stream().filter(Adoption::movable).toList();
        List<Eni> first = movable.isEmpty() ? enis : movable;
        boolean all = memory.enis().isEmpty() && oneHolderAtMost(first);
        Map<Boolean, List<Eni>> known = enis.stream()
                .collect(Collectors.partitioningBy(
                        eni -> all ? first.contains(eni) : memory.enis().containsKey(eni.id())));
        Map<Boolean, List<Member>> joined = members.stream()
                .collect(Collectors.partitioningBy(
                        member -> memory.members().isEmpty() || memory.members().contains(member.id())));
        return new Counted(
                known.getOrDefault(true, List.of()),
                joined.getOrDefault(true, List.of()),
                new Newcomers(known.getOrDefault(false, List.of()), joined.getOrDefault(false, List.of())));
    }

    /// Recorded ids without the tag now. One answer may miss an item, so an id is removed only if it was missing
    /// before too.
    ///
    /// @param group as it is now
    public static SortedSet<String> missing(GroupSnapshot group) {
        SortedSet<String> missing = new TreeSet<>();
        group.memory().enis().keySet().forEach(id -> missing.add(id.value()));
        group.memory().members().forEach(id -> missing.add(id.value()));
        group.enis().forEach(eni -> missing.remove(eni.id().value()));
        group.members().forEach(member -> missing.remove(member.id().value()));
        return missing;
    }

    /// What to record after the present membership was announced: without ids that have lost the tag, with the
    /// newcomers that may be adopted.
    ///
    /// @param group as it is now
    /// @param missingBefore what was missing in the audit before
    public static Adopted next(GroupSnapshot group, Set<String> missingBefore) {
        SortedSet<String> stays = missing(group);
        stays.removeAll(missingBefore);
        Map<EniId, SavedAttachment> enis = new TreeMap<>();
        group.memory().enis().forEach((id, last) -> {
            if (stays.contains(id.value())) {
                enis.put(id, last);
            }
        });
        List<Eni> newcomers = group.newcomers().enis();
        boolean anew = group.enis().isEmpty() && enis.isEmpty() && oneHolderAtMost(newcomers);
        for (Eni eni : group.enis()) {
            Optional.ofNullable(group.memory().enis().get(eni.id()))
                    .or(() -> remembered(eni))
                    .ifPresent(last -> enis.put(eni.id(), last));
        }
        newcomers.stream().filter(eni -> anew || joins(group, eni)).forEach(eni -> remembered(eni)
                .ifPresent(seen -> enis.put(eni.id(), seen)));
        Set<InstanceId> members = new TreeSet<>();
        group.memory().members().stream()
                .filter(id -> stays.contains(id.value()))
                .forEach(members::add);
        group.members().forEach(member -> members.add(member.id()));
        group.newcomers().members().forEach(member -> members.add(member.id()));
        return new Adopted(enis, members);
    }

    /// The changes of membership since the last adoption, for people; empty for a new group.
    ///
    /// @param group as it is now
    /// @param next what is to be recorded
    public static List<String> changes(GroupSnapshot group, Adopted next) {
        if (group.memory().enis().isEmpty() || group.memory().members().isEmpty()) {
            return List.of();
        }
        Set<EniId> enis = group.memory().enis().keySet();
        Set<InstanceId> members = group.memory().members();
        List<String> changes = new ArrayList<>();
        next.enis().keySet().stream()
                .filter(id -> !enis.contains(id))
                .forEach(id -> changes.add(id + " has joined the group and moves with it from now on"));
        enis.stream()
                .filter(id -> !next.enis().containsKey(id))
                .sorted()
                .forEach(id -> changes.add(id + " has left the group: its tag was removed, or the ENI was deleted"));
        next.members().stream()
                .filter(id -> !members.contains(id))
                .forEach(id -> changes.add(id + " has joined the group and can take the ENIs from now on"));
        members.stream()
                .filter(id -> !next.members().contains(id))
                .forEach(id ->
                        changes.add(id + " has left the group: its tag was removed, or the instance was terminated"));
        return List.copyOf(changes);
    }

    /// True where a newcomer is attached to the one instance that has all adopted ENIs, and EC2 can detach it.
    ///
    /// @param group as it is now
    /// @param eni one of its newcomers
    public static boolean joins(GroupSnapshot group, Eni eni) {
        return movable(eni)
                && eni.attachment().isPresent()
                && group.onOneInstance()
                && eni.heldBy(group.holders().getFirst())
                && eni.attachment().orElseThrow().status() == AttachmentStatus.ATTACHED;
    }

    /// EC2 never detaches a primary or an AWS-managed interface.
    private static boolean movable(Eni eni) {
        return eni.movable()
                && eni.attachment()
                        .filter(attachment -> attachment.devicePosition().deviceIndex() == 0)
                        .isEmpty();
    }

    private static boolean oneHolderAtMost(List<Eni> enis) {
        return enis.stream().flatMap(eni -> eni.holder().stream()).distinct().count() <= 1;
    }

    private static Optional<SavedAttachment> remembered(Eni eni) {
        return eni.attachment().map(SavedAttachment::of);
    }
}
