package enifailover.template;

import static enifailover.template.Template.at;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The dashboard of `template.yaml`, as CloudWatch reads it.
public record DashboardBody(JsonNode json) {

    /// A metric that a widget shows.
    ///
    /// @param namespace such as `AWS/Lambda`
    /// @param name such as `Errors`
    /// @param dimensions by name; empty values where a search leaves them open
    public record Shown(String namespace, String name, Map<String, String> dimensions) {}

    /// With the parameters' defaults.
    public static DashboardBody ofTheTemplate() {
        return of(Deployed.withDefaults());
    }

    static DashboardBody of(Deployed deployed) {
        try {
            String body = at(deployed.properties("Dashboard"), "DashboardBody").toString();
            return new DashboardBody(new ObjectMapper().readTree(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the dashboard is no JSON", e);
        }
    }

    List<JsonNode> widgets() {
        List<JsonNode> widgets = new ArrayList<>();
        json.path("widgets").forEach(widgets::add);
        return widgets;
    }

    /// Every metric of every widget, with `.` worked out: it repeats what stands above it.
    public List<Shown> metrics() {
        List<Shown> shown = new ArrayList<>();
        for (JsonNode widget : widgets()) {
            List<String> above = new ArrayList<>();
            for (JsonNode line : widget.path("properties").path("metrics")) {
                if (line.get(0).isTextual()) {
                    above = workedOut(line, above);
                    shown.add(shown(above));
                } else if (line.get(0).path("expression").asText().startsWith("SEARCH(")) {
                    shown.add(searched(line.get(0).path("expression").asText()));
                }
            }
        }
        return shown;
    }

    private static List<String> workedOut(JsonNode line, List<String> above) {
        List<String> message = new ArrayList<>();
        for (JsonNode word : line) {
            if (word.isTextual()) {
                message.add(word.asText().equals(".") ? above.get(message.size()) : word.asText());
            }
        }
        return message;
    }

    private static Shown shown(List<String> message) {
        Map<String, String> dimensions = new LinkedHashMap<>();
        for (int i = 2; i + 1 < message.size(); i += 2) {
            dimensions.put(message.get(i), message.get(i + 1));
        }
        return new Shown(message.get(0), message.get(1), dimensions);
    }

    /// `SEARCH('{Namespace,Dimension,…} MetricName="Name" Dimension="value"', …)`.
    private static Shown searched(String expression) {
        MatchResult schema = Pattern.compile("\\{([^}]*)}")
                .matcher(expression)
                .results()
                .findFirst()
                .orElseThrow();
        String[] message = schema.group(1).split(",", -1);
        Map<String, String> dimensions = new TreeMap<>();
        for (int i = 1; i < message.length; i++) {
            dimensions.put(message[i], "");
        }
        MatchResult name = Pattern.compile("MetricName=\"([^\"]*)\"")
                .matcher(expression)
                .results()
                .findFirst()
                .orElseThrow();
        return new Shown(message[0], name.group(1), dimensions);
    }
}
