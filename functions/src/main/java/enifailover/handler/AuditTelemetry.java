package enifailover.handler;

import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupName;
import enifailover.readiness.check.Audit;
import enifailover.readiness.check.GroupAudit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/// Logs and metrics of an audit: a line for each group that is not ready or has changed, a metric line for each group.
final class AuditTelemetry {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTelemetry.class);

    private AuditTelemetry() {}

    static void refused(String message) {
        LOG.warn("No audit: {}", message);
        Telemetry.count("AuditsRefused");
    }

    static void tell(Audit audit) {
        log(Audit.DEPLOYMENT, audit.deployment(), audit);
        for (GroupAudit group : audit.groups()) {
            log(group.group(), group.findings(), audit);
            if (!audit.unannounced().contains(group.group())) {
                metrics(group, audit.at());
            }
        }
        audit.kept()
                .forEach(one -> LOG.info(
                        "Repaired: {}{}",
                        one.message(),
                        one.refused().map(message -> ", FAILED: " + message).orElse("")));
        LOG.info(
                "Audit: {} of {} groups ready, {} blockers, {} warnings",
                audit.ready(),
                audit.groups().size(),
                audit.count(Severity.BLOCKER),
                audit.count(Severity.WARNING));
        Telemetry.metrics(metrics -> {
            metrics.addMetric("Audits", 1, MetricUnit.COUNT);
            metrics.addMetric("GroupsNotReady", (double) (audit.groups().size() - audit.ready()), MetricUnit.COUNT);
            metrics.addMetric("DeploymentBlockers", (double) blockers(audit.deployment()), MetricUnit.COUNT);
            metrics.addMetric("Repairs", audit.kept().size(), MetricUnit.COUNT);
        });
    }

    private static long blockers(List<Finding> findings) {
        return findings.stream()
                .filter(one -> one.severity() == Severity.BLOCKER)
                .count();
    }

    /// One line for each group that is not ready or has changed; with full findings if it has changed.
    private static void log(GroupName whose, List<Finding> findings, Audit audit) {
        boolean changed = audit.news().contains(whose);
        boolean blocked = blockers(findings) > 0;
        if (!changed && !blocked) {
            return;
        }
        String message = findings.stream()
                .filter(one -> one.severity() != Severity.NOTE)
                .map(one -> changed ? one.toString() : one.severity() + " " + one.check() + " " + one.subject())
                .collect(Collectors.joining("; "));
        String line = "{}: {}{}";
        String state = blocked ? "NOT READY, " : message.isEmpty() ? "ready" : "ready, ";
        if (blocked) {
            LOG.error(line, whose, state, message);
        } else {
            LOG.info(line, whose, state, message);
        }
    }

    private static void metrics(GroupAudit group, Instant at) {
        Telemetry.metrics(metrics -> {
            Telemetry.onlyBy(metrics, "Group", group.group().value());
            metrics.addMetric("Ready", group.ready() ? 1 : 0, MetricUnit.COUNT);
            some(metrics, "FindingsBlocker", group.count(Severity.BLOCKER));
            some(metrics, "FindingsWarning", group.count(Severity.WARNING));
            some(metrics, "FindingsNote", group.count(Severity.NOTE));
            group.drilledAt()
                    .ifPresent(drill -> metrics.addMetric(
                            "DrillAgeHours", Duration.between(drill, at).toMinutes() / 60.0, MetricUnit.NONE));
        });
    }

    /// No zeros: CloudWatch charges for each metric with a value in an hour.
    private static void some(Metrics metrics, String name, long number) {
        if (number > 0) {
            metrics.addMetric(name, (double) number, MetricUnit.COUNT);
        }
    }
}
