package enifailover.flow;

import enifailover.assess.Adoption.Adopted;
import enifailover.assess.Arrival;
import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.EniMemory;
import enifailover.group.GroupMemory;
import enifailover.group.GroupSnapshot;
import enifailover.group.InstanceId;
import enifailover.group.Member;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What EC2 will forget of a group on detach, where it is news. Pure. One look may miss an ENI or a member, so
/// nothing is forgotten here: [enifailover.assess.Adoption] says what is, once that was told.
final class Noticed {
    private Noticed() {}

    /// @return what to remember: only when all ENIs are at rest on one instance, and only when it is not
    /// remembered yet
    static Optional<Adopted> news(GroupSnapshot group, GroupMemory memory) {
        boolean atRest = group.together() && group.settled();
        if (!atRest) {
            return Optional.empty();
        }
        Map<EniId, EniMemory> seen = new TreeMap<>(memory.enis());
        group.enis().forEach(eni -> seen.put(eni.id(), seen(group, memory, eni)));
        Set<InstanceId> members = memory.members().isEmpty()
                ? group.members().stream().map(Member::id).collect(Collectors.toSet())
                : memory.members();
        boolean known = seen.equals(memory.enis()) && members.equals(memory.members());
        return known ? Optional.empty() : Optional.of(new Adopted(seen, members));
    }

    /// Where it is, unless the sweep has yet to have its routing verified there: by that the sweep knows.
    private static EniMemory seen(GroupSnapshot group, GroupMemory memory, Eni eni) {
        EniMemory seen = EniMemory.of(eni.attachment().orElseThrow());
        return Arrival.unverified(group, eni.id(), seen.holder())
                ? seen.heldBy(
                        Objects.requireNonNull(memory.enis().get(eni.id())).holder())
                : seen;
    }
}
