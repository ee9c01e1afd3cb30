package enifailover.aws.cloudwatch;

import static enifailover.aws.client.SdkValues.text;

import enifailover.aws.client.Stack;
import enifailover.model.InstanceId;
import enifailover.model.audit.StatusAlarm;
import enifailover.model.audit.StatusAlarm.Check;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/// What our alarms are called and look like, and which alarms of others watch an instance too.
///
/// An alarm of ours has no action: EventBridge is told of each change of its state and wakes the failover. Two periods
/// of a minute, as EC2 publishes the checks; without data, as of an instance that stopped, it says `INSUFFICIENT_DATA`,
/// which is a reason to look.
final class StatusAlarmDefinitions {
    private static final String NAMESPACE = "AWS/EC2";
    private static final String INSTANCE = "InstanceId";
    private static final int SECONDS = 60;
    private static final int PERIODS = 2;
    private static final double FAILED = 1;

    /// `arn:aws:automate:REGION:ec2:recover` and the older
    /// `arn:aws:swf:...:action/actions/AWS_EC2.InstanceId.Stop/1.0`. Source: CloudWatch API, PutMetricAlarm,
    /// AlarmActions.
    private static final List<String> POWER = List.of(":ec2:", "/AWS_EC2.");

    private final Stack stack;

    StatusAlarmDefinitions(Stack stack) {
        this.stack = stack;
    }

    String name(InstanceId instance, Check check) {
        return stack.alarmPrefix() + instance + "/" + check.metric();
    }

    PutMetricAlarmRequest.Builder wanted(InstanceId instance, Check check) {
        return PutMetricAlarmRequest.builder()
                .alarmName(name(instance, check))
                .alarmDescription(
                        "ENI Failover (stack " + stack.name() + ") uses this alarm of a status check of " + instance
                                + ". It is created and deleted with the membership in a failover group. Put your own actions on"
                                + " your own alarm.")
                .namespace(NAMESPACE)
                .metricName(check.metric())
                .dimensions(dimension(instance))
                .statistic(Statistic.MAXIMUM)
                .period(SECONDS)
                .evaluationPeriods(PERIODS)
                .threshold(FAILED)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .treatMissingData("missing")
                .actionsEnabled(true);
    }

    private static Dimension dimension(InstanceId instance) {
        return Dimension.builder().name(INSTANCE).value(instance.value()).build();
    }

    /// What an alarm watches of instances; empty where it is none of ours, is about no status check, and acts on no
    /// instance.
    List<StatusAlarm> of(MetricAlarm alarm) {
        Optional<StatusAlarm> own = ours(alarm);
        if (own.isPresent()) {
            return List.of(own.get());
        }
        boolean acts = alarm.alarmActions().stream().anyMatch(StatusAlarmDefinitions::power);
        Map<InstanceId, String> watched = new LinkedHashMap<>();
        metrics(alarm)
                .filter(metric -> NAMESPACE.equals(metric.namespace()))
                .filter(metric -> acts || text(metric.metricName()).startsWith("StatusCheckFailed"))
                .forEach(metric -> instance(metric.dimensions())
                        .ifPresent(instance -> watched.putIfAbsent(instance, text(metric.metricName()))));
        return watched.entrySet().stream()
                .map(one -> read(alarm, one.getKey(), one.getValue(), false, false))
                .toList();
    }

    /// Whether an alarm is ours, its name tells, which nobody makes by chance; and its tag is asked before it is
    /// changed.
    private Optional<StatusAlarm> ours(MetricAlarm alarm) {
        String name = text(alarm.alarmName());
        if (!name.startsWith(stack.alarmPrefix())) {
            return Optional.empty();
        }
        String[] parts = name.substring(stack.alarmPrefix().length()).split("/", -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        return InstanceId.parse(parts[0]).flatMap(instance -> Arrays.stream(Check.values())
                .filter(check -> check.metric().equals(parts[1]))
                .findFirst()
                .map(check -> read(alarm, instance, check.metric(), true, stale(alarm, instance, check))));
    }

    private static StatusAlarm read(
            MetricAlarm alarm, InstanceId instance, String metric, boolean ours, boolean stale) {
        return new StatusAlarm(
                text(alarm.alarmName()),
                instance,
                metric,
                text(alarm.stateValueAsString()),
                Boolean.TRUE.equals(alarm.actionsEnabled()),
                alarm.alarmActions(),
                ours,
                stale);
    }

    /// An action that a person added, such as a topic, makes it no staler; one that stops or recovers the instance
    /// does.
    private boolean stale(MetricAlarm alarm, InstanceId instance, Check check) {
        PutMetricAlarmRequest wanted = wanted(instance, check).build();
        return !(wanted.namespace().equals(alarm.namespace())
                && wanted.metricName().equals(alarm.metricName())
                && wanted.dimensions().equals(alarm.dimensions())
                && wanted.statistic() == alarm.statistic()
                && wanted.period().equals(alarm.period())
                && wanted.evaluationPeriods().equals(alarm.evaluationPeriods())
                && (alarm.datapointsToAlarm() == null || alarm.datapointsToAlarm() == PERIODS)
                && wanted.threshold().equals(alarm.threshold())
                && wanted.comparisonOperator() == alarm.comparisonOperator()
                && (alarm.treatMissingData() == null || alarm.treatMissingData().equals(wanted.treatMissingData()))
                && Boolean.TRUE.equals(alarm.actionsEnabled())
                && alarm.alarmActions().stream().noneMatch(StatusAlarmDefinitions::power));
    }

    private static boolean power(String action) {
        return POWER.stream().anyMatch(action::contains);
    }

    private static Stream<Metric> metrics(MetricAlarm alarm) {
        Stream<Metric> math = alarm.metrics().stream()
                .filter(query ->
                        query.metricStat() != null && query.metricStat().metric() != null)
                .map(query -> query.metricStat().metric());
        Metric own = Metric.builder()
                .namespace(alarm.namespace())
                .metricName(alarm.metricName())
                .dimensions(alarm.dimensions())
                .build();
        return Stream.concat(alarm.metricName() == null ? Stream.empty() : Stream.of(own), math);
    }

    private static Optional<InstanceId> instance(List<Dimension> dimensions) {
        return dimensions.stream()
                .filter(dimension -> INSTANCE.equals(dimension.name()))
                .findFirst()
                .flatMap(dimension -> InstanceId.parse(text(dimension.value())));
    }
}
