package enifailover.readiness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import enifailover.drill.RequestFields;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Why `ReadinessFunction` was woken.
public sealed interface ReadinessRequest {
    /// The right forms, shown with every mistake.
    String FORMS = "{\"action\":\"audit\"}  or  {\"action\":\"accept\",\"group\":\"NAME\"}  or "
            + " {\"action\":\"accept\",\"gone\":\"all\"}";

    /// A person asks for the report, or says that a group is right as it is now.
    ///
    /// @param accept the group that is right
    record Asked(Optional<GroupName> accept) implements ReadinessRequest {}

    /// A person says that all groups that are gone may be forgotten.
    record GoneAccepted() implements ReadinessRequest {}

    /// The schedule.
    record Scheduled() implements ReadinessRequest {}

    /// A tag of ours has changed: the rule lets no other tag pass.
    ///
    /// @param at when it happened, where told
    record TagsChanged(Optional<Instant> at) implements ReadinessRequest {}

    /// An instance has come, gone or stopped; perhaps it is none of ours.
    record OfInstance(InstanceId instance, Optional<Instant> at) implements ReadinessRequest {}

    /// Nothing that this function knows.
    ///
    /// @param message what is wrong, and the right form
    record InvalidRequest(String message) implements ReadinessRequest {}

    /// Reads a request. Never throws, whatever the bytes are.
    static ReadinessRequest read(byte[] bytes) {
        JsonNode json;
        try {
            json = new JsonMapper().readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonProcessingException notJson) {
            return wrong("the request is not JSON");
        }
        if (!json.isObject()) {
            return wrong("the request is not a JSON object");
        }
        return json.has("detail-type") ? event(json) : person(json);
    }

    private static ReadinessRequest event(JsonNode json) {
        Optional<Instant> at = instant(json.path("time").asText(""));
        String source = json.path("source").asText("");
        return switch (json.path("detail-type").asText("")) {
            case "Readiness" -> source.equals("eni-failover") ? new Scheduled() : wrong("a foreign schedule");
            case "Tag Change on Resource" -> new TagsChanged(at);
            case "EC2 Instance State-change Notification" ->
                InstanceId.parse(json.path("detail").path("instance-id").asText(""))
                        .<ReadinessRequest>map(instance -> new OfInstance(instance, at))
                        .orElseGet(() -> wrong("the event names no instance"));
            default -> wrong("an event of no concern");
        };
    }

    private static ReadinessRequest person(JsonNode json) {
        String action = json.path("action").asText("");
        Optional<GroupName> group = GroupName.parse(json.path("group").asText(""));
        if ((json.has("group") || json.has("gone")) && action.equals("audit")) {
            return wrong("an audit is of all groups");
        }
        if (json.has("gone")) {
            boolean all = action.equals("accept") && !json.has("group");
            return all && json.path("gone").asText("").equals("all")
                    ? new GoneAccepted()
                    : wrong("\"gone\" goes with accept alone, and is \"all\"");
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!Set.of("action", "group", "gone").contains(field.getKey())) {
                return wrong("unknown key \"" + RequestFields.shortened(field.getKey()) + "\"");
            }
        }
        return switch (action) {
            case "audit" -> new Asked(Optional.empty());
            case "accept" ->
                group.isPresent()
                        ? new Asked(group)
                        : wrong("\"group\" must be a group's name, it is " + RequestFields.shown(json, "group"));
            default ->
                wrong("\"action\" must be \"audit\" or \"accept\", it is " + RequestFields.shown(json, "action"));
        };
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    private static InvalidRequest wrong(String message) {
        return new InvalidRequest(message + ". The right form: " + FORMS);
    }
}
