package enifailover.plan;

import enifailover.group.Attachment;
import enifailover.group.AttachmentStatus;
import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.EniMemory;
import enifailover.group.GroupSnapshot;
import enifailover.group.Instance;
import enifailover.group.Slot;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where each ENI of a group has to be on its holder: the same device index on the same network card, wherever it goes.
final class Slots {
    private Slots() {}

    /// @param target asked for free slots where nothing else is known
    /// @param warnings a sentence is added for each slot that had to be guessed
    static Map<EniId, Slot> on(GroupSnapshot group, Instance target, List<String> warnings) {
        Map<EniId, Slot> slots = new LinkedHashMap<>();
        for (Eni eni : group.enis()) {
            there(eni, target).or(() -> wanted(group, eni)).ifPresent(slot -> slots.put(eni.id(), slot));
        }
        for (Eni eni : group.enis()) {
            if (!slots.containsKey(eni.id())) {
                Slot guess = lowestFree(target, new HashSet<>(slots.values()));
                slots.put(eni.id(), guess);
                warnings.add("nobody ever observed where " + eni.id() + " belongs: " + guess
                        + " is a guess; set the tag for its device index");
            }
        }
        return slots;
    }

    /// Where each ENI is, of those that are attached.
    static Map<EniId, Slot> present(GroupSnapshot group) {
        Map<EniId, Slot> slots = new LinkedHashMap<>();
        group.enis().forEach(eni -> eni.attachment().ifPresent(present -> slots.put(eni.id(), present.slot())));
        return slots;
    }

    /// What is attached to the target stays where it is, whatever a tag says of its index.
    private static Optional<Slot> there(Eni eni, Instance target) {
        return eni.attachment()
                .filter(present -> present.holder().equals(target.id()))
                .filter(present -> present.status() != AttachmentStatus.DETACHING)
                .map(Attachment::slot);
    }

    /// What the operator fixed, else where it is, else where it was last.
    private static Optional<Slot> wanted(GroupSnapshot group, Eni eni) {
        Optional<Slot> remembered =
                Optional.ofNullable(group.memory().enis().get(eni.id())).map(EniMemory::slot);
        Optional<Slot> present = eni.attachment().map(attachment -> attachment.slot());
        // While a move is unfinished, where the ENI happens to be now says less than where it was before.
        boolean interrupted = group.memory().unfinished().isPresent();
        Optional<Slot> seen = interrupted ? remembered.or(() -> present) : present.or(() -> remembered);
        Integer index = group.policy().deviceIndex().get(eni.id());
        if (index == null) {
            return seen;
        }
        return Optional.of(new Slot(index, seen.map(Slot::networkCard).orElse(0)));
    }

    private static Slot lowestFree(Instance target, Set<Slot> taken) {
        int index = 1;
        while (target.occupied().contains(new Slot(index, 0)) || taken.contains(new Slot(index, 0))) {
            index++;
        }
        return new Slot(index, 0);
    }
}
