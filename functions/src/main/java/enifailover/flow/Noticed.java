package enifailover.flow;

import enifailover.assess.Arrival;
import enifailover.group.AttachmentAttributes;
import enifailover.group.AttachmentStatus;
import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.EniMemory;
import enifailover.group.GroupMemory;
import enifailover.group.GroupSnapshot;
import enifailover.group.InstanceId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What EC2 will forget of a group on detach, where it is news. Pure.
final class Noticed {
    private Noticed() {}

    /// @return what to remember: only when all ENIs are at rest on one instance, and only when it is not remembered yet
    static Optional<Map<EniId, EniMemory>> news(GroupSnapshot group, GroupMemory memory) {
        Map<EniId, EniMemory> seen = new LinkedHashMap<>();
        for (Eni eni : group.enis()) {
            eni.attachment()
                    .filter(attachment -> attachment.status() == AttachmentStatus.ATTACHED)
                    .ifPresent(attachment -> seen.put(
                            eni.id(),
                            new EniMemory(
                                    attachment.slot(),
                                    outliving(attachment.attributes()),
                                    holder(group, memory, eni.id(), attachment.holder()))));
        }
        boolean atRest = group.together() && seen.size() == group.enis().size();
        return atRest && !seen.equals(memory.enis()) ? Optional.of(seen) : Optional.empty();
    }

    /// Where it is, unless the sweep has yet to have its routing verified there: by that the sweep knows.
    private static InstanceId holder(GroupSnapshot group, GroupMemory memory, EniId eni, InstanceId present) {
        return Arrival.unverified(group, eni, present)
                ? Objects.requireNonNull(memory.enis().get(eni)).holder()
                : present;
    }

    private static AttachmentAttributes outliving(AttachmentAttributes seen) {
        return new AttachmentAttributes(false, seen.enaQueueCount(), seen.enaSrd(), seen.enaSrdUdp());
    }
}
