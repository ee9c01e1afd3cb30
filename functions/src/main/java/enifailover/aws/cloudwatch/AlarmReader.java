package enifailover.aws.cloudwatch;

import static enifailover.aws.client.AwsErrors.ask;
import static enifailover.aws.client.SdkValues.text;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.RateLimiter;
import enifailover.aws.client.Stack;
import enifailover.model.audit.AuditSnapshot.DeadLetters;
import enifailover.model.audit.StatusAlarm;
import enifailover.port.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/// Sees all alarms of the account in one pass: ours, those of others that watch a status check or act on an instance,
/// and that of the queue of events that were given up. CloudWatch has no cheaper way to those of others: it lists
/// alarms by a metric only one instance and metric at a time.
public final class AlarmReader {
    private static final int PAGE = 100;

    /// CloudWatch takes nine a second of the whole account (quotas of CloudWatch); the failover itself may need some.
    private static final int PER_SECOND = 5;

    private final Supplier<CloudWatchClient> cloudWatch;
    private final String queueAlarm;
    private final StatusAlarmDefinitions statusAlarmDefinitions;
    private final Scheduler scheduler;

    /// @param status alarms on instances
    /// @param deadLetters what the queue's alarm says
    public record Found(List<StatusAlarm> status, DeadLetters deadLetters) {}

    /// @param stack whose alarms on instances are ours
    /// @param queueAlarm the name of the queue's alarm
    public AlarmReader(Supplier<CloudWatchClient> cloudWatch, Stack stack, String queueAlarm, Scheduler scheduler) {
        this.cloudWatch = cloudWatch;
        this.queueAlarm = queueAlarm;
        this.statusAlarmDefinitions = new StatusAlarmDefinitions(stack);
        this.scheduler = scheduler;
    }

    /// Makes `cloudwatch:DescribeAlarms`, a request for each hundred, five a second.
    public Found look() {
        RateLimiter rateLimiter = new RateLimiter(scheduler, PER_SECOND);
        List<StatusAlarm> status = new ArrayList<>();
        Optional<DeadLetters> deadLetters = Optional.empty();
        @Nullable String token = null;
        do {
            rateLimiter.await();
            DescribeAlarmsRequest request = DescribeAlarmsRequest.builder()
                    .alarmTypes(AlarmType.METRIC_ALARM)
                    .maxRecords(PAGE)
                    .nextToken(token)
                    .build();
            DescribeAlarmsResponse page =
                    ask(ApiAction.DESCRIBE_ALARMS, () -> cloudWatch.get().describeAlarms(request));
            for (MetricAlarm alarm : page.metricAlarms()) {
                status.addAll(statusAlarmDefinitions.of(alarm));
                if (text(alarm.alarmName()).equals(queueAlarm)) {
                    deadLetters = Optional.of(said(alarm.stateValue()));
                }
            }
            token = page.nextToken();
        } while (token != null);
        return new Found(List.copyOf(status), deadLetters.orElse(DeadLetters.UNKNOWN));
    }

    private static DeadLetters said(@Nullable StateValue state) {
        return switch (state) {
            case OK -> DeadLetters.NONE;
            case ALARM -> DeadLetters.WAITING;
            case INSUFFICIENT_DATA, UNKNOWN_TO_SDK_VERSION -> DeadLetters.UNKNOWN;
            case null -> DeadLetters.UNKNOWN;
        };
    }
}
