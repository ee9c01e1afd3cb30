package enifailover.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import enifailover.drill.DrillRequest.Action;
import enifailover.drill.DrillRequest.Drill;
import enifailover.drill.DrillRequest.History;
import enifailover.drill.DrillRequest.InvalidRequest;
import enifailover.drill.DrillRequest.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads a person's request: each action has its form, and each mistake a sentence.
final class DrillRequestParser {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private DrillRequestParser() {}

    /// One action: its keys, its form for a person, and how it is read.
    private record Form(Set<String> keys, String message, Function<RequestFields, DrillRequest> reader) {}

    private static final Map<String, Form> FORMS = Map.of(
            "stop",
            form(true),
            "resume",
            form(false),
            "plan",
            new Form(Set.of("action", "group", "target"), """
                    {"action":"plan","group":"NAME"}; optional: "target":"i-..." to name the standby""", fields -> drill(Action.PLAN, fields)),
            "failover",
            new Form(RequestFields.OF_A_MOVE, """
                    {"action":"failover","group":"NAME","confirm":"NAME"}; optional: "target":"i-..." to name the standby, \
                    "back_after_s":SECONDS to move back after so long, "target_s":SECONDS for pass or fail, \
                    "override":true for a paused group, "request_id":"ID" so that the same request twice is one move""", fields -> drill(Action.FAILOVER, fields)),
            "failback",
            new Form(
                    RequestFields.without(RequestFields.OF_A_MOVE, "back_after_s"),
                    """
                    {"action":"failback","group":"NAME","confirm":"NAME"}; optional: "target":"i-..." to name where they \
                    belong, "target_s":SECONDS for pass or fail, "override":true for a paused group, "request_id":"ID" so \
                    that the same request twice is one move""",
                    fields -> drill(Action.FAILBACK, fields)),
            "status",
            new Form(Set.of("action", "group"), """
                    {"action":"status"}; optional: "group":"NAME" for one group""", fields -> new Status(fields.groupIfAny())),
            "history",
            new Form(
                    Set.of("action", "group", "limit", "since", "format"),
                    """
                    {"action":"history"}; optional: "group":"NAME" for one group, "limit":1 to 1000 (default 20), \
                    "since":"2026-11-24T00:00:00Z", "format":"table" or "csv\"""",
                    fields -> new History(fields.groupIfAny(), fields.limit(), fields.since(), fields.csv())));

    private static Form form(boolean stops) {
        return stops
                ? new Form(Set.of("action", "confirm", "reason"), """
                        {"action":"stop","confirm":"all groups","reason":"WHY"} to stop automatic failover of all groups""", fields -> fields.ofAllGroups(true))
                : new Form(Set.of("action", "confirm"), """
                        {"action":"resume","confirm":"all groups"}" to resume automatic failover of all groups""", fields -> fields.ofAllGroups(false));
    }

    private static DrillRequest drill(Action action, RequestFields fields) {
        var group = fields.group();
        if (action != Action.PLAN) {
            fields.confirm(group);
        }
        return new Drill(
                action,
                group.orElse(RequestFields.NOBODY),
                fields.target(),
                fields.override(),
                fields.seconds("back_after_s"),
                fields.seconds("target_s"),
                fields.requestId());
    }

    static DrillRequest read(byte[] bytes) {
        if (bytes.length > DrillRequest.MOST_BYTES) {
            return wrong("the request is longer than " + DrillRequest.MOST_BYTES + " bytes");
        }
        JsonNode json;
        try {
            json = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonProcessingException notJson) {
            String said = String.valueOf(notJson.getOriginalMessage());
            return wrong("the request is not JSON: " + RequestFields.shortened(said));
        }
        if (!json.isObject()) {
            return wrong("the request is not a JSON object");
        }
        String action = json.path("action").isTextual() ? json.path("action").asText() : "";
        Form form = FORMS.get(action);
        if (form == null) {
            return wrong("\"action\" must be one of " + actions() + ", it is " + RequestFields.shown(json, "action")
                    + hint(action, FORMS.keySet()));
        }
        RequestFields fields = new RequestFields(json);
        json.fieldNames().forEachRemaining(name -> {
            if (!form.keys().contains(name)) {
                fields.mistake("unknown key \"" + RequestFields.shortened(name) + "\" for \"" + action + "\""
                        + hint(name, form.keys()));
            }
        });
        DrillRequest request = form.reader().apply(fields);
        return fields.mistakes().isEmpty() ? request : new InvalidRequest(fields.mistakes(), form.message());
    }

    /// What was probably meant: the same word, were it not for its case, its dashes or a blank.
    private static String hint(String word, Set<String> known) {
        String plain = word.strip().toLowerCase(Locale.ROOT).replace('-', '_');
        return known.contains(plain) && !plain.equals(word) ? " (did you mean \"" + plain + "\"?)" : "";
    }

    private static String actions() {
        return FORMS.keySet().stream().sorted().map(word -> "\"" + word + "\"").collect(Collectors.joining(", "));
    }

    private static InvalidRequest wrong(String mistake) {
        String all = FORMS.keySet().stream()
                .sorted()
                .map(word -> Optional.ofNullable(FORMS.get(word)).orElseThrow().message())
                .collect(Collectors.joining("  or  "));
        return new InvalidRequest(List.of(mistake), all);
    }
}
