package enifailover.region.watch;

import enifailover.region.call.Attempt.Kind;
import enifailover.region.call.AwsError;
import enifailover.region.call.Caller;
import enifailover.region.call.Gate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
            Map<String, String> tags) {}

    /// The members of one PutMetricData.
    public record Metrics(Instant at, Map<String, Object> members) {}

    private static final String MONITORING = "monitoring";

    private final Gate gate;
    private final Map<String, Alarm> alarms = new LinkedHashMap<>();
    private final List<Metrics> metrics = new ArrayList<>();

    /// @param gate whose lock and clock it lives by
    public Alarms(Gate gate) {
        this.gate = gate;
    }

    /// PutMetricAlarm, PutCompositeAlarm. An alarm that exists keeps its state and tags (D).
    public void put(Caller caller, String action, String name, Map<String, Object> members, Map<String, String> tags) {
        act(caller, action, name, () -> {
            Alarm before = alarms.get(name);
            Instant now = gate.agenda().now();
            boolean composite = action.equals("PutCompositeAlarm");
            alarms.put(
                    name,
                    before == null
                            ? new Alarm(
                                    name,
                                    members,
                                    composite,
                                    "INSUFFICIENT_DATA",
                                    "Unchecked: Initial alarm creation",
                                    now,
                                    tags)
                            : new Alarm(
                                    name,
                                    members,
                                    composite,
                                    before.state(),
                                    before.reason(),
                                    before.since(),
                                    before.tags()));
        });
    }

    /// DescribeAlarms.
    ///
    /// @param names these, or empty for all
    /// @param prefix of the name, or empty
    public List<Alarm> describe(Caller caller, List<String> names, String prefix) {
        return gate.read(caller, MONITORING, "DescribeAlarms", Kind.READ, names + prefix, _ -> alarms.values().stream()
                .filter(alarm -> names.isEmpty() || names.contains(alarm.name()))
                .filter(alarm -> alarm.name().startsWith(prefix))
                .toList());
    }

    /// DeleteAlarms. D: one unknown name fails the whole call.
    public void delete(Caller caller, List<String> names) {
        act(caller, "DeleteAlarms", names.toString(), () -> {
            names.forEach(this::known);
            names.forEach(alarms::remove);
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
