package enifailover.testkit.region.bus;

import enifailover.testkit.region.call.Attempt.Kind;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Caller;
import enifailover.testkit.region.call.Gate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// EventBridge.
public final class EventBus {

    /// What the program put on the bus.
    ///
    /// @param at when
    /// @param bus the bus, or empty for the default one
    /// @param source who says so
    /// @param detailType what kind
    /// @param detail JSON
    /// @param resources about what
    public record Entry(
            Instant at, String bus, String source, String detailType, String detail, List<String> resources) {}

    /// A rule that is registered.
    ///
    /// @param name its name
    /// @param state `ENABLED` or `DISABLED`
    /// @param pattern its event pattern, or empty
    /// @param schedule its schedule, or empty
    public record Rule(String name, String state, String pattern, String schedule) {}

    private final Gate gate;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Rule> rules = new LinkedHashMap<>();

    /// @param gate whose lock and clock it lives by
    public EventBus(Gate gate) {
        this.gate = gate;
    }

    /// Hears each event that EC2 tells, as JSON, outside the lock. It may spawn, and must not sleep.
    public void listen(Consumer<String> listener) {
        listeners.add(listener);
    }

    /// AWS tells something.
    ///
    /// @param event is made only where somebody listens
    public void tell(Supplier<String> event) {
        if (!listeners.isEmpty()) {
            Instant when = gate.agenda().now().plus(gate.latencies().event());
            String told = event.get();
            listeners.forEach(listener -> gate.time().at(when, () -> listener.accept(told)));
        }
    }

    /// Registers a rule.
    public void put(Rule rule) {
        rules.put(rule.name(), rule);
    }

    /// PutEvents.
    public int putEvents(Caller caller, List<Entry> put) {
        return gate.write(caller, "events", "PutEvents", put.size() + " entries", () -> {
            entries.addAll(put);
            return put.size();
        });
    }

    /// ListRules.
    public List<Rule> listRules(Caller caller, String prefix) {
        return gate.read(caller, "events", "ListRules", Kind.READ, prefix, _ -> rules.values().stream()
                .filter(rule -> rule.name().startsWith(prefix))
                .toList());
    }

    /// DescribeRule.
    public Rule describeRule(Caller caller, String name) {
        return gate.read(caller, "events", "DescribeRule", Kind.READ, name, _ -> {
            Rule rule = rules.get(name);
            if (rule == null) {
                throw AwsError.refused(
                        "ResourceNotFoundException", "Rule " + name + " does not exist on EventBus default.");
            }
            return rule;
        });
    }

    /// What the program has put on the bus so far.
    public List<Entry> entries() {
        return gate.underLock(() -> List.copyOf(entries));
    }
}
