package enifailover.readiness;

import enifailover.group.Attachment;
import enifailover.group.Eni;
import enifailover.group.Finding;
import enifailover.group.Instance;
import enifailover.group.Member;
import enifailover.group.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The device index that each ENI has now is free on each standby, on the same network card, and the card exists.
final class IndexFree implements Check {
    @Override
    public List<Finding> look(Ground ground) {
        List<Finding> findings = new ArrayList<>();
        for (Member member : ground.standbys()) {
            Instance standby = member.instance();
            for (Eni eni : ground.group().enis()) {
                Optional<Slot> slot = wanted(ground, eni);
                if (slot.isPresent() && standby.occupied().contains(slot.get())) {
                    findings.add(new Finding(
                            "index-free",
                            ground.ofAStandby(),
                            standby.id().value(),
                            "its " + slot.get() + " is taken by another interface; " + eni.id() + " needs it",
                            "an ENI keeps its device index, or the guest would know it by another name",
                            "move that interface to another index, or set the tag device-index of the ENI to one that"
                                    + " is free on every member"));
                } else if (slot.isPresent() && noSuchCard(standby, slot.get())) {
                    findings.add(new Finding(
                            "index-free",
                            ground.ofAStandby(),
                            standby.id().value(),
                            eni.id() + " is on network card " + slot.get().networkCard() + ", and " + standby.type()
                                    + " has no such card",
                            "each network card has indexes of its own",
                            "use a standby of the active's type, or attach the ENI to card 0"));
                }
            }
        }
        return findings;
    }

    private static boolean noSuchCard(Instance standby, Slot slot) {
        return standby.limits().isPresent() && standby.limits().get().interfaces(slot.networkCard()) == 0;
    }

    static Optional<Slot> wanted(Ground ground, Eni eni) {
        Optional<Slot> present = eni.attachment().map(Attachment::slot);
        Integer tagged = ground.group().policy().deviceIndex().get(eni.id());
        return tagged == null
                ? present
                : Optional.of(new Slot(tagged, present.map(Slot::networkCard).orElse(0)));
    }
}
