package enifailover.testkit.region.watch;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.NOWHERE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.door.RegionHttpClient;
import enifailover.testkit.region.ec2.Checks.Kind;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/// CloudWatch's alarms, as the real SDK sees them.
final class AlarmsWireTest {

    @FunctionalInterface
    private interface Story {
        void tell(Region region, CloudWatchClient cloudWatch);
    }

    private static void in(Story story) {
        VirtualTime.run(1, time -> {
            Region region = Scenes.quick(time);
            story.tell(region, Scenes.client(CloudWatchClient.builder(), new RegionHttpClient(region), NOWHERE));
        });
    }

    private static PutMetricAlarmRequest.Builder alarm(String name) {
        return PutMetricAlarmRequest.builder()
                .alarmName(name)
                .namespace("AWS/EC2")
                .metricName("StatusCheckFailed_System")
                .dimensions(Dimension.builder().name("InstanceId").value(ACTIVE).build())
                .statistic(Statistic.MAXIMUM)
                .period(60)
                .evaluationPeriods(2)
                .threshold(1.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD);
    }

    private static String refusal(Runnable request) {
        return assertThrows(CloudWatchException.class, request::run)
                .awsErrorDetails()
                .errorCode();
    }

    @Test
    void anAlarmIsShownAsItWasPutAndKeepsStateAndTags() {
        in((region, cloudWatch) -> {
            cloudWatch.putMetricAlarm(alarm("a").tags(tag("team", "blue")).build());
            MetricAlarm first = cloudWatch.describeAlarms().metricAlarms().getFirst();
            assertEquals(60, first.period());
            assertEquals(1.0, first.threshold());
            assertEquals(ACTIVE, first.dimensions().getFirst().value());
            assertEquals(StateValue.INSUFFICIENT_DATA, first.stateValue());
            assertTrue(first.actionsEnabled());
            cloudWatch.setAlarmState(
                    set -> set.alarmName("a").stateValue(StateValue.OK).stateReason("test"));
            cloudWatch.putMetricAlarm(
                    alarm("a").period(300).tags(tag("team", "red")).build());
            MetricAlarm second = cloudWatch.describeAlarms().metricAlarms().getFirst();
            assertEquals(300, second.period());
            assertEquals(StateValue.OK, second.stateValue());
            assertEquals(Map.of("team", "blue"), tags(cloudWatch, second.alarmArn()));
            cloudWatch.tagResource(tag -> tag.resourceARN(second.alarmArn()).tags(tag("team", "red")));
            assertEquals(Map.of("team", "red"), tags(cloudWatch, second.alarmArn()));
            cloudWatch.disableAlarmActions(disable -> disable.alarmNames("a"));
            assertFalse(cloudWatch.describeAlarms().metricAlarms().getFirst().actionsEnabled());
            cloudWatch.enableAlarmActions(enable -> enable.alarmNames("a"));
            assertTrue(cloudWatch.describeAlarms().metricAlarms().getFirst().actionsEnabled());
        });
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static Map<String, String> tags(CloudWatchClient cloudWatch, String arn) {
        return cloudWatch.listTagsForResource(list -> list.resourceARN(arn)).tags().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }

    @Test
    void alarmsComeInPagesByPrefixAndKind() {
        in((region, cloudWatch) -> {
            IntStream.range(0, 120)
                    .forEach(i -> cloudWatch.putMetricAlarm(
                            alarm("ours/%03d".formatted(i)).build()));
            cloudWatch.putMetricAlarm(alarm("other").build());
            cloudWatch.putCompositeAlarm(put -> put.alarmName("ours/any").alarmRule("ALARM(\"ours/000\")"));
            region.forgetCalls();
            assertEquals(
                    120,
                    cloudWatch
                            .describeAlarmsPaginator(
                                    list -> list.alarmNamePrefix("ours/").maxRecords(100))
                            .metricAlarms()
                            .stream()
                            .count());
            assertEquals(2, region.count("monitoring:DescribeAlarms"));
            assertEquals(50, cloudWatch.describeAlarms().metricAlarms().size());
            assertEquals(0, cloudWatch.describeAlarms().compositeAlarms().size());
            assertEquals(
                    1,
                    cloudWatch
                            .describeAlarms(list -> list.alarmTypesWithStrings("CompositeAlarm"))
                            .compositeAlarms()
                            .size());
            assertEquals("ValidationError", refusal(() -> cloudWatch.describeAlarms(list -> list.maxRecords(101))));
            assertEquals(
                    "ValidationError", refusal(() -> cloudWatch.describeAlarms(list -> list.alarmNames(names(101)))));
        });
    }

    @Test
    void deletesAtMostAHundredAndAllOrNone() {
        in((region, cloudWatch) -> {
            names(100).forEach(name -> cloudWatch.putMetricAlarm(alarm(name).build()));
            assertEquals(
                    "ValidationError", refusal(() -> cloudWatch.deleteAlarms(delete -> delete.alarmNames(names(101)))));
            assertEquals(
                    "ResourceNotFound",
                    refusal(() -> cloudWatch.deleteAlarms(delete -> delete.alarmNames("alarm-0", "no-such"))));
            assertEquals(100, region.alarms().all().size());
            cloudWatch.deleteAlarms(delete -> delete.alarmNames(names(100)));
            assertEquals(0, region.alarms().all().size());
        });
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "alarm-" + i).toList();
    }

