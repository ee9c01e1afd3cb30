package enifailover.simulation;

import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.EniMemory;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.port.Sight;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// One group in one look, as the laws read it: what counts, and what carries the tag and was not adopted. The
/// rule is written a second time here. Where the table remembers no ENI, all of them count if they are on one
/// instance at most, and else none; where it remembers no member, all of them do.
///
/// @param sight with every ENI that carries the group's tag
/// @param seen when the look ended
/// @param enis those that count
/// @param members the instances that count
/// @param newEnis the ENIs that do not count
/// @param newMembers the instances that do not count
/// @param wish what the ENIs that count ask for
/// @param memory what the table remembered
record View(
        GroupName group,
        Sight sight,
        Instant seen,
        List<Eni> enis,
        Set<InstanceId> members,
        Set<EniId> newEnis,
        Set<InstanceId> newMembers,
        Wish wish,
        GroupMemory memory) {

    /// @param sight the part of a look that is of this group
    /// @param seen when the look ended
    static View of(GroupName group, Sight sight, Instant seen, GroupMemory memory) {
        Set<Optional<InstanceId>> holders = sight.enis().stream()
                .map(Eni::holder)
                .filter(Optional::isPresent)
                .collect(Collectors.toSet());
        boolean all = memory.enis().isEmpty() && holders.size() <= 1;
        Set<EniId> newEnis = new HashSet<>();
        for (Eni eni : sight.enis()) {
            if (!all && !memory.enis().containsKey(eni.id())) {
                newEnis.add(eni.id());
            }
        }
        Set<InstanceId> members = new HashSet<>();
        Set<InstanceId> newMembers = new HashSet<>();
        for (Instance one : sight.instances()) {
            if (Truth.memberOf(group, one)) {
                boolean counts = memory.members().isEmpty() || memory.members().contains(one.id());
                (counts ? members : newMembers).add(one.id());
            }
        }
        List<Eni> counted =
                sight.enis().stream().filter(eni -> !newEnis.contains(eni.id())).toList();
        return new View(group, sight, seen, counted, members, newEnis, newMembers, Wish.of(counted), memory);
    }

    Instance instance(InstanceId id) {
        return Truth.instance(sight, id);
    }

    /// The instance that all ENIs that count are on, whatever the attachments' status.
    Optional<InstanceId> holder() {
        Set<Optional<InstanceId>> all = enis.stream().map(Eni::holder).collect(Collectors.toSet());
        return all.size() == 1 ? all.iterator().next() : Optional.empty();
    }

    Set<InstanceId> holders() {
        return enis.stream().flatMap(eni -> eni.holder().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    boolean settled() {
        return enis.stream().map(Truth::at).noneMatch(Truth.NOWHERE::equals);
    }

    /// Whom the table remembers to have had one of these ENIs.
    Set<InstanceId> remembered() {
        return enis.stream()
                .flatMap(eni -> Optional.ofNullable(memory.enis().get(eni.id())).stream())
                .map(EniMemory::holder)
                .collect(Collectors.toSet());
    }

    /// Nobody loses anything by a move: whoever has, or last had, the ENIs has left service.
    boolean outOfService() {
        Set<InstanceId> had = holders().isEmpty() ? remembered() : holders();
        return !had.isEmpty() && had.stream().allMatch(id -> Truth.leaving(instance(id)));
    }

    String words() {
        return Truth.words(sight.enis(), sight.instances());
    }
}
