package enifailover.readiness.deployment;

import enifailover.model.audit.AuditSnapshot;
import enifailover.model.audit.RoutingDocument;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.script.RoutingScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The newest version of the routing document can be run, and is the one that this deployment knows.
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
                    "the routing document is " + document.status(),
                    "it is being replaced, or failed to be made",
                    "deploy the template again"));
        }
        if (!document.version().equals(document.latestVersion())) {
            findings.add(new Finding(
                    "document-version",
                    Severity.NOTE,
                    document.name(),
                    "the failover runs version " + document.latestVersion() + ", and whoever runs the document by hand"
                            + " without a version runs " + document.version(),
                    "CloudFormation did not make the new version the default one, or somebody changed the default",
                    "aws ssm update-document-default-version --name " + document.name() + " --document-version "
                            + document.latestVersion()));
        }
        RoutingScript.difference(document.script())
                .ifPresent(message -> findings.add(new Finding(
                        "document-hash",
                        Severity.WARNING,
                        document.name(),
                        message,
                        "somebody changed what runs as root on the standbys, or code and template are of two versions",
                        "find out who, and deploy the template again")));
        return findings;
    }
}
