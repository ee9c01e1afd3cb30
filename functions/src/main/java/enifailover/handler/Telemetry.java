package enifailover.handler;

import enifailover.assess.Verdict;
import enifailover.dispatch.EventDispatcher.Dispatched;
import enifailover.event.Signal;
import enifailover.report.Report;
import enifailover.report.ReportJson;
import enifailover.report.StepMetric;
import enifailover.sweep.Sweep.Swept;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/// Logs and metrics of runs. One log line and one metric line for each report, dropped event and sweep. Metrics are log
/// lines too, so they need no call.
final class Telemetry {
    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

    /// The dimension of Powertools; its value is the name of the stack.
    private static final String SERVICE = "Service";

    /// Counts verdicts that need a person, of runs and of groups in a sweep. No zeros: CloudWatch charges for each
    /// metric with a value in an hour.
    private static final String NEEDS_A_PERSON = "NeedsAPerson";

    private Telemetry() {}

    static void tell(Dispatched all) {
        all.reports().forEach(Telemetry::tell);
        all.dropped().forEach(Telemetry::tell);
        all.sweeps().forEach(Telemetry::tell);
        for (String failure : all.failures()) {
            LOG.error("The event was not processed; Lambda delivers it again: {}", failure);
            count("EventsNotProcessed");
        }
    }

    static void tell(Report report) {
        String json = ReportJson.of(report).toString();
        if (report.verdict().needsAPerson()) {
            LOG.error("{} {}", report.headline(), json);
        } else {
            LOG.info("{} {}", report.headline(), json);
        }
        metrics(metrics -> {
            alsoBy(metrics, "Group", report.group().value());
            metrics.addMetric("Runs", 1, MetricUnit.COUNT);
            metrics.addMetric(metricOf(report.verdict()), 1, MetricUnit.COUNT);
            if (report.verdict().needsAPerson()) {
                metrics.addMetric(NEEDS_A_PERSON, 1, MetricUnit.COUNT);
            }
            if (moved(report)) {
                metrics.addMetric("FailoverDuration", (double) report.took().toMillis(), MetricUnit.MILLISECONDS);
            }
        });
        if (moved(report)) {
            metrics(metrics -> report.outcomes().forEach(outcome -> StepMetric.of(outcome)
                    .ifPresent(kind -> metrics.addMetric(
                            kind.metric(), (double) outcome.took().toMillis(), MetricUnit.MILLISECONDS))));
        }
    }

    private static boolean moved(Report report) {
        return report.verdict() != Verdict.PLANNED
                && report.to().isPresent()
                && !report.outcomes().isEmpty();
    }

    private static void tell(Signal.Ignored dropped) {
        LOG.info("Event dropped ({}): {}", dropped.reason(), dropped.message());
        count("EventsDropped", "Reason", dropped.reason().name());
    }

    private static void tell(Swept swept) {
        LOG.info("Sweep: {} groups with a run, others {}", swept.reports().size(), swept.verdicts());
        swept.warnings().forEach(warning -> LOG.warn("Sweep: {}", warning));
        metrics(metrics -> {
            metrics.addMetric("Sweeps", 1, MetricUnit.COUNT);
            metrics.addMetric(
                    "GroupsSeen", swept.verdicts().size() + swept.reports().size(), MetricUnit.COUNT);
            metrics.addMetric("SweepWarnings", swept.warnings().size(), MetricUnit.COUNT);
        });
        swept.verdicts().forEach((group, verdict) -> {
            if (verdict.needsAPerson()) {
                count(NEEDS_A_PERSON, "Group", group.value());
            }
        });
    }

    /// Logs a warning that does not fail the run.
    static void warn(Optional<String> message) {
        message.ifPresent(some -> LOG.warn("{}", some));
    }

    static void count(String name) {
        metrics(metrics -> metrics.addMetric(name, 1, MetricUnit.COUNT));
    }

    private static void count(String name, String dimension, String value) {
        metrics(one -> {
            alsoBy(one, dimension, value);
            one.addMetric(name, 1, MetricUnit.COUNT);
        });
    }

    /// Counts each value twice: for the stack, for alarms, and by a second dimension. Both have the dimension of
    /// the stack.
    static void alsoBy(Metrics metrics, String dimension, String value) {
        String service = metrics.getDefaultDimensions().getDimensionValue(SERVICE);
        metrics.addDimension(DimensionSet.of(SERVICE, service, dimension, value));
    }

    /// Counts each value by the additional dimension only.
    static void onlyBy(Metrics metrics, String dimension, String value) {
        String service = metrics.getDefaultDimensions().getDimensionValue(SERVICE);
        metrics.clearDefaultDimensions();
        metrics.addDimension(DimensionSet.of(SERVICE, service, dimension, value));
    }

    /// A metric that cannot be written does not fail a failover.
    static void metrics(Consumer<Metrics> content) {
        try {
            MetricsFactory.getMetricsInstance().flushMetrics(content);
        } catch (RuntimeException notWritten) {
            LOG.warn("A metric could not be written", notWritten);
        }
    }

    /// `NO_STANDBY` becomes `VerdictNoStandby`.
    static String metricOf(Verdict verdict) {
        StringBuilder camel = new StringBuilder("Verdict");
        for (String word : verdict.name().split("_", -1)) {
            camel.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return camel.toString();
    }
}
