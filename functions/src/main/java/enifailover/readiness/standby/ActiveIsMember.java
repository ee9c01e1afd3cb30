package enifailover.readiness.standby;

import enifailover.model.InstanceId;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.ArrayList;
import java.util.List;

/// The instance that holds the ENIs is a member, so that they could come back to it.
public final class ActiveIsMember implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        List<Finding> findings = new ArrayList<>();
        for (InstanceId holder : checkContext.group().holders()) {
            if (!checkContext.group().members().isEmpty()
                    && checkContext.group().member(holder).isEmpty()) {
                findings.add(new Finding(
                        "holder-no-member",
                        Severity.WARNING,
                        holder.value(),
                        "it holds ENIs of group " + checkContext.group().name() + " without the group's tag",
                        "after a failover nothing could go back to it, and its status checks have no alarm of ours",
                        "tag it with the group's name"));
            }
        }
        return findings;
    }
}
