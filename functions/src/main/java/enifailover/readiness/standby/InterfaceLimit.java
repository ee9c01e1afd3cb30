package enifailover.readiness.standby;

import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.Instance;
import enifailover.model.group.Finding;
import enifailover.model.group.Member;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The instance type of each standby allows the group's interfaces in addition to its own.
public final class InterfaceLimit implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        List<Finding> findings = new ArrayList<>();
        for (Member member : checkContext.standbys()) {
            Instance standby = member.instance();
            if (standby.limits().isEmpty()) {
                continue;
            }
            Map<Integer, Integer> perCard = new TreeMap<>();
            for (Eni eni : checkContext.group().enis()) {
                Optional<DevicePosition> slot = DeviceIndexFree.wanted(checkContext, eni);
                slot.ifPresent(it -> perCard.merge(it.networkCard(), 1, Integer::sum));
            }
            perCard.forEach((card, more) -> {
                int most = standby.limits().get().interfaces(card);
                int has = (int) standby.occupied().stream()
                        .filter(devicePosition -> devicePosition.networkCard() == card)
                        .count();
                if (most > 0 && has + more > most) {
                    findings.add(new Finding(
                            "interface-limit",
                            checkContext.ofAStandby(),
                            standby.id().value(),
                            standby.type() + " allows " + most + " interfaces on network card " + card
                                    + "; after a failover it would have " + (has + more),
                            "EC2 refuses to attach more interfaces than the instance type allows",
                            "detach an interface that is not needed, or use a larger instance type"));
                }
            });
        }
        return findings;
    }
}
