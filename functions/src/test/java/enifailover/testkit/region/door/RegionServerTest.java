package enifailover.testkit.region.door;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.DOCUMENT;
import static enifailover.testkit.region.Scenes.ENI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.bus.EventBus.Rule;
import enifailover.testkit.region.call.Fault;
import enifailover.testkit.region.ec2.Checks.Kind;
import enifailover.testkit.region.time.LoopbackTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.StatusName;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.PingStatus;

/// The server on loopback, by real clients of every service.
@TestInstance(Lifecycle.PER_METHOD)
final class RegionServerTest {
    private final LoopbackTime time = new LoopbackTime();
    private final Region region = Scenes.quick(time);
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final RegionServer server;

    RegionServerTest() throws IOException {
        server = RegionServer.start(region);
    }

    @BeforeEach
    void begin() {
        region.forgetCalls();
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
        time.close();
    }

    @Test
    void speaksEc2() {
        Ec2Client ec2 = Scenes.client(Ec2Client.builder(), http, server.endpoint());
        region.impair(ACTIVE, Kind.INSTANCE);
        var status = ec2.describeInstanceStatus(d -> d.instanceIds(ACTIVE))
                .instanceStatuses()
                .getFirst();
        assertEquals("impaired", status.instanceStatus().statusAsString());
        assertEquals("ok", status.systemStatus().statusAsString());
        assertEquals("ok", status.attachedEbsStatus().statusAsString());
        assertEquals(
                StatusName.REACHABILITY,
                status.instanceStatus().details().getFirst().name());
        assertTrue(status.instanceStatus().details().getFirst().impairedSince().isBefore(Instant.now()));
        InstanceTypeInfo type = ec2.describeInstanceTypes(d -> d.instanceTypes(InstanceType.P4_D_24_XLARGE))
                .instanceTypes()
                .getFirst();
        assertEquals(4, type.networkInfo().maximumNetworkCards());
        assertEquals(15, type.networkInfo().networkCards().get(3).maximumNetworkInterfaces());
        assertEquals(2, ec2.describeSubnets().subnets().size());
        assertEquals(ENI, ec2.describeAddresses().addresses().getFirst().networkInterfaceId());
        assertEquals(4, region.count("ec2:*"));
    }

    @Test
    void speaksSystemsManager() {
        SsmClient ssm = Scenes.client(SsmClient.builder(), http, server.endpoint());
        region.strike(_ -> region.fleet().parameter("/eni-failover/automatic", "on"));
        InstanceInformation agent = ssm.describeInstanceInformation(
                        d -> d.filters(InstanceInformationStringFilter.builder()
                                .key("InstanceIds")
                                .values(ACTIVE)
                                .build()))
                .instanceInformationList()
                .getFirst();
        assertEquals(PingStatus.ONLINE, agent.pingStatus());
        assertEquals(
                "on",
                ssm.getParameter(g -> g.name("/eni-failover/automatic"))
                        .parameter()
                        .value());
        assertThrows(ParameterNotFoundException.class, () -> ssm.getParameter(g -> g.name("/none")));
        assertEquals(
                DOCUMENT, ssm.describeDocument(d -> d.name(DOCUMENT)).document().name());
        assertEquals(DOCUMENT, ssm.getDocument(d -> d.name(DOCUMENT)).name());
    }

    @Test
    void speaksCloudWatchInCbor() {
        CloudWatchClient cloudWatch = Scenes.client(CloudWatchClient.builder(), http, server.endpoint());
        cloudWatch.putMetricAlarm(put -> put.alarmName("web-system")
                .namespace("AWS/EC2")
                .metricName("StatusCheckFailed_System")
                .statistic(Statistic.MAXIMUM)
                .period(60)
                .evaluationPeriods(2)
                .threshold(0.5)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .dimensions(Dimension.builder().name("InstanceId").value(ACTIVE).build())
                .tags(Tag.builder().key("owner").value("eni-failover").build()));
        cloudWatch.setAlarmState(
                set -> set.alarmName("web-system").stateValue(StateValue.ALARM).stateReason("test"));
        MetricAlarm alarm = cloudWatch
                .describeAlarms(d -> d.alarmNamePrefix("web-"))
                .metricAlarms()
                .getFirst();
        assertEquals(StateValue.ALARM, alarm.stateValue());
        assertEquals(0.5, alarm.threshold());
        assertEquals(60, alarm.period());
        assertEquals(ACTIVE, alarm.dimensions().getFirst().value());
        cloudWatch.tagResource(t -> t.resourceARN(alarm.alarmArn())
                .tags(Tag.builder().key("more").value("yes").build()));
        assertEquals(
                2,
                cloudWatch
                        .listTagsForResource(l -> l.resourceARN(alarm.alarmArn()))
                        .tags()
                        .size());
        cloudWatch.putMetricData(put -> put.namespace("EniFailover")
                .metricData(MetricDatum.builder()
                        .metricName("Moved")
                        .value(1.0)
                        .timestamp(Instant.now())
                        .build()));
        assertEquals(
                "EniFailover", region.alarms().metrics().getFirst().members().get("Namespace"));
        assertEquals(
                List.of(),
                cloudWatch
                        .getMetricData(g -> g.startTime(Instant.EPOCH).endTime(Instant.now()))
                        .metricDataResults());
        cloudWatch.deleteAlarms(d -> d.alarmNames("web-system"));
        assertEquals(List.of(), cloudWatch.describeAlarms().metricAlarms());
    }

    @Test
    void speaksEventBridgeAndSns() {
        EventBridgeClient events = Scenes.client(EventBridgeClient.builder(), http, server.endpoint());
        region.bus().put(new Rule("state-change", "ENABLED", "{\"source\":[\"aws.ec2\"]}", ""));
        events.putEvents(put -> put.entries(PutEventsRequestEntry.builder()
                .source("eni-failover")
                .detailType("Failover Succeeded")
                .detail("{}")
                .build()));
        assertEquals("Failover Succeeded", region.bus().entries().getFirst().detailType());
        assertEquals(
                "state-change", events.listRules(l -> {}).rules().getFirst().name());
        assertThrows(ResourceNotFoundException.class, () -> events.describeRule(d -> d.name("none")));
        SnsClient sns = Scenes.client(SnsClient.builder(), http, server.endpoint());
        sns.publish(p -> p.topicArn("arn:aws:sns:eu-west-1:000000000000:people")
                .subject("Moved")
                .message("to the standby & back < again"));
        assertEquals(
                "to the standby & back < again",
                region.topics().messages().getFirst().text());
    }

    @Test
    void breaksTheConnectionOrNeverAnswers() {
        SdkHttpClient impatient = UrlConnectionHttpClient.builder()
                .socketTimeout(Duration.ofSeconds(1))
                .build();
        Ec2Client ec2 = Scenes.client(Ec2Client.builder(), impatient, server.endpoint());
        Ec2Client patient = Scenes.client(Ec2Client.builder(), http, server.endpoint());
        region.faults().next(1, "ec2:DescribeSubnets", new Fault.LostAfter());
        assertThrows(SdkClientException.class, ec2::describeSubnets);
        region.faults().clear();
        region.faults().next(1, "ec2:DescribeSubnets", new Fault.BlackHole());
        long begin = System.nanoTime();
        assertThrows(SdkClientException.class, ec2::describeSubnets);
        assertTrue(System.nanoTime() - begin > 900_000_000L);
        assertEquals(2, patient.describeSubnets().subnets().size());
        impatient.close();
        assertEquals(Map.of(), region.hosts().routed(ACTIVE));
    }
}
