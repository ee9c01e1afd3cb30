package enifailover.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import enifailover.model.InstanceId;
import java.time.Duration;
import java.util.List;

/// A report as JSON: for the function's response, the event's detail and the journal.
public final class ReportJson {
    /// The largest JSON, in bytes. Source: a DynamoDB item has at most 400 KB.
    public static final int MOST_BYTES = 380_000;

    private static final JsonMapper JSON = new JsonMapper();

    private ReportJson() {}

    /// @return an object of at most [#MOST_BYTES]
    public static ObjectNode of(Report report) {
        ObjectNode json = JSON.createObjectNode();
        json.put("group", report.group().value());
        json.put("runId", report.runId());
        json.put("verdict", report.verdict().name());
        json.put("cause", report.trigger().cause().name());
        json.put("trigger", report.trigger().message());
        json.put("words", report.headline());
        report.reason().ifPresent(reason -> json.put("reason", reason));
        report.from().map(InstanceId::value).ifPresent(id -> json.put("from", id));
        report.to().map(InstanceId::value).ifPresent(id -> json.put("to", id));
        texts(json.putArray("evidence"), report.evidence());
        texts(json.putArray("plan"), report.plan());
        ArrayNode steps = json.putArray("steps");
        report.outcomes().forEach(outcome -> steps.addObject()
                .put("kind", outcome.kind().name())
                .put("step", outcome.step())
                .put("result", outcome.result().name())
                .put(
                        "startedMs",
                        Duration.between(report.started(), outcome.started()).toMillis())
                .put("tookMs", outcome.took().toMillis())
                .put("words", outcome.message()));
        texts(json.putArray("warnings"), report.warnings());
        ArrayNode findings = json.putArray("findings");
        report.findings().forEach(finding -> findings.addObject()
                .put("check", finding.check())
                .put("severity", finding.severity().name())
                .put("subject", finding.subject())
                .put("symptom", finding.symptom())
                .put("cause", finding.cause())
                .put("action", finding.action())
                .put("help", finding.help()));
        json.put("started", report.started().toString());
        json.put("tookMs", report.took().toMillis());
        report.outage().ifPresent(outage -> {
            ObjectNode seen =
                    json.putObject("outage").put("attachedMs", outage.attached().toMillis());
            outage.routed().ifPresent(routed -> seen.put("routedMs", routed.toMillis()));
            outage.answered().ifPresent(answered -> seen.put("answeredMs", answered.toMillis()));
            seen.put("wholeMs", outage.whole().toMillis());
        });
        return json;
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
