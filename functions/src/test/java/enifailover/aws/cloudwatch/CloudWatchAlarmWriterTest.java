package enifailover.aws.cloudwatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.aws.client.Clients;
import enifailover.aws.client.Stack;
import enifailover.model.InstanceId;
import enifailover.model.audit.StatusAlarm;
import enifailover.model.audit.StatusAlarm.Check;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.call.Fault;
import enifailover.testkit.region.door.RegionHttpClient;
import enifailover.testkit.region.time.VirtualTime;
import enifailover.testkit.region.watch.Alarms.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/// Our alarms and others', by the real SDK, under CloudWatch's limits.
public class CloudWatchAlarmWriterTest {
    public static final Stack STACK = new Stack("aws", "eu-west-1", "000000000000", "eni-failover");
    private static final InstanceId ACTIVE = new InstanceId(Scenes.ACTIVE);
    private static final String NAME = "eni-failover/" + Scenes.ACTIVE + "/StatusCheckFailed_System";

    private record World(Region region, VirtualTime time, Clients clients) {
        CloudWatchAlarmWriter keeper() {
            return new CloudWatchAlarmWriter(
                    clients, STACK, "eni-failover:", CloudWatchAlarmWriter.USUAL_PER_SECOND, time);
        }

        List<StatusAlarm> seen() {
            return new AlarmReader(clients::cloudWatch, STACK, "the-queue", time)
                    .look()
                    .status();
        }

        CloudWatchClient cloudWatch() {
            return clients.cloudWatch();
        }

        long count(String action) {
            return region.count("monitoring:" + action);
        }
    }

    @FunctionalInterface
    private interface Story {
        void tell(World world);
    }

