package enifailover.sweep;

import enifailover.assess.Adoption.Adopted;
import enifailover.assess.UnverifiedRouting;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.model.group.Member;
import enifailover.model.group.SavedAttachment;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What EC2 will forget of a group on detach, where it is news. Pure. One look may miss an ENI or a member, so
/// nothing is forgotten here: [enifailover.assess.Adoption] says what is, once that was told.
public final class AttachmentMemoryUpdate {
    private AttachmentMemoryUpdate() {}

    /// @return what to remember: only when all ENIs are at rest on one instance, and only when it is not
    /// remembered yet
    public static Optional<Adopted> news(GroupSnapshot group, GroupState memory) {
        boolean atRest = group.onOneInstance() && group.settled();
        if (!atRest) {
            return Optional.empty();
        }
        Map<EniId, SavedAttachment> seen = new TreeMap<>(memory.enis());
        group.enis().forEach(eni -> seen.put(eni.id(), seen(group, memory, eni)));
        Set<InstanceId> members = memory.members().isEmpty()
                ? group.members().stream().map(Member::id).collect(Collectors.toSet())
                : memory.members();
        boolean known = seen.equals(memory.enis()) && members.equals(memory.members());
        return known ? Optional.empty() : Optional.of(new Adopted(seen, members));
    }

    /// Where it is, unless the sweep has yet to have its routing verified there: by that the sweep knows.
    private static SavedAttachment seen(GroupSnapshot group, GroupState memory, Eni eni) {
        SavedAttachment seen = SavedAttachment.of(eni.attachment().orElseThrow());
        return UnverifiedRouting.unverified(group, eni.id(), seen.holder())
                ? seen.heldBy(
                        Objects.requireNonNull(memory.enis().get(eni.id())).holder())
                : seen;
    }
}
