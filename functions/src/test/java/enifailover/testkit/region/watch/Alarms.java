package enifailover.testkit.region.watch;

import enifailover.testkit.region.call.Attempt.Kind;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Caller;
import enifailover.testkit.region.call.Gate;
import enifailover.testkit.region.ec2.Inventory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// CloudWatch's alarms, as the requests that made them, and the metrics that were put.
public final class Alarms {

    /// An alarm.
    ///
    /// @param name its name
    /// @param definition the members of PutMetricAlarm or PutCompositeAlarm
    /// @param composite whether it is a composite one
    /// @param state `OK`, `ALARM` or `INSUFFICIENT_DATA`
    /// @param reason why
    /// @param since when it came into that state
    /// @param tags its tags
    public record Alarm(
            String name,
            Map<String, Object> definition,
            boolean composite,
            String state,
            String reason,
            Instant since,
            Map<String, String> tags) {

        Alarm as(Map<String, Object> newDefinition, boolean nowComposite) {
            return new Alarm(name, newDefinition, nowComposite, state, reason, since, tags);
        }
    }

    /// The members of one PutMetricData.
    public record Metrics(Instant at, Map<String, Object> members) {}

    private static final String MONITORING = "monitoring";

    private final Gate gate;
    private final Map<String, Alarm> alarms = new LinkedHashMap<>();
    private final StatusMetrics statuses;
    private final List<Metrics> metrics = new ArrayList<>();

    /// @param gate whose lock and clock it lives by
    /// @param inventory whose status checks are metrics
    public Alarms(Gate gate, Inventory inventory) {
        this.gate = gate;
        this.statuses = new StatusMetrics(inventory);
    }

    /// One page of DescribeAlarms.
    ///
    /// @param items the alarms
    /// @param nextToken of the next page, or null after the last
    public record Page(List<Alarm> items, @Nullable String nextToken) {}

    /// What DescribeAlarms is asked for.
    ///
    /// @param names these, or empty for all
    /// @param prefix of the name, or empty
    /// @param types `MetricAlarm`, `CompositeAlarm`; D: empty is metric alarms only
    /// @param size of a page; D: 50 where nothing is said
    /// @param token which page, or empty for the first
    public record Asked(List<String> names, String prefix, List<String> types, int size, String token) {}

    /// PutMetricAlarm, PutCompositeAlarm: the whole definition is replaced. An alarm that exists keeps its state and
    /// its tags, whatever tags the request has (D).
    public void put(Caller caller, String action, String name, Map<String, Object> members, Map<String, String> tags) {
        act(caller, action, name, () -> {
            boolean composite = action.equals("PutCompositeAlarm");
            if (!composite) {
                AlarmRules.metricAlarm(name, members, tags);
            }
            Map<String, Object> definition = new LinkedHashMap<>(members);
            definition.putIfAbsent("ActionsEnabled", true); // D
            Alarm before = alarms.get(name);
            alarms.put(
                    name,
                    before == null
                            ? new Alarm(
                                    name,
                                    definition,
                                    composite,
                                    "INSUFFICIENT_DATA",
                                    StatusMetrics.NEW,
                                    gate.agenda().now(),
                                    tags)
                            : before.as(definition, composite));
        });
    }

    /// DescribeAlarms. I: in the order of names.
    public Page describe(Caller caller, Asked asked) {
        return gate.read(caller, MONITORING, "DescribeAlarms", Kind.READ, asked.names() + asked.prefix(), _ -> {
            AlarmRules.names(asked.names());
            AlarmRules.page(asked.size());
            List<Alarm> all = alarms.values().stream()
                    .filter(alarm -> asked.names().isEmpty() || asked.names().contains(alarm.name()))
                    .filter(alarm -> alarm.name().startsWith(asked.prefix()))
                    .filter(alarm -> alarm.composite()
                            ? asked.types().contains("CompositeAlarm")
                            : asked.types().isEmpty() || asked.types().contains("MetricAlarm"))
                    .sorted(Comparator.comparing(Alarm::name))
                    .toList();
            int from = Math.min(all.size(), start(asked.token()));
            int to = Math.min(all.size(), from + asked.size());
            Instant now = gate.agenda().now();
            List<Alarm> page = all.subList(from, to).stream()
                    .map(alarm -> statuses.evaluated(alarm, now))
                    .toList();
            return new Page(page, to < all.size() ? "page-" + to : null);
        });
    }

