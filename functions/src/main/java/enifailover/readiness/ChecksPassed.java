package enifailover.readiness;

import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import enifailover.group.Instance;
import enifailover.group.InstanceState;
import enifailover.group.StatusChecks;
import java.util.ArrayList;
import java.util.List;

/// EC2's status checks of every member that runs have passed.
final class ChecksPassed implements Check {
    @Override
    public List<Finding> look(Ground ground) {
        List<Finding> findings = new ArrayList<>();
        ground.runningStandbys().forEach(standby -> look(standby, ground.ofAStandby(), findings));
        ground.active()
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
                "its status checks have not passed: " + checks.words(),
                impaired
                        ? "EC2 sees a fault of the host, the guest or its volumes"
                        : "it has just started, or EC2 has no data",
                impaired
                        ? "stop and start it (it gets another host), or replace it"
                        : "wait five minutes and look again"));
    }
}
