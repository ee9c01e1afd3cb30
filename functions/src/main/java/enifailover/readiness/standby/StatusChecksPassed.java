package enifailover.readiness.standby;

import enifailover.model.Instance;
import enifailover.model.InstanceState;
import enifailover.model.StatusChecks;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.ArrayList;
import java.util.List;

/// EC2's status checks of every member that runs have passed.
public final class StatusChecksPassed implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        List<Finding> findings = new ArrayList<>();
        checkContext.runningStandbys().forEach(standby -> look(standby, checkContext.ofAStandby(), findings));
        checkContext
                .active()
                .filter(active -> active.state() == InstanceState.RUNNING)
                .ifPresent(active -> look(active, Severity.WARNING, findings));
        return findings;
    }

    private static void look(Instance instance, Severity severity, List<Finding> findings) {
        StatusChecks checks = instance.checks();
        if (checks.passed()) {
            return;
        }
        boolean impaired = !checks.impaired().isEmpty();
        findings.add(new Finding(
                "status-checks",
                severity,
                instance.id().value(),
                "the status checks have not passed: " + checks.message(),
                impaired
                        ? "EC2 reports a fault of the host, the guest or the volumes"
                        : "the instance has just started, or EC2 has no data",
                impaired
                        ? "stop and start the instance (EC2 starts it on another host), or replace it"
                        : "wait five minutes; if the finding remains, check the instance"));
    }
}
