package enifailover.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import enifailover.group.PlainText;
import enifailover.signal.Signal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a function returns.
public final class Answer {
    private static final JsonMapper JSON = new JsonMapper();

    private Answer() {}

    /// @param reports one a group
    /// @param dropped what was not for this program
    /// @param failures what could not be looked after
    /// @return a JSON object in UTF-8; each report has its whole text under `text`
    public static byte[] of(List<Report> reports, List<Signal.NotOurs> dropped, List<String> failures) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode all = answer.putArray("reports");
        reports.forEach(report -> all.add(ReportJson.of(report).put("text", ReportText.of(report))));
        ArrayNode others = answer.putArray("dropped");
        dropped.forEach(
                one -> others.addObject().put("reason", one.reason().name()).put("words", one.words()));
        ArrayNode missed = answer.putArray("failures");
        failures.forEach(words -> missed.add(PlainText.line(words, 1000)));
        return answer.toString().getBytes(StandardCharsets.UTF_8);
    }
}
