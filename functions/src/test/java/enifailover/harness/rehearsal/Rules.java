package enifailover.harness.rehearsal;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.Machine;

/// The template's EventBridge rules, matched by AWS's own matcher.
final class Rules {

    /// @param rule the rule's name in the template
    /// @param function the logical id of the function that it wakes
    record Rule(String function, String rule) {}

    private final Machine machine = Machine.builder().build();
    private final List<Rule> rules;

    private Rules(List<Rule> rules) {
        this.rules = rules;
    }

    /// The rules of a template that are enabled.
    static Rules of(Template template) throws IOException {
        var patterns = template.functions().stream()
                .flatMap(function -> template.property(function, "Events").properties().stream()
                        .filter(event -> event.getValue().path("Type").asText().equals("EventBridgeRule"))
                        .map(event -> Map.entry(
                                new Rule(function, event.getKey()),
                                event.getValue().path("Properties"))))
                .filter(rule -> !rule.getValue().path("State").asText("ENABLED").equals("DISABLED"))
                .toList();
        var rules = new Rules(patterns.stream().map(Map.Entry::getKey).toList());
        for (var pattern : patterns) {
            rules.machine.addRule(
                    pattern.getKey().rule(), pattern.getValue().path("Pattern").toString());
        }
        return rules;
    }

    /// The rules that an event matches; none, and EventBridge delivers it to nobody.
    List<Rule> matching(String event) {
        try {
            var names = machine.rulesForJSONEvent(event);
            return rules.stream().filter(rule -> names.contains(rule.rule())).toList();
        } catch (Exception failure) {
            throw new IllegalArgumentException(
                    "EventBridge would not take this event: " + failure.getMessage(), failure);
        }
    }

    int count() {
        return rules.size();
    }
}
