package enifailover.readiness.standby;

import enifailover.model.Instance;
import enifailover.model.InstanceState;
import enifailover.model.group.Finding;
import enifailover.model.group.Member;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.ArrayList;
import java.util.List;

/// Each standby runs, or is stopped and may be started.
public final class StandbyRunning implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        List<Finding> findings = new ArrayList<>();
        boolean cold = checkContext.group().policy().startsColdStandby();
        for (Member member : checkContext.standbys()) {
            Instance standby = member.instance();
            boolean fit =
                    standby.state() == InstanceState.RUNNING || (cold && standby.state() == InstanceState.STOPPED);
            if (!fit) {
                findings.add(new Finding(
                        "standby-running",
                        checkContext.ofAStandby(),
                        standby.id().value(),
                        "the standby is " + standby.state().word(),
                        standby.state() == InstanceState.STOPPED
                                ? "a failover starts a stopped standby only if the group has cold-standby=start"
                                : "a failover attaches an ENI to a running instance only",
                        standby.state() == InstanceState.STOPPED
                                ? "start the standby, or set the tag cold-standby of the ENI to start"
                                : "replace the standby, and tag the new instance"));
            }
        }
        return findings;
    }
}
