package enifailover.readiness.standby;

import enifailover.model.Attachment;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.Instance;
import enifailover.model.group.Finding;
import enifailover.model.group.Member;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The device index that each ENI has now is free on each standby, on the same network card, and the card exists.
public final class DeviceIndexFree implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        List<Finding> findings = new ArrayList<>();
        for (Member member : checkContext.standbys()) {
            Instance standby = member.instance();
            for (Eni eni : checkContext.group().enis()) {
                Optional<DevicePosition> slot = wanted(checkContext, eni);
                if (slot.isPresent() && standby.occupied().contains(slot.get())) {
                    findings.add(new Finding(
                            "index-free",
                            checkContext.ofAStandby(),
                            standby.id().value(),
                            "another interface uses " + slot.get() + "; " + eni.id() + " needs it",
                            "an ENI keeps its device index in a failover, so that its name in the guest stays the same",
                            "move that interface to another index, or set the tag device-index of the ENI to an index"
                                    + " that is free on every member"));
                } else if (slot.isPresent() && noSuchCard(standby, slot.get())) {
                    findings.add(new Finding(
                            "index-free",
                            checkContext.ofAStandby(),
                            standby.id().value(),
                            eni.id() + " is on network card " + slot.get().networkCard() + ", and " + standby.type()
                                    + " has no such card",
                            "each network card has its own device indexes",
                            "use a standby of the active's instance type, or attach the ENI to network card 0"));
                }
            }
        }
        return findings;
    }

    private static boolean noSuchCard(Instance standby, DevicePosition devicePosition) {
        return standby.limits().isPresent() && standby.limits().get().interfaces(devicePosition.networkCard()) == 0;
    }

    static Optional<DevicePosition> wanted(CheckContext checkContext, Eni eni) {
        Optional<DevicePosition> present = eni.attachment().map(Attachment::devicePosition);
        Integer tagged = checkContext.group().policy().deviceIndex().get(eni.id());
        return tagged == null
                ? present
                : Optional.of(new DevicePosition(
                        tagged, present.map(DevicePosition::networkCard).orElse(0)));
    }
}
