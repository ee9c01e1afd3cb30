package enifailover.readiness;

import enifailover.group.Eni;
import enifailover.group.Finding;
import enifailover.group.Instance;
import enifailover.group.Member;
import enifailover.group.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Each standby's type takes the group's interfaces besides those it has.
final class InterfaceLimit implements Check {
    @Override
    public List<Finding> look(Ground ground) {
        List<Finding> findings = new ArrayList<>();
        for (Member member : ground.standbys()) {
            Instance standby = member.instance();
            if (standby.limits().isEmpty()) {
                continue;
            }
            Map<Integer, Integer> perCard = new TreeMap<>();
            for (Eni eni : ground.group().enis()) {
                Optional<Slot> slot = IndexFree.wanted(ground, eni);
                slot.ifPresent(it -> perCard.merge(it.networkCard(), 1, Integer::sum));
            }
            perCard.forEach((card, more) -> {
                int most = standby.limits().get().interfaces(card);
                int has = (int) standby.occupied().stream()
                        .filter(slot -> slot.networkCard() == card)
                        .count();
                if (most > 0 && has + more > most) {
                    findings.add(new Finding(
                            "interface-limit",
                            ground.ofAStandby(),
                            standby.id().value(),
                            standby.type() + " takes " + most + " interfaces on network card " + card
                                    + ", it would have " + (has + more),
                            "EC2 refuses an interface above the limit of the instance type",
                            "detach an interface it does not need, or use a larger type"));
                }
            });
        }
        return findings;
    }
}
