package enifailover.flow;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.flow.DrillRequest.Switch;
import enifailover.flow.DrillRequest.Wrong;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a person's request to stop or resume the automatic moves of all groups.
final class SwitchRequest {
    private static final String ALL = "all groups";
    private static final int LONGEST_REASON = 200;

    private SwitchRequest() {}

    /// @return empty where the request is about something else
    static Optional<DrillRequest> read(JsonNode json) {
        String action = json.path("action").asText();
        boolean stops = action.equals("stop");
        if (!stops && !action.equals("resume")) {
            return Optional.empty();
        }
        List<String> mistakes = new ArrayList<>();
        Set<String> known = stops ? Set.of("action", "confirm", "reason") : Set.of("action", "confirm");
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                mistakes.add("unknown key \"" + DrillRequest.shortened(name) + "\"");
            }
        });
        if (!json.path("confirm").asText().equals(ALL)) {
            mistakes.add("\"confirm\" must be \"" + ALL + "\", it is " + DrillRequest.shown(json, "confirm"));
        }
        String reason = json.path("reason").asText().strip();
        if (stops && (reason.isEmpty() || reason.length() > LONGEST_REASON)) {
            mistakes.add("\"reason\" must be 1 to " + LONGEST_REASON + " characters for those who will wonder, it is "
                    + DrillRequest.shown(json, "reason"));
        }
        return Optional.of(mistakes.isEmpty() ? new Switch(stops, reason) : new Wrong(List.copyOf(mistakes)));
    }
}
