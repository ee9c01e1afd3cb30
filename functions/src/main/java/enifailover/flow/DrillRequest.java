package enifailover.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a person asks of `DrillFunction`.
public sealed interface DrillRequest {
    /// The right forms, shown with every mistake.
    String FORMS = """
            {"action":"plan","group":"NAME"}  or  {"action":"failover","group":"NAME","confirm":"NAME"}; \
            optional in both: "target":"i-..." to name the standby; \
            for all groups: {"action":"stop","confirm":"all groups","reason":"..."}  or  \
            {"action":"resume","confirm":"all groups"}""";

    /// A request that can be tried.
    ///
    /// @param action what to do
    /// @param group with which group
    /// @param target the only instance it may move to, where named
    record Drill(Action action, GroupName group, Optional<InstanceId> target) implements DrillRequest {}

    /// Stop, or resume, the automatic moves of all groups.
    ///
    /// @param reason why, where they are stopped
    record Switch(boolean stops, String reason) implements DrillRequest {}

    /// A request that cannot.
    ///
    /// @param mistakes what is wrong, each with the value
    record Wrong(List<String> mistakes) implements DrillRequest {
        /// All mistakes, and the right form.
        public String words() {
            return String.join("; ", mistakes) + ". The right form: " + FORMS;
        }
    }

    /// What a drill can do.
    enum Action {
        /// Says what would happen, and changes nothing.
        PLAN,
        /// Moves the group's ENIs gracefully.
        FAILOVER
    }

    /// Reads a request. Never throws, whatever the bytes are.
    static DrillRequest read(byte[] bytes) {
        JsonNode json;
        try {
            json = new JsonMapper().readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonProcessingException notJson) {
            return new Wrong(List.of("the request is not JSON"));
        }
        if (!json.isObject()) {
            return new Wrong(List.of("the request is not a JSON object"));
        }
        Optional<DrillRequest> ofAllGroups = SwitchRequest.read(json);
        if (ofAllGroups.isPresent()) {
            return ofAllGroups.get();
        }
        List<String> mistakes = new ArrayList<>();
        Set<String> known = Set.of("action", "group", "confirm", "target");
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                mistakes.add("unknown key \"" + shortened(name) + "\"");
            }
        });
        Optional<Action> action = action(json, mistakes);
        Optional<GroupName> group = text(json, "group").flatMap(GroupName::parse);
        if (group.isEmpty()) {
            mistakes.add("\"group\" must be a group's name, 1 to 64 of [A-Za-z0-9._-], it is " + shown(json, "group"));
        }
        Optional<InstanceId> target = text(json, "target").flatMap(InstanceId::parse);
        if (json.has("target") && target.isEmpty()) {
            mistakes.add("\"target\" must be an instance id, it is " + shown(json, "target"));
        }
        boolean moves = action.isPresent() && action.get() == Action.FAILOVER;
        if (moves
                && group.isPresent()
                && !text(json, "confirm").equals(Optional.of(group.get().value()))) {
            mistakes.add("\"confirm\" must repeat the group's name \"" + group.get() + "\", it is "
                    + shown(json, "confirm"));
        }
        if (!mistakes.isEmpty() || action.isEmpty() || group.isEmpty()) {
            return new Wrong(List.copyOf(mistakes));
        }
        return new Drill(action.get(), group.get(), target);
    }

    private static Optional<Action> action(JsonNode json, List<String> mistakes) {
        String word = text(json, "action").orElse("");
        for (Action action : Action.values()) {
            if (action.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(action);
            }
        }
        mistakes.add(
                "\"action\" must be \"plan\", \"failover\", \"stop\" or \"resume\", it is " + shown(json, "action"));
        return Optional.empty();
    }

    private static Optional<String> text(JsonNode json, String key) {
        JsonNode value = json.path(key);
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }

    static String shown(JsonNode json, String key) {
        return json.has(key) ? shortened(json.get(key).toString()) : "missing";
    }

    static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }
}
