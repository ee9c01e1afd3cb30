package enifailover.readiness.check;

import enifailover.model.audit.AuditSnapshot;
import enifailover.model.audit.Lookup;
import enifailover.model.audit.Lookup.Known;
import enifailover.model.audit.Lookup.Unavailable;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import java.util.ArrayList;
import java.util.List;

/// Data that the audit could not read. A missing permission is a finding, not "nothing wrong".
public final class DataUnavailable {
    private DataUnavailable() {}

    /// @param warnings what could not be read of ENIs and instances
    public static List<Finding> of(AuditSnapshot auditSnapshot, List<String> warnings) {
        List<Finding> findings = new ArrayList<>();
        add("route tables", auditSnapshot.routeTables(), findings);
        add("flow logs", auditSnapshot.flowLogs(), findings);
        add("volumes of stopped instances", auditSnapshot.volumeKeys(), findings);
        add("SSM agents", auditSnapshot.agents(), findings);
        add("the routing document", auditSnapshot.document(), findings);
        add("alarms", auditSnapshot.alarms(), findings);
        add("rules", auditSnapshot.rules(), findings);
        add("the dead letter queue's alarm", auditSnapshot.deadLetters(), findings);
        add("stop protection and Spot requests", auditSnapshot.stopObstacles(), findings);
        warnings.forEach(warning -> findings.add(finding("other data", warning, false)));
        return findings;
    }

    private static void add(String what, Lookup<?> lookup, List<Finding> findings) {
        switch (lookup) {
            case Known<?> known -> {}
            case Unavailable<?>(String because, boolean denied) -> findings.add(finding(what, because, denied));
        }
    }

    private static Finding finding(String what, String because, boolean denied) {
        return new Finding(
                denied ? "permission" : "data-unavailable",
                Severity.WARNING,
                what,
                "could not be read: " + because,
                denied
                        ? "the role, a permissions boundary or a service control policy denies the call"
                        : "AWS returned an error or did not respond in time",
                denied
                        ? "deploy the template again; then check permissions boundaries and service control policies"
                        : "wait for the next audit; if the finding remains, check the AWS Health Dashboard");
    }
}
