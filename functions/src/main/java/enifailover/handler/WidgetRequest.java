package enifailover.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import enifailover.model.group.GroupName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The request of a CloudWatch dashboard to a custom widget: the widget's parameters, and `widgetContext`.
/// Source: CloudWatch user guide, "Details about custom widgets".
///
/// @param describe whether the console requests the documentation
/// @param dark whether the theme is dark
/// @param groups the groups to show; empty for all
/// @param mistake what is wrong with the parameters
record WidgetRequest(boolean describe, boolean dark, Set<GroupName> groups, Optional<String> mistake) {

    /// The documentation of the widget in the console, in Markdown.
    static final String DOCUMENTATION = """
            ## ENI Failover: groups

            Shows each failover group as EC2 has it at this moment: where its interfaces are, how its members are, and
            its last runs. It changes nothing.

            ### Parameters
            Parameter | Description
            ---|---
            **groups** | The names of the groups to show, separated by spaces. All, the most urgent first, if left out.

            ### Example
            ``` yaml
            groups: sip-proxy licence-server
            ```
            """;

    /// Reads a request. Never throws, whatever the bytes are.
    static WidgetRequest read(byte[] bytes) {
        JsonNode json;
        try {
            json = new JsonMapper().readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonProcessingException notJson) {
            return new WidgetRequest(false, false, Set.of(), Optional.of("The request is not JSON."));
        }
        boolean dark = json.path("widgetContext").path("theme").asText().equals("dark");
        String names = json.path("groups").asText("").strip();
        Set<GroupName> groups = new TreeSet<>();
        Set<String> wrong = Arrays.stream(names.split("\\s+", -1))
                .filter(name -> !name.isEmpty())
                .filter(name -> GroupName.parse(name).map(groups::add).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        return new WidgetRequest(
                json.path("describe").asBoolean(),
                dark,
                groups,
                wrong.isEmpty()
                        ? Optional.empty()
                        : Optional.of("Invalid group name: " + String.join(", ", wrong)
                                + ". A name has 1 to 64 characters of [A-Za-z0-9._-]."));
    }
}