    @Test
    void refusesWhatIsNoAlarm() {
        in((_, cloudWatch) -> {
            assertEquals(
                    "ValidationError",
                    refusal(() ->
                            cloudWatch.putMetricAlarm(alarm("a").period(45).build())));
            assertEquals(
                    "ValidationError",
                    refusal(() -> cloudWatch.putMetricAlarm(
                            alarm("a").evaluationPeriods(0).build())));
            assertEquals(
                    "ValidationError",
                    refusal(() ->
                            cloudWatch.putMetricAlarm(alarm("x".repeat(256)).build())));
        });
    }

    /// A running instance that is well, one that is impaired, one of which EC2 has no data, one that is stopped and so
    /// has no metric.
    @Test
    void anAlarmOnAStatusCheckFindsItsState() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.quick(time);
            CloudWatchClient cloudWatch =
                    Scenes.client(CloudWatchClient.builder(), new RegionHttpClient(region), NOWHERE);
            cloudWatch.putMetricAlarm(alarm("a").build());
            assertEquals(StateValue.INSUFFICIENT_DATA, state(cloudWatch));
            time.sleep(Duration.ofMinutes(2));
            assertEquals(StateValue.OK, state(cloudWatch));
            region.impair(ACTIVE, Kind.SYSTEM);
            time.sleep(Duration.ofMinutes(2));
            assertEquals(StateValue.ALARM, state(cloudWatch));
            region.loseStatus(ACTIVE, Kind.SYSTEM);
            assertEquals(StateValue.INSUFFICIENT_DATA, state(cloudWatch));
            region.strike(world -> world.insufficientData(ACTIVE, Kind.SYSTEM, false));
            assertEquals(StateValue.ALARM, state(cloudWatch));
            region.strike(world -> world.stop(ACTIVE, true, "test"));
            assertEquals(StateValue.INSUFFICIENT_DATA, state(cloudWatch));
        });
    }

    private static StateValue state(CloudWatchClient cloudWatch) {
        return cloudWatch.describeAlarms().metricAlarms().getFirst().stateValue();
    }

    @Test
    void threeChangesASecond() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.quick(time);
            region.faults().requestLimits();
            CloudWatchClient cloudWatch =
                    Scenes.client(CloudWatchClient.builder(), new RegionHttpClient(region), NOWHERE);
            IntStream.range(0, 3)
                    .forEach(i -> cloudWatch.putMetricAlarm(alarm("a" + i).build()));
            assertEquals(
                    "Throttling",
                    refusal(() -> cloudWatch.putMetricAlarm(alarm("a3").build())));
            cloudWatch.deleteAlarms(delete -> delete.alarmNames("a0")); // a bucket of its own
            time.sleep(Duration.ofSeconds(1));
            cloudWatch.putMetricAlarm(alarm("a3").build());
            assertEquals(3, region.alarms().all().size());
        });
    }
}
