package enifailover.harness.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import enifailover.harness.rehearsal.Fleet.Environment;
import enifailover.harness.rehearsal.RuntimeApi.Failed;
import enifailover.harness.rehearsal.RuntimeApi.Returned;
import enifailover.harness.rehearsal.Timeline.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/// Wakes functions as AWS would: by a rule that an event matches, by the schedule, or by a person.
final class EventBridge {

    /// What one environment made of one event.
    ///
    /// @param environment its name
    /// @param body what the function returned; `{}` where it failed
    /// @param failed whether it threw, died or was late
    record Woken(String environment, JsonNode body, boolean failed) {}

    private static final String NAME = "EventBridge";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Template template;
    private final Rules rules;
    private final Fleet fleet;
    private final Timeline timeline;

    EventBridge(Template template, Rules rules, Fleet fleet, Timeline timeline) {
        this.template = template;
        this.rules = rules;
        this.fleet = fleet;
        this.timeline = timeline;
    }

    /// Delivers an event wherever a rule matches it.
    ///
    /// @param copies how often the same event is delivered
    /// @param environments how many environments of the function there are for that
    List<Woken> deliver(EventFile event, int copies, int environments) throws Exception {
        var what = event.at("/detail-type") + (copies > 1 ? ", " + copies + " times" : "");
        var matching = rules.matching(event.text());
        if (matching.isEmpty()) {
            say(NAME, what + ": no rule matches, nobody is woken");
        }
        var woken = new ArrayList<Woken>();
        for (var rule : matching) {
            if (rule.function().equals("ReadinessFunction")) {
                say(NAME, what + ": rule " + rule.rule() + " would have it audit half a minute later: not played");
                continue;
            }
            var warm = fleet.warm(rule.function(), environments);
            say(NAME, what + ": rule " + rule.rule() + " wakes " + rule.function());
            woken.addAll(invoke(warm, event.text(), copies));
        }
        return woken;
    }

    /// Wakes a function with the input that its schedule has in the template.
    List<Woken> schedule(String function, String why) throws Exception {
        var schedule = template.schedule(function)
                .orElseThrow(() -> new IllegalStateException("no schedule wakes " + function));
        var warm = fleet.warm(function, 1);
        say(NAME, schedule.name() + " wakes " + function + ": " + why);
        return invoke(warm, schedule.input(), 1);
    }

    /// A person invokes a function.
    List<Woken> person(String function, String payload) throws Exception {
        var warm = fleet.warm(function, 1);
        say("a person", "invokes " + function + " with " + payload);
        return invoke(warm, payload, 1);
    }

    private List<Woken> invoke(List<Environment> environments, String event, int copies) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = environments.stream()
                    .map(environment -> threads.submit(() -> {
                        var some = new ArrayList<Woken>();
                        for (var i = environments.indexOf(environment); i < copies; i += environments.size()) {
                            some.add(invoke(environment, event));
                        }
                        return some;
                    }))
                    .toList();
            var woken = new ArrayList<Woken>();
            for (var one : running) {
                woken.addAll(one.get());
            }
            return woken;
        }
    }

    private Woken invoke(Environment environment, String event) throws Exception {
        return switch (environment.process().invoke(event).get()) {
            case Failed failed -> {
                say(environment.name(), "fails: " + failed.error());
                yield new Woken(environment.name(), JSON.createObjectNode(), true);
            }
            case Returned returned -> {
                var body = JSON.readTree(returned.body());
                say(environment.name(), "returns" + verdicts(body) + ", after " + seconds(returned.took()));
                yield new Woken(environment.name(), body, false);
            }
        };
    }

    private static String verdicts(JsonNode body) {
        var verdicts = new StringBuilder();
        if (body.has("verdict")) {
            verdicts.append(' ').append(body.path("verdict").asText());
        }
        body.path("reports").forEach(report -> verdicts.append(' ')
                .append(report.path("verdict").asText()));
        return verdicts.toString();
    }

    private static String seconds(Duration took) {
        return String.format(java.util.Locale.ROOT, "%.2f s", took.toMillis() / 1000.0);
    }

    private void say(String who, String what) {
        timeline.add(Entry.said(Instant.now(), who, what));
    }
}
