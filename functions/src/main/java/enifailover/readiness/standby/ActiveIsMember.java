package enifailover.readiness.standby;

import enifailover.model.InstanceId;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.ArrayList;
import java.util.List;

/// The instance that holds the ENIs is a member, so that a failback to it is possible.
public final class ActiveIsMember implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        List<Finding> findings = new ArrayList<>();
        for (InstanceId holder : checkContext.group().holders()) {
            if (!checkContext.group().members().isEmpty()
                    && checkContext.group().member(holder).isEmpty()) {
                findings.add(new Finding(
                        "active-not-member",
                        Severity.WARNING,
                        holder.value(),
                        "it holds ENIs of group " + checkContext.group().name() + " but has no tag of the group",
                        "a failback to it is not possible, and this stack makes no status-check alarms for it",
                        "tag the instance with the group's name"));
            }
        }
        return findings;
    }
}
