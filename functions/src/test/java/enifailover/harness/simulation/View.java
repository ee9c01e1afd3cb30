package enifailover.harness.simulation;

import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupState;
import enifailover.model.group.SavedAttachment;
import enifailover.port.Observation;
import java.time.Instant;
import java.util.ArrayList;
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
/// @param observation with every ENI that carries the group's tag
/// @param seen when the look ended
/// @param enis those that count
/// @param members the instances that count
/// @param newEnis the ENIs that do not count
/// @param newMembers the instances that do not count
/// @param wish what the ENIs that count ask for
/// @param memory what the table remembered
record View(
        GroupName group,
        Observation observation,
        Instant seen,
        List<Eni> enis,
        Set<InstanceId> members,
        Set<EniId> newEnis,
        Set<InstanceId> newMembers,
        Wish wish,
        GroupState memory) {

    /// @param observation the part of a look that is of this group
    /// @param seen when the look ended
    static View of(GroupName group, Observation observation, Instant seen, GroupState memory) {
        Set<InstanceId> holders = new HashSet<>();
        for (Eni eni : observation.enis()) {
            eni.holder().ifPresent(holders::add);
        }
        boolean all = memory.enis().isEmpty() && holders.size() <= 1;
        List<Eni> counted = new ArrayList<>();
        Set<EniId> newEnis = new HashSet<>();
        for (Eni eni : observation.enis()) {
            if (all || memory.enis().containsKey(eni.id())) {
                counted.add(eni);
            } else {
                newEnis.add(eni.id());
            }
        }
        Set<InstanceId> members = new HashSet<>();
        Set<InstanceId> newMembers = new HashSet<>();
        for (Instance one : observation.instances()) {
            if (Truth.memberOf(group, one)) {
                boolean counts = memory.members().isEmpty() || memory.members().contains(one.id());
                (counts ? members : newMembers).add(one.id());
            }
        }
        return new View(
                group, observation, seen, List.copyOf(counted), members, newEnis, newMembers, Wish.of(counted), memory);
    }

    Instance instance(InstanceId id) {
        return Truth.instance(observation, id);
    }

    /// The instance that all ENIs that count are on, whatever the attachments' status.
    Optional<InstanceId> holder() {
        Set<Optional<InstanceId>> all = enis.stream().map(Eni::holder).collect(Collectors.toSet());
        return all.size() == 1 ? all.iterator().next() : Optional.empty();
    }

    Set<InstanceId> holders() {
        Set<InstanceId> holders = new TreeSet<>();
        enis.forEach(eni -> eni.holder().ifPresent(holders::add));
        return holders;
    }

    boolean settled() {
        return enis.stream().map(Truth::at).noneMatch(Truth.NOWHERE::equals);
    }

    /// Whom the table remembers to have had one of these ENIs.
    Set<InstanceId> remembered() {
        return enis.stream()
                .flatMap(eni -> Optional.ofNullable(memory.enis().get(eni.id())).stream())
                .map(SavedAttachment::holder)
                .collect(Collectors.toSet());
    }

    /// Nobody loses anything by a move: whoever has, or last had, the ENIs has left service.
    boolean outOfService() {
        Set<InstanceId> had = holders().isEmpty() ? remembered() : holders();
        return !had.isEmpty() && had.stream().allMatch(id -> Truth.leaving(instance(id)));
    }

    String message() {
        return Truth.message(observation.enis(), observation.instances());
    }
}
