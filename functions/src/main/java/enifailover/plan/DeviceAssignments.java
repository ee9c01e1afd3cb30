package enifailover.plan;

import enifailover.model.Attachment;
import enifailover.model.AttachmentStatus;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.SavedAttachment;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The device position of each ENI on the target: the same device index on the same network card as before.
final class DeviceAssignments {
    private DeviceAssignments() {}

    /// @param target its free device indexes are used where no position is known
    /// @param warnings gets a sentence for each position that is a guess
    static Map<EniId, DevicePosition> on(GroupSnapshot group, Instance target, List<String> warnings) {
        Map<EniId, DevicePosition> slots = new LinkedHashMap<>();
        for (Eni eni : group.enis()) {
            there(eni, target)
                    .or(() -> wanted(group, eni))
                    .ifPresent(devicePosition -> slots.put(eni.id(), devicePosition));
        }
        for (Eni eni : group.enis()) {
            if (!slots.containsKey(eni.id())) {
                DevicePosition guess = lowestFree(target, new HashSet<>(slots.values()));
                slots.put(eni.id(), guess);
                warnings.add("the device index of " + eni.id() + " was never observed: " + guess
                        + " is a guess; set the tag for its device index");
            }
        }
        return slots;
    }

    /// The present position of each attached ENI.
    static Map<EniId, DevicePosition> present(GroupSnapshot group) {
        Map<EniId, DevicePosition> slots = new LinkedHashMap<>();
        group.enis()
                .forEach(eni -> eni.attachment().ifPresent(present -> slots.put(eni.id(), present.devicePosition())));
        return slots;
    }

    /// An ENI on the target keeps its position, whatever its tag says.
    private static Optional<DevicePosition> there(Eni eni, Instance target) {
        return eni.attachment()
                .filter(present -> present.holder().equals(target.id()))
                .filter(present -> present.status() != AttachmentStatus.DETACHING)
                .map(Attachment::devicePosition);
    }

    /// The position of the tag, else the present one, else the recorded one.
    private static Optional<DevicePosition> wanted(GroupSnapshot group, Eni eni) {
        Optional<DevicePosition> remembered =
                Optional.ofNullable(group.memory().enis().get(eni.id())).map(SavedAttachment::devicePosition);
        Optional<DevicePosition> present = eni.attachment().map(attachment -> attachment.devicePosition());
        // During an unfinished move the recorded position is more reliable than the present one.
        boolean interrupted = group.memory().unfinished().isPresent();
        Optional<DevicePosition> seen = interrupted ? remembered.or(() -> present) : present.or(() -> remembered);
        Integer index = group.policy().deviceIndex().get(eni.id());
        if (index == null) {
            return seen;
        }
        return Optional.of(
                new DevicePosition(index, seen.map(DevicePosition::networkCard).orElse(0)));
    }

    private static DevicePosition lowestFree(Instance target, Set<DevicePosition> taken) {
        int index = 1;
        while (target.occupied().contains(new DevicePosition(index, 0))
                || taken.contains(new DevicePosition(index, 0))) {
            index++;
        }
        return new DevicePosition(index, 0);
    }
}
