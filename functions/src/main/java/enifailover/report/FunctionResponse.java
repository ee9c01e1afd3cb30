package enifailover.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import enifailover.event.Signal;
import enifailover.model.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The response of a function.
public final class FunctionResponse {
    private static final JsonMapper JSON = new JsonMapper();

    private FunctionResponse() {}

    /// @param reports one for each group
    /// @param dropped events that are not for this program
    /// @param failures what could not be processed
    /// @return a JSON object in UTF-8; each report has its whole text under `text`
    public static byte[] of(List<Report> reports, List<Signal.Ignored> dropped, List<String> failures) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode all = answer.putArray("reports");
        reports.forEach(report -> all.add(ReportJson.of(report).put("text", ReportText.of(report))));
        ArrayNode others = answer.putArray("dropped");
        dropped.forEach(
                one -> others.addObject().put("reason", one.reason().name()).put("words", one.message()));
        ArrayNode missed = answer.putArray("failures");
        failures.forEach(message -> missed.add(PlainText.line(message, 1000)));
        return answer.toString().getBytes(StandardCharsets.UTF_8);
    }
}
