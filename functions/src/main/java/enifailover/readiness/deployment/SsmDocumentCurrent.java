package enifailover.readiness.deployment;

import enifailover.model.audit.AuditSnapshot;
import enifailover.model.audit.RoutingDocument;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.script.RoutingScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The newest version of the SSM document is active and is the one of this build.
public final class SsmDocumentCurrent {
    private SsmDocumentCurrent() {}

    public static List<Finding> of(AuditSnapshot auditSnapshot) {
        List<Finding> findings = new ArrayList<>();
        Optional<RoutingDocument> seen = auditSnapshot.document().value();
        if (seen.isEmpty()) {
            return findings;
        }
        RoutingDocument document = seen.get();
        if (!document.status().equals("Active")) {
            findings.add(new Finding(
                    "document-version",
                    Severity.BLOCKER,
                    document.name(),
                    "the status of the SSM document is " + document.status(),
                    "the document is being updated, or its update failed",
                    "deploy the template again"));
        }
        if (!document.version().equals(document.latestVersion())) {
            findings.add(new Finding(
                    "document-version",
                    Severity.NOTE,
                    document.name(),
                    "a failover runs version " + document.latestVersion() + " of the SSM document, but its default"
                            + " version is " + document.version(),
                    "the deployment did not set the default version, or a person changed it",
                    "aws ssm update-document-default-version --name " + document.name() + " --document-version "
                            + document.latestVersion()));
        }
        RoutingScript.difference(document.script())
                .ifPresent(message -> findings.add(new Finding(
                        "document-hash",
                        Severity.WARNING,
                        document.name(),
                        message,
                        "a person changed the script that runs as root on the standbys, or code and template differ in version",
                        "find out who changed it, and deploy the template again")));
        return findings;
    }
}
