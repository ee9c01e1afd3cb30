package enifailover.readiness.standby;

import enifailover.model.Instance;
import enifailover.model.audit.StopObstacle;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.Member;
import enifailover.model.group.Policy;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// With `fence=stop` nothing is moved before the failed active is stopped. EC2 refuses to stop some instances.
/// Sources: EC2 API, StopInstances and ModifyInstanceAttribute; EC2 user guide, "Manage your Spot Instances".
public final class FencePossible implements Check {
    private static final String TERMINATE_OR_NONE = "set fence=none, or replace the instance by one that EC2 can stop";

    @Override
    public List<Finding> look(CheckContext checkContext) {
        List<Finding> findings = new ArrayList<>();
        if (checkContext.group().policy().fence() != Policy.Fence.STOP) {
            return findings;
        }
        for (Member member : checkContext.group().members()) {
            Instance instance = member.instance();
            boolean active = checkContext.group().holders().contains(member.id());
            Set<StopObstacle> obstacles = checkContext
                    .auditSnapshot()
                    .stopObstacles()
                    .value()
                    .map(all -> all.getOrDefault(member.id(), Set.of()))
                    .orElse(Set.of());
            if (instance.provisioning().instanceStoreRoot()) {
                findings.add(finding(member, active, "its root device is an instance store volume", TERMINATE_OR_NONE));
            }
            for (StopObstacle obstacle : obstacles) {
                findings.add(
                        switch (obstacle) {
                            case ONE_TIME_SPOT ->
                                finding(
                                        member,
                                        active,
                                        "it is a Spot instance of a one-time request",
                                        TERMINATE_OR_NONE);
                            case STOP_PROTECTION ->
                                finding(
                                        member,
                                        active,
                                        "stop protection (disableApiStop) is on",
                                        "aws ec2 modify-instance-attribute --no-disable-api-stop --instance-id "
                                                + member.id() + ", or set fence=none");
                        });
            }
        }
        return findings;
    }

    private static Finding finding(Member member, boolean active, String why, String help) {
        return new Finding(
                "stop-refused",
                active ? Severity.BLOCKER : Severity.WARNING,
                member.id().value(),
                "EC2 cannot stop this instance: " + why,
                active
                        ? "the group has fence=stop: a failover stops the active first, so no ENI would move"
                        : "the group has fence=stop: while this instance is the active, no failover is possible",
                help);
    }
}
