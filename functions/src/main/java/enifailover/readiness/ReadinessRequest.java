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

/// Why `ReadinessFunction` was invoked.
public sealed interface ReadinessRequest {
    /// The valid requests.
    String FORMS = "{\"action\":\"audit\"}  or  {\"action\":\"accept\",\"group\":\"NAME\"}  or "
            + " {\"action\":\"accept\",\"gone\":\"all\"}";

    /// A person requests an audit.
    ///
    /// @param accept the group whose present state the person accepts
    record Asked(Optional<GroupName> accept) implements ReadinessRequest {}

    /// A person deletes the records of all groups that no longer exist.
    record GoneAccepted() implements ReadinessRequest {}

    /// The schedule.
    record Scheduled() implements ReadinessRequest {}

    /// A tag of this program has changed: the rule matches no other tag.
    ///
    /// @param at when it happened, if the event says so
    record TagsChanged(Optional<Instant> at) implements ReadinessRequest {}

    /// An instance, perhaps of no group, was started, stopped or terminated.
    record OfInstance(InstanceId instance, Optional<Instant> at) implements ReadinessRequest {}

    /// An unknown request.
    ///
    /// @param message what is wrong, and the valid requests
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
            case "Readiness" ->
                source.equals("eni-failover")
                        ? new Scheduled()
                        : wrong("the event is not from the schedule of this stack");
            case "Tag Change on Resource" -> new TagsChanged(at);
            case "EC2 Instance State-change Notification" ->
                InstanceId.parse(json.path("detail").path("instance-id").asText(""))
                        .<ReadinessRequest>map(instance -> new OfInstance(instance, at))
                        .orElseGet(() -> wrong("the event has no instance id"));
            default -> wrong("this event does not concern this function");
        };
    }

    private static ReadinessRequest person(JsonNode json) {
        String action = json.path("action").asText("");
        Optional<GroupName> group = GroupName.parse(json.path("group").asText(""));
        if ((json.has("group") || json.has("gone")) && action.equals("audit")) {
            return wrong("\"group\" and \"gone\" are not allowed with audit: an audit covers all groups");
        }
        if (json.has("gone")) {
            boolean all = action.equals("accept") && !json.has("group");
            return all && json.path("gone").asText("").equals("all")
                    ? new GoneAccepted()
                    : wrong("\"gone\" must be \"all\", and is allowed with accept only, without group");
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
                        : wrong("\"group\" must be the name of a group; it is " + RequestFields.shown(json, "group"));
            default ->
                wrong("\"action\" must be \"audit\" or \"accept\"; it is " + RequestFields.shown(json, "action"));
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
        return new InvalidRequest(message + ". Valid requests: " + FORMS);
    }
}
