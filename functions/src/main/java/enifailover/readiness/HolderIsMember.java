package enifailover.readiness;

import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import enifailover.group.InstanceId;
import java.util.ArrayList;
import java.util.List;

/// The instance that holds the ENIs is a member, so that they could come back to it.
final class HolderIsMember implements Check {
    @Override
    public List<Finding> look(Ground ground) {
        List<Finding> findings = new ArrayList<>();
        for (InstanceId holder : ground.group().holders()) {
            if (!ground.group().members().isEmpty()
                    && ground.group().member(holder).isEmpty()) {
                findings.add(new Finding(
                        "holder-no-member",
                        Severity.WARNING,
                        holder.value(),
                        "it holds ENIs of group " + ground.group().name() + " without the group's tag",
                        "after a failover nothing could go back to it, and its status checks have no alarm of ours",
                        "tag it with the group's name"));
            }
        }
        return findings;
    }
}
