package enifailover.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import enifailover.readiness.check.Audit;
import java.nio.charset.StandardCharsets;

/// The response of `ReadinessFunction`.
public final class ReadinessAnswer {
    /// Lambda allows at most 6 MB. Source: Lambda quotas, invocation payload.
    private static final int MOST_BYTES = 5_000_000;

    private static final JsonMapper JSON = new JsonMapper();

    private ReadinessAnswer() {}

    /// The whole audit as JSON, with its text under `text`; without the JSON where both are too long.
    public static byte[] of(Audit audit) {
        String text = ReadinessText.of(audit);
        byte[] whole = bytes(ReadinessJson.of(audit).put("text", text));
        if (whole.length <= MOST_BYTES) {
            return whole;
        }
        String some = text.substring(0, Math.min(text.length(), MOST_BYTES / 4));
        return bytes(JSON.createObjectNode()
                .put("at", audit.at().toString())
                .put("groups", audit.groups().size())
                .put("ready", audit.ready())
                .put(
                        "note",
                        "the report is too long for one response: the worst groups come first, the rest is in the log")
                .put("text", some));
    }

    /// @param message why there was no audit
    public static byte[] none(String message) {
        return bytes(JSON.createObjectNode().put("words", message));
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