    private static void in(Story story) {
        VirtualTime.run(1, time -> {
            Region region = Scenes.quick(time);
            region.faults().requestLimits();
            Clients clients = new Clients(
                    "eu-west-1",
                    new RegionHttpClient(region),
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("testcaller", "secret")));
            story.tell(new World(region, time, clients));
        });
    }

    private static PutMetricAlarmRequest.Builder foreign(String name) {
        return PutMetricAlarmRequest.builder()
                .alarmName(name)
                .namespace("AWS/EC2")
                .metricName("StatusCheckFailed")
                .dimensions(Dimension.builder()
                        .name("InstanceId")
                        .value(Scenes.ACTIVE)
                        .build())
                .statistic(Statistic.MAXIMUM)
                .period(300)
                .evaluationPeriods(1)
                .threshold(1.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD);
    }

    @Test
    void anAlarmIsMadeTaggedSeenAndRemoved() {
        in(world -> {
            assertEquals(NAME, world.keeper().alarm(ACTIVE, Check.SYSTEM));
            Alarm made = world.region().alarms().all().getFirst();
            assertEquals(Map.of("eni-failover:stack", "eni-failover", "Application", "eni-failover"), made.tags());
            StatusAlarm seen = world.seen().getFirst();
            assertEquals(
                    new StatusAlarm(
                            NAME,
                            ACTIVE,
                            "StatusCheckFailed_System",
                            "INSUFFICIENT_DATA",
                            true,
                            List.of(),
                            true,
                            false),
                    seen);
            assertTrue(world.keeper().remove(seen));
            assertEquals(List.of(), world.region().alarms().all());
            assertTrue(world.keeper().remove(seen), "what is gone is removed");
            assertEquals(1, world.count("DeleteAlarms"));
        });
    }

    @Test
    void aChangedAlarmIsStaleAndMadeAnew() {
        in(world -> {
            world.keeper().alarm(ACTIVE, Check.SYSTEM);
            world.cloudWatch().disableAlarmActions(disable -> disable.alarmNames(NAME));
            assertTrue(world.seen().getFirst().stale());
            world.keeper().alarm(ACTIVE, Check.SYSTEM);
            assertFalse(world.seen().getFirst().stale());
            world.cloudWatch().putMetricAlarm(foreign(NAME).build());
            assertTrue(world.seen().getFirst().stale());
        });
    }

    @Test
    void aPersonsTopicOnItIsWelcomeAndARecoveryIsNot() {
        in(world -> {
            var alarm = new StatusAlarmDefinitions(STACK).wanted(ACTIVE, Check.SYSTEM);
            world.cloudWatch()
                    .putMetricAlarm(alarm.alarmActions("arn:aws:sns:eu-west-1:000000000000:ops")
                            .build());
            assertFalse(world.seen().getFirst().stale());
            world.cloudWatch()
                    .putMetricAlarm(alarm.alarmActions("arn:aws:automate:eu-west-1:ec2:recover")
                            .build());
            assertTrue(world.seen().getFirst().stale());
        });
    }

    /// By name it is ours; its maker had no reason to tag it so.
    @Test
    void anothersAlarmIsNeverTouched() {
        in(world -> {
            world.cloudWatch().putMetricAlarm(foreign(NAME).build());
            List<Alarm> before = world.region().alarms().all();
            AwsCallException awsCallException =
                    assertThrows(AwsCallException.class, () -> world.keeper().alarm(ACTIVE, Check.SYSTEM));
            assertEquals(ErrorKind.IN_USE, awsCallException.refusal());
            assertFalse(world.keeper().remove(world.seen().getFirst()));
            assertEquals(before, world.region().alarms().all());
        });
    }

    @Test
    void alarmsOfOthersThatConcernAnInstanceAreSeenAndNotOurs() {
        in(world -> {
            world.region().faults().clear();
            world.cloudWatch().putMetricAlarm(foreign("theirs").build());
            world.cloudWatch()
                    .putMetricAlarm(foreign("cpu").metricName("CPUUtilization").build());
            world.cloudWatch()
                    .putMetricAlarm(foreign("cpu-stops")
                            .metricName("CPUUtilization")
                            .alarmActions("arn:aws:automate:eu-west-1:ec2:stop")
                            .build());
            world.cloudWatch().putMetricAlarm(foreign("eni-failover/notes").build());
            world.cloudWatch()
                    .putMetricAlarm(foreign("eni-failover-2/" + Scenes.ACTIVE + "/StatusCheckFailed_System")
                            .build());
            List<StatusAlarm> seen = world.seen();
            assertEquals(
                    List.of(
                            "cpu-stops",
                            "eni-failover-2/" + Scenes.ACTIVE + "/StatusCheckFailed_System",
                            "eni-failover/notes",
                            "theirs"),
                    seen.stream().map(StatusAlarm::name).toList());
            assertTrue(seen.stream().noneMatch(StatusAlarm::ours));
            assertTrue(seen.getLast().watches(Check.INSTANCE));
        });
    }

    /// CloudWatch takes three a second; so nothing is refused, and somebody else may make one too.
    @Test
    void thirtyAlarmsAreMadeUnderTheLimit() {
        in(world -> {
            Instant begun = world.time().now();
            CloudWatchAlarmWriter keeper = world.keeper();
            for (int i = 0; i < 10; i++) {
                for (Check check : Check.values()) {
                    keeper.alarm(new InstanceId("i-0000000%d".formatted(i)), check);
                }
            }
            assertEquals(30, world.count("PutMetricAlarm"));
            assertEquals(30, world.region().alarms().all().size());
            Duration took = Duration.between(begun, world.time().now());
            assertTrue(
                    took.compareTo(Duration.ofSeconds(14)) > 0 && took.compareTo(Duration.ofSeconds(16)) < 0,
                    took::toString);
        });
    }

    @Test
    void aThousandAlarmsAreSeenInPagesUnderTheLimit() {
        in(world -> {
            world.region().faults().clear();
            for (int i = 0; i < 1000; i++) {
                world.cloudWatch()
                        .putMetricAlarm(foreign("alarm-%04d".formatted(i)).build());
            }
            world.region().faults().requestLimits();
            world.region().forgetCalls();
            assertEquals(1000, world.seen().size());
            assertEquals(10, world.count("DescribeAlarms"));
        });
    }

    @Test
    void aLostAnswerMakesNoSecondAlarm() {
        in(world -> {
            world.region().faults().next(1, "monitoring:PutMetricAlarm", new Fault.LostAfter());
            world.keeper().alarm(ACTIVE, Check.SYSTEM);
            assertEquals(1, world.region().alarms().all().size());
            StatusAlarm alarm = world.seen().getFirst();
            world.region().faults().next(1, "monitoring:DeleteAlarms", new Fault.LostAfter());
            assertTrue(world.keeper().remove(alarm));
            assertEquals(List.of(), world.region().alarms().all());
        });
    }
}
