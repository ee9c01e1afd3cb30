package enifailover.event;

import enifailover.model.InstanceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A CloudWatch alarm on a status check went to another state: by EventBridge, or as the alarm's own action, which has
/// the same content under another key.
///
/// To ALARM is trouble; to OK says that the instance is well again. To INSUFFICIENT_DATA says nothing of its health: a
/// stopped instance publishes no metric, and neither does one that was just started. Each is a reason to look, no more.
///
/// An alarm on a Metrics Insights query watches many instances. It tells of each one by itself, as a contributor whose
/// attributes are what the query groups by. Source: CloudWatch user guide, "Alarm events and EventBridge".
///
/// @param content the key that holds the alarm: `detail`, or `alarmData` of the direct action
record AlarmParser(String content) implements Parser {
    /// Source: CloudWatch API, PutCompositeAlarm: a rule names at most 100 alarms.
    private static final int MOST_CHILDREN = 100;

    /// `SELECT MAX(StatusCheckFailed) FROM SCHEMA("AWS/EC2", InstanceId) GROUP BY InstanceId`. Source: CloudWatch user
    /// guide, "CloudWatch Metrics Insights query components and syntax".
    private static final Pattern QUERY_OF_STATUS_CHECKS = Pattern.compile(
            "\\s*SELECT\\s+\\w+\\(\\s*\"?StatusCheckFailed(?:_\\w+)?\"?\\s*\\)\\s+FROM\\s+(?:SCHEMA\\(\\s*)?\"AWS/EC2\".*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    @Override
    public List<Signal> read(Event event, String region) {
        Json.Node alarm = event.root().get(content);
        Optional<String> arn =
                event.text("alarmArn").or(() -> event.resources().stream().findFirst());
        Optional<String> name =
                alarm.get("alarmName").text().flatMap(Arns::alarm).or(() -> arn.flatMap(Arns::alarmOfArn));
        Optional<AlarmState> state = alarm.get("state").get("value").text().flatMap(AlarmState::of);
        Json.Node configuration = alarm.get("configuration");
        if (name.isEmpty() || state.isEmpty() || !configuration.isObject()) {
            return Parser.malformed("an alarm without a name, a known state or a configuration");
        }
        Optional<List<Signal>> elsewhere =
                Parser.elsewhere(event.region().or(() -> arn.flatMap(Arns::regionOfArn)), region);
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        Optional<Instant> at = alarm.get("state")
                .get("timestamp")
                .text()
                .flatMap(Timestamps::parse)
                .or(event::time);
        Json.Node contributor = alarm.get("alarmContributor");
        if (contributor.isObject()) {
            return metric(name.get(), state.get(), contributing(contributor, configuration), at);
        }
        List<String> children = children(event, alarm.get("state"), region);
        if (configuration.get("alarmRule").text().isPresent() || !children.isEmpty()) {
            return composite(name.get(), state.get(), children, at);
        }
        return metric(name.get(), state.get(), watched(configuration), at);
    }

    private static List<Signal> metric(String name, AlarmState state, Set<InstanceId> instances, Optional<Instant> at) {
        if (instances.isEmpty()) {
            return Parser.noAction("alarm " + Json.shown(name) + " does not watch a status check of an instance");
        }
        String message = "alarm " + Json.shown(name) + " is " + state;
        List<Signal> signals = new ArrayList<>();
        for (InstanceId instance : instances) {
            signals.add(new Signal.OfInstance(instance, state.cause(), at, Optional.empty(), message));
        }
        return List.copyOf(signals);
    }

    /// A composite alarm watches alarms. Only its trouble is worth asking CloudWatch for their instances.
    private static List<Signal> composite(String name, AlarmState state, List<String> children, Optional<Instant> at) {
        return state == AlarmState.ALARM
                ? List.of(new Signal.OfAlarm(name, children, at))
                : Parser.noAction("composite alarm " + Json.shown(name) + " is " + state);
    }

    /// The instances whose status checks are among the metrics, be they alarmed on directly or put into an expression.
    private static Set<InstanceId> watched(Json.Node configuration) {
        Set<InstanceId> instances = new LinkedHashSet<>();
        for (Json.Node query : configuration.get("metrics").items()) {
            Json.Node metric = query.get("metricStat").get("metric");
            boolean statusCheck =
                    metric.get("namespace").text().filter("AWS/EC2"::equals).isPresent()
                            && metric.get("name")
                                    .text()
                                    .filter(it -> it.startsWith("StatusCheckFailed"))
                                    .isPresent();
            if (statusCheck) {
                metric.get("dimensions")
                        .get("InstanceId")
                        .text()
                        .flatMap(InstanceId::parse)
                        .ifPresent(instances::add);
            }
        }
        return instances;
    }

    /// The instance that a contributor is, where the query asks for status checks by instance.
    private static Set<InstanceId> contributing(Json.Node contributor, Json.Node configuration) {
        boolean statusChecks = configuration.get("metrics").items().stream()
                .flatMap(query -> query.get("expression").text().stream())
                .anyMatch(
                        expression -> QUERY_OF_STATUS_CHECKS.matcher(expression).matches());
        Optional<InstanceId> instance =
                contributor.get("attributes").get("InstanceId").text().flatMap(InstanceId::parse);
        return instance.filter(_ -> statusChecks).map(Set::of).orElse(Set.of());
    }

    /// The alarms of this Region that are said to have triggered a composite one; none if that cannot be read.
    private static List<String> children(Event event, Json.Node state, String region) {
        Json.Node told =
                state.get("reasonData").text().map(event.reader()::readText).orElse(state);
        return told.get("triggeringAlarms").items().stream()
                .flatMap(child -> child.get("arn").text().stream())
                .filter(arn -> Arns.regionOfArn(arn).filter(region::equals).isPresent())
                .flatMap(arn -> Arns.alarmOfArn(arn).stream())
                .distinct()
                .limit(MOST_CHILDREN)
                .toList();
    }

    /// Source: CloudWatch API, StateValue.
    private enum AlarmState {
        ALARM(Cause.STATUS_CHECK),
        OK(Cause.RECOVERED),
        INSUFFICIENT_DATA(Cause.NO_DATA);

        private final Cause cause;

        AlarmState(Cause cause) {
            this.cause = cause;
        }

        Cause cause() {
            return cause;
        }

        static Optional<AlarmState> of(String word) {
            for (AlarmState state : values()) {
                if (state.name().equals(word)) {
                    return Optional.of(state);
                }
            }
            return Optional.empty();
        }
    }
}