    private static int start(String token) {
        if (token.isEmpty()) {
            return 0;
        }
        if (!token.matches("page-\\d{1,9}")) { // D
            throw AwsError.refused("InvalidNextToken", "The next token specified is invalid.");
        }
        return Integer.parseInt(token.substring("page-".length()));
    }

    /// DeleteAlarms. D: at most a hundred; an unknown name fails the whole call.
    public void delete(Caller caller, List<String> names) {
        act(caller, "DeleteAlarms", names.toString(), () -> {
            AlarmRules.names(names);
            names.forEach(this::known);
            names.forEach(alarms::remove);
        });
    }

    /// EnableAlarmActions, DisableAlarmActions.
    public void enable(Caller caller, List<String> names, boolean enabled) {
        act(caller, enabled ? "EnableAlarmActions" : "DisableAlarmActions", names.toString(), () -> {
            AlarmRules.names(names);
            names.stream().map(this::known).forEach(alarm -> {
                Map<String, Object> definition = new LinkedHashMap<>(alarm.definition());
                definition.put("ActionsEnabled", enabled);
                alarms.put(alarm.name(), alarm.as(definition, alarm.composite()));
            });
        });
    }

    /// SetAlarmState.
    public void set(Caller caller, String name, String state, String reason) {
        act(caller, "SetAlarmState", name + " " + state, () -> {
            Alarm alarm = known(name);
            alarms.put(
                    name,
                    new Alarm(
                            name,
                            alarm.definition(),
                            alarm.composite(),
                            state,
                            reason,
                            gate.agenda().now(),
                            alarm.tags()));
        });
    }

    /// ListTagsForResource.
    public Map<String, String> tags(Caller caller, String name) {
        return gate.read(caller, MONITORING, "ListTagsForResource", Kind.READ, name, _ -> known(name)
                .tags());
    }

    /// TagResource.
    public void tag(Caller caller, String name, Map<String, String> tags) {
        act(caller, "TagResource", name, () -> {
            Alarm alarm = known(name);
            Map<String, String> more = new HashMap<>(alarm.tags());
            more.putAll(tags);
            alarms.put(
                    name,
                    new Alarm(
                            name,
                            alarm.definition(),
                            alarm.composite(),
                            alarm.state(),
                            alarm.reason(),
                            alarm.since(),
                            Map.copyOf(more)));
        });
    }

    /// PutMetricData.
    public void putMetrics(Caller caller, Map<String, Object> members) {
        act(
                caller,
                "PutMetricData",
                String.valueOf(members.get("Namespace")),
                () -> metrics.add(new Metrics(gate.agenda().now(), members)));
    }

    /// GetMetricData: the region keeps no series.
    public void getMetrics(Caller caller) {
        gate.read(caller, MONITORING, "GetMetricData", Kind.READ, "", _ -> true);
    }

    /// The alarms as they are.
    public List<Alarm> all() {
        return gate.underLock(() -> List.copyOf(alarms.values()));
    }

    /// The metrics put so far.
    public List<Metrics> metrics() {
        return gate.underLock(() -> List.copyOf(metrics));
    }

    private Alarm known(String name) {
        Alarm alarm = alarms.get(name);
        if (alarm == null) {
            throw new AwsError(404, "ResourceNotFound", "Unknown alarm " + name);
        }
        return alarm;
    }

    private void act(Caller caller, String action, String subject, Runnable rule) {
        var _ = gate.write(caller, MONITORING, action, subject, () -> {
            rule.run();
            return true;
        });
    }
}
