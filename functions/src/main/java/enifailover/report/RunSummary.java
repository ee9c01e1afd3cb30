package enifailover.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import enifailover.model.PlainText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One run, as the history shows it.
///
/// @param at when it began
/// @param group the group
/// @param verdict how it ended
/// @param cause the cause, such as `DRILL`; empty where the entry has none
/// @param from the former holder; empty where nothing moved
/// @param to the new holder; empty where nothing moved
/// @param took how long it took
/// @param attached how long the ENIs were not attached
/// @param outage the outage of a client
/// @param runId unique
/// @param message what happened, in one sentence
public record RunSummary(
        Instant at,
        String group,
        String verdict,
        String cause,
        String from,
        String to,
        Duration took,
        Optional<Duration> attached,
        Optional<Duration> outage,
        String runId,
        String message) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST = 1000;

    /// The text in the table is not trusted.
    public RunSummary {
        verdict = PlainText.line(verdict, LONGEST);
        cause = PlainText.line(cause, LONGEST);
        from = PlainText.line(from, LONGEST);
        to = PlainText.line(to, LONGEST);
        runId = PlainText.line(runId, LONGEST);
        message = PlainText.line(message, LONGEST);
    }

    /// The names of the columns.
    static final List<String> COLUMNS = List.of(
            "started",
            "group",
            "verdict",
            "cause",
            "from",
            "to",
            "took_s",
            "attach_gap_s",
            "outage_s",
            "run_id",
            "words");

    /// Reads an entry of the journal. Missing fields are empty.
    ///
    /// @param reportJson the report; text that is not JSON gives a row without details
    public static RunSummary of(String group, Instant at, String runId, String verdict, String reportJson) {
        JsonNode report;
        try {
            report = JSON.readTree(reportJson);
        } catch (JacksonException notJson) {
            report = JSON.createObjectNode();
        }
        return new RunSummary(
                at,
                group,
                verdict,
                report.path("cause").asText(""),
                report.path("from").asText(""),
                report.path("to").asText(""),
                Duration.ofMillis(report.path("tookMs").asLong(0)),
                millis(report.path("outage").path("attachedMs")),
                millis(report.path("outage").path("wholeMs")),
                runId,
                report.path("words").asText(""));
    }

    private static Optional<Duration> millis(JsonNode node) {
        return node.isIntegralNumber() ? Optional.of(Duration.ofMillis(node.asLong())) : Optional.empty();
    }

    /// Whether this is a drill, or its return, that succeeded.
    public boolean goodDrill() {
        return cause.equals("DRILL") && verdict.equals("SUCCEEDED") && outage.isPresent();
    }

    List<String> cells() {
        return List.of(
                at.toString(),
                group,
                verdict,
                cause,
                from,
                to,
                seconds(Optional.of(took)),
                seconds(attached),
                seconds(outage),
                runId,
                message);
    }

    /// As JSON, with durations in milliseconds.
    public ObjectNode json() {
        ObjectNode json = JSON.createObjectNode()
                .put("started", at.toString())
                .put("group", group)
                .put("verdict", verdict)
                .put("cause", cause)
                .put("from", from)
                .put("to", to)
                .put("tookMs", took.toMillis());
        attached.ifPresent(gap -> json.put("attachedMs", gap.toMillis()));
        outage.ifPresent(whole -> json.put("outageMs", whole.toMillis()));
        return json.put("runId", runId).put("words", message);
    }

    static String seconds(Optional<Duration> duration) {
        return duration.map(d -> String.format(Locale.ROOT, "%.2f", d.toMillis() / 1000.0))
                .orElse("");
    }
}
