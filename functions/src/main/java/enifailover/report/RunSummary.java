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

/// One run of the past, as history shows it.
///
/// @param at when it began
/// @param group the group
/// @param verdict how it ended
/// @param cause why it looked, such as `DRILL`; empty where the entry does not say
/// @param from the instance the ENIs left; empty where none did
/// @param to where they went; empty where they did not
/// @param took how long it took
/// @param attached how long the ENIs were attached nowhere
/// @param outage what a client waited for
/// @param runId unique
/// @param message what happened, in a sentence
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

    /// What an older program wrote down may hold anything.
    public RunSummary {
        verdict = PlainText.line(verdict, LONGEST);
        cause = PlainText.line(cause, LONGEST);
        from = PlainText.line(from, LONGEST);
        to = PlainText.line(to, LONGEST);
        runId = PlainText.line(runId, LONGEST);
        message = PlainText.line(message, LONGEST);
    }

    /// The columns' names, for both forms.
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

    /// Reads a journal's entry. What an older program did not write is empty.
    ///
    /// @param reportJson the report; what is no JSON gives a row without details
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

    /// True for a drill, or its way back, that succeeded.
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
