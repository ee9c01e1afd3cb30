package enifailover.readiness.check;

import enifailover.model.audit.AuditSnapshot;
import enifailover.model.audit.Lookup;
import enifailover.model.audit.Lookup.Known;
import enifailover.model.audit.Lookup.Unavailable;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import java.util.ArrayList;
import java.util.List;

/// What the audit could not look at: a missing permission is a finding, not "nothing wrong".
public final class DataUnavailable {
    private DataUnavailable() {}

    /// @param warnings what the sight of ENIs and instances could not show
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
        warnings.forEach(warning -> findings.add(finding("not everything", warning, false)));
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
                denied ? "permission" : "not-seen",
                Severity.WARNING,
                what,
                "could not be seen: " + because,
                denied
                        ? "the role, a permissions boundary or an organisation's policy does not allow it"
                        : "AWS did not answer, or answered too late",
                denied
                        ? "deploy the template again, and look at what else limits the role"
                        : "nothing, unless it stays");
    }
}
