package enifailover.handler;

import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import enifailover.readiness.Audit;
import enifailover.readiness.GroupAudit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/// Logs and metrics of an audit: a line for each group that is not well, a metric line for each group.
final class AuditTelemetry {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTelemetry.class);

    private AuditTelemetry() {}

    static void refused(String words) {
        LOG.warn("Not audited: {}", words);
        Telemetry.count("AuditsRefused");
    }

    static void tell(Audit audit) {
        audit.deployment().forEach(one -> log("the deployment", one));
        for (GroupAudit group : audit.groups()) {
            group.findings().forEach(one -> log(group.group().value(), one));
            metrics(group, audit.at());
        }
        audit.kept()
                .forEach(one -> LOG.info(
                        "Put right: {}{}",
                        one.words(),
                        one.refused().map(words -> ", REFUSED: " + words).orElse("")));
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
            metrics.addMetric("PutRight", audit.kept().size(), MetricUnit.COUNT);
        });
    }

    private static long blockers(List<Finding> findings) {
        return findings.stream()
                .filter(one -> one.severity() == Severity.BLOCKER)
                .count();
    }

    private static void log(String whose, Finding finding) {
        switch (finding.severity()) {
            case BLOCKER -> LOG.error("{}: {}", whose, finding);
            case WARNING -> LOG.warn("{}: {}", whose, finding);
            case NOTE -> LOG.info("{}: {}", whose, finding);
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

    /// CloudWatch asks for each metric that has a value in an hour, so a group that is well has two and not five.
    private static void some(Metrics metrics, String name, long number) {
        if (number > 0) {
            metrics.addMetric(name, (double) number, MetricUnit.COUNT);
        }
    }
}
