package enifailover.aws.cloudwatch;

import static enifailover.aws.client.AwsErrors.ask;
import static enifailover.aws.client.SdkValues.text;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.Clients;
import enifailover.aws.client.RateLimiter;
import enifailover.aws.client.Stack;
import enifailover.model.InstanceId;
import enifailover.model.audit.StatusAlarm;
import enifailover.model.audit.StatusAlarm.Check;
import enifailover.port.AlarmWriter;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.port.Scheduler;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/// Makes and removes alarms of our name, which the role may touch and no others. An alarm that has our name and not our
/// tag was made by somebody else, and is left alone.
///
/// CloudWatch takes three changes of each kind a second from the whole account; this keeps to a pace below that.
/// PutMetricAlarm and DeleteAlarms may be repeated after a lost answer, so the SDK's retries stay on.
public final class CloudWatchAlarmWriter implements AlarmWriter {
    /// Leaves one of the three to whoever else is there.
    public static final int USUAL_PER_SECOND = 2;

    private final Supplier<CloudWatchClient> cloudWatch;
    private final Stack stack;
    private final StatusAlarmDefinitions alarms;
    private final List<Tag> tags;
    private final RateLimiter rateLimiter;

    /// @param tagPrefix what our tags begin with: the tag `PREFIXstack` on an alarm says whose it is
    /// @param perSecond how many changes in a second
    public CloudWatchAlarmWriter(Clients clients, Stack stack, String tagPrefix, int perSecond, Scheduler scheduler) {
        this.cloudWatch = clients::cloudWatch;
        this.stack = stack;
        this.alarms = new StatusAlarmDefinitions(stack);
        this.tags = List.of(tag(tagPrefix + "stack", stack.name()), tag("Application", "eni-failover"));
        this.rateLimiter = new RateLimiter(scheduler, perSecond);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    /// `cloudwatch:ListTagsForResource`, `cloudwatch:PutMetricAlarm`. The tags count only where the alarm is new
    /// (CloudWatch API, PutMetricAlarm).
    ///
    /// @throws AwsCallException with [ErrorKind#IN_USE] where somebody else has an alarm of that name
    @Override
    public String alarm(InstanceId instance, Check check) {
        String name = alarms.name(instance, check);
        if (ours(name).equals(Optional.of(false))) {
            throw new AwsCallException(
                    ErrorKind.IN_USE,
                    ApiAction.PUT_METRIC_ALARM.iam(),
                    "NotOurs",
                    "the alarm " + name + " does not have the tag "
                            + tags.getFirst().key() + "=" + stack.name() + ", so this stack did not create it",
                    null);
        }
        PutMetricAlarmRequest request =
                alarms.wanted(instance, check).tags(tags).build();
        rateLimiter.await();
        ask(ApiAction.PUT_METRIC_ALARM, () -> cloudWatch.get().putMetricAlarm(request));
        return name;
    }

    /// `cloudwatch:ListTagsForResource`, `cloudwatch:DeleteAlarms`. One that is gone already is removed.
    @Override
    public boolean remove(StatusAlarm alarm) {
        Optional<Boolean> ours = ours(alarm.name());
        if (ours.isPresent() && ours.get()) {
            delete(alarm.name());
        }
        return ours.orElse(true);
    }

    /// What CloudWatch does not know any more was deleted by an earlier try, whose answer was lost.
    private void delete(String name) {
        rateLimiter.await();
        try {
            ask(ApiAction.DELETE_ALARMS, () -> cloudWatch.get().deleteAlarms(request -> request.alarmNames(name)));
        } catch (AwsCallException awsCallException) {
            if (awsCallException.refusal() != ErrorKind.NOT_FOUND) {
                throw awsCallException;
            }
        }
    }

    /// Whether an alarm of that name has our tag; empty where there is none.
    private Optional<Boolean> ours(String name) {
        try {
            return Optional.of(ask(ApiAction.LIST_TAGS_FOR_RESOURCE, () -> cloudWatch
                            .get()
                            .listTagsForResource(request -> request.resourceARN(stack.alarmArn(name))))
                    .tags()
                    .stream()
                    .anyMatch(tag -> text(tag.key()).equals(tags.getFirst().key())
                            && text(tag.value()).equals(stack.name())));
        } catch (AwsCallException awsCallException) {
            if (awsCallException.refusal() == ErrorKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw awsCallException;
        }
    }
}
