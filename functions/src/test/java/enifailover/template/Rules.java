package enifailover.template;

import static enifailover.template.Template.at;
import static enifailover.template.Template.map;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.event.ruler.Machine;

/// The event rules of `template.yaml`, matched by AWS's own matcher.
public final class Rules {
    private final Machine machine = Machine.builder().build();

    private Rules() {}

    /// Those that wake the function of this logical id.
    public static Rules waking(String function) {
        Rules rules = new Rules();
        Map<String, Object> events = map(at(Deployed.withDefaults().properties(function), "Events"));
        events.forEach((name, event) -> {
            if ("EventBridgeRule".equals(at(event, "Type"))) {
                rules.add(name, at(event, "Properties", "Pattern"));
            }
        });
        return rules;
    }

    /// A single rule with this pattern.
    static Rules of(String name, Object pattern) {
        Rules rules = new Rules();
        rules.add(name, pattern);
        return rules;
    }

    private void add(String name, Object pattern) {
        try {
            machine.addRule(name, new ObjectMapper().writeValueAsString(pattern));
        } catch (IOException e) {
            throw new IllegalStateException("not a pattern that EventBridge takes: " + name, e);
        }
    }

    /// The names of the rules that match.
    public Set<String> matching(String event) {
        try {
            List<String> found = machine.rulesForJSONEvent(event);
            return new TreeSet<>(found);
        } catch (Exception e) { // the matcher's own signature
            throw new IllegalStateException("not an event: " + event, e);
        }
    }
}
