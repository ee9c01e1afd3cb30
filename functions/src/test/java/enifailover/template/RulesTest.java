package enifailover.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules wake the failover for what it handles and for nothing else, judged by AWS's own matcher.
class RulesTest {
    private static final Path EVENTS = Path.of("events");
    private static final String NONE = "";
    private final Rules rules = Rules.waking("FailoverFunction");

    /// Which rule each fixture is for, by the beginning of its file's name: the longest that fits counts.
    private static final Map<String, String> RULE_BY_NAME = Map.ofEntries(
            Map.entry("ec2-state-change-", "StateChange"),
            Map.entry("ec2-spot-interruption-", "SpotInterruption"),
            Map.entry("ec2-rebalance-recommendation", "Rebalance"),
            Map.entry("ec2-capacity-reservation-interruption", NONE),
            Map.entry("cloudwatch-alarm-", "StatusCheckAlarm"),
            Map.entry("cloudwatch-alarm-configuration-change", NONE),
            Map.entry("cloudwatch-alarm-status-check-system-insufficient-data", NONE),
            Map.entry("cloudwatch-alarm-contributor-", "StatusCheckContributor"),
            Map.entry("cloudwatch-composite-alarm", "StatusCheckAlarm"),
            Map.entry("health-", "Health"),
            Map.entry("health-other-service", NONE),
            Map.entry("asg-", NONE),
            Map.entry("asg-terminate-lifecycle-action", "TerminateLifecycleAction"),
            Map.entry("ssm-", NONE),
            Map.entry("eventbridge-scheduled-rule-tick", NONE),
            // Not by a rule: an alarm's own action, the schedule's input, a person's request.
            Map.entry("alarm-action-", NONE),
            Map.entry("sweep", NONE),
            Map.entry("readiness-", NONE),
            Map.entry("drill-", NONE),
            // Not at all.
            Map.entry("near-miss-", NONE),
            Map.entry("own-", NONE),
            Map.entry("tag-change-", NONE));

    @Test
    void everyFixtureWakesItsRuleOrNone() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> actual = new TreeMap<>();
        for (Path file : fixtures()) {
            String name = file.getFileName().toString();
            expected.put(name, ruleOf(name));
            actual.put(name, String.join(",", rules.matching(Files.readString(file))));
        }
        assertEquals(expected, actual);
    }

    private static String ruleOf(String name) {
        return RULE_BY_NAME.entrySet().stream()
                .filter(entry -> name.startsWith(entry.getKey()))
                .max(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .orElse("not in this test's table");
    }

    private static Set<Path> fixtures() throws IOException {
        if (!Files.isDirectory(EVENTS)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(EVENTS)) {
            return new TreeSet<>(
                    files.filter(file -> file.toString().endsWith(".json")).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "running", "stopping", "stopped", "shutting-down", "terminated"})
    void everyStateOfAnInstance(String state) {
        assertEquals(
                Set.of("StateChange"),
                rules.matching(event(
                        "aws.ec2",
                        "EC2 Instance State-change Notification",
                        "{\"instance-id\":\"i-0a1b2c3d\",\"state\":\"" + state + "\"}")));
    }

    @ParameterizedTest
    @CsvSource({
        "AWS/EC2, StatusCheckFailed, ALARM, true",
        "AWS/EC2, StatusCheckFailed_System, ALARM, true",
        "AWS/EC2, StatusCheckFailed_Instance, ALARM, true",
        "AWS/EC2, StatusCheckFailed_AttachedEBS, ALARM, true",
        "AWS/EC2, StatusCheckFailed_System, OK, true",
        "AWS/EC2, StatusCheckFailed_System, INSUFFICIENT_DATA, false",
        "AWS/EC2, CPUUtilization, ALARM, false",
        "AWS/ELB, UnHealthyHostCount, ALARM, false",
        "Custom, MyStatusCheckFailed, ALARM, false",
    })
    void alarmsOnStatusChecks(String namespace, String metric, String state, boolean wakes) {
        String metrics = "[{\"id\":\"m1\"," + metricStat(namespace, metric) + ",\"returnData\":true}]";
        assertEquals(wakes ? Set.of("StatusCheckAlarm") : Set.of(), rules.matching(alarm(state, metrics)));
    }

    @Test
    void anAlarmByMetricMath() {
        String metrics = "[{\"id\":\"e1\",\"expression\":\"MAX([m1,m2])\",\"returnData\":true},"
                + "{\"id\":\"m1\"," + metricStat("AWS/EC2", "CPUUtilization") + "},"
                + "{\"id\":\"m2\"," + metricStat("AWS/EC2", "StatusCheckFailed_Instance") + "}]";
        assertEquals(Set.of("StatusCheckAlarm"), rules.matching(alarm("ALARM", metrics)));
    }

    @Test
    void aCompositeAlarmHasNoMetrics() {
        String detail = "{\"alarmName\":\"a\",\"state\":{\"value\":\"ALARM\"},"
                + "\"configuration\":{\"alarmRule\":\"ALARM(\\\"b\\\")\"}}";
        assertEquals(
                Set.of("StatusCheckAlarm"),
                rules.matching(event("aws.cloudwatch", "CloudWatch Alarm State Change", detail)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"issue", "scheduledChange", "accountNotification", "investigation", "something new"})
    void healthOfEc2InEveryCategory(String category) {
        String detail = "{\"service\":\"EC2\",\"eventTypeCategory\":\"" + category + "\"}";
        assertEquals(Set.of("Health"), rules.matching(event("aws.health", "AWS Health Event", detail)));
    }

    @Test
    void spot() {
        assertEquals(
                Set.of("SpotInterruption"),
                rules.matching(event("aws.ec2", "EC2 Spot Instance Interruption Warning", "{}")));
        assertEquals(
                Set.of("Rebalance"), rules.matching(event("aws.ec2", "EC2 Instance Rebalance Recommendation", "{}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aws.ec2 | EC2 Instance State-change Notification | {\"state\":\"rebooting\"}",
                "aws.ec2 | EC2 Instance State-change Notification | {}",
                "aws.ec2 | EC2 Instance Launch Successful | {\"state\":\"stopped\"}",
                "aws.ec2 | EBS Volume Notification | {\"state\":\"stopped\"}",
                "aws.autoscaling | EC2 Instance State-change Notification | {\"state\":\"stopped\"}",
                "aws.autoscaling | EC2 Instance-launch Lifecycle Action | {\"EC2InstanceId\":\"i-0a1b2c3d\"}",
                "aws.ec2 | EC2 Instance-terminate Lifecycle Action | {\"EC2InstanceId\":\"i-0a1b2c3d\"}",
                "my.app | EC2 Instance State-change Notification | {\"state\":\"stopped\"}",
                "aws.health | AWS Health Event | {\"service\":\"RDS\"}",
                "aws.health | AWS Health Abuse Event | {\"service\":\"EC2\"}",
                "aws.health | AWS Health Event | {\"service\":\"EC2INSTANCECONNECT\"}",
                "aws.cloudwatch | CloudWatch Alarm Configuration Change | {\"state\":{\"value\":\"ALARM\"},\"configuration\":{\"alarmRule\":\"x\"}}",
                "aws.cloudwatch | CloudWatch Alarm State Change | {\"state\":{\"value\":\"ALARM\"},\"configuration\":{}}",
                "aws.cloudwatch | CloudWatch Alarm State Change | {\"state\":{\"value\":\"ALARM\"}}",
                "aws.cloudwatch | CloudWatch Alarm Contributor State Change | {\"state\":{\"value\":\"ALARM\"}}",
                "aws.events | Scheduled Event | {}",
                "aws.ssm | EC2 Command Invocation Status-change Notification | {\"status\":\"Failed\"}",
                "eni-failover | Failover Started | {\"group\":\"web\"}",
                "eni-failover | Sweep | {}",
            })
    void nearMissesWakeNothing(String source, String detailType, String detail) {
        assertEquals(Set.of(), rules.matching(event(source, detailType, detail)));
    }

    /// The sweep is no rule on events: its schedule sends a fixed input, which must not come back by a rule.
    @Test
    void theSweepsInputIsAnEventOfOurs() {
        Object sweep = Template.at(Template.read().properties("FailoverFunction"), "Events", "Sweep", "Properties");
        assertEquals("rate(1 minute)", Template.at(sweep, "Schedule"));
        assertEquals("{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}", Template.at(sweep, "Input"));
    }

    @Test
    void noRuleListensToTheEventsThatThisProgramSends() {
        for (String kind : new String[] {"Started", "Succeeded", "Failed", "Refused"}) {
            assertTrue(rules.matching(event("eni-failover", "Failover " + kind, "{}"))
                    .isEmpty());
        }
    }

    @Test
    void theAuditIsWokenByMembersThatComeAndGoAndByOurTagsAlone() {
        Rules audit = Rules.waking("ReadinessFunction");
        for (String state : new String[] {"running", "stopped", "terminated"}) {
            String event = event("aws.ec2", "EC2 Instance State-change Notification", "{\"state\":\"" + state + "\"}");
            assertEquals(Set.of("InstanceChange"), audit.matching(event));
        }
        for (String state : new String[] {"pending", "stopping", "shutting-down"}) {
            String event = event("aws.ec2", "EC2 Instance State-change Notification", "{\"state\":\"" + state + "\"}");
            assertEquals(Set.of(), audit.matching(event));
        }
        assertEquals(Set.of("TagChange"), audit.matching(tags("ec2", "instance", "eni-failover:group")));
        assertEquals(Set.of("TagChange"), audit.matching(tags("ec2", "network-interface", "eni-failover:paused")));
        assertEquals(Set.of(), audit.matching(tags("ec2", "instance", "Name")));
        assertEquals(Set.of(), audit.matching(tags("ec2", "instance", "Owner\",\"eni-failover")));
        assertEquals(Set.of(), audit.matching(tags("ec2", "volume", "eni-failover:group")));
        assertEquals(Set.of(), audit.matching(tags("rds", "instance", "eni-failover:group")));
    }

    @Test
    void theAuditsFixturesWakeItAndNoOther() throws IOException {
        Rules audit = Rules.waking("ReadinessFunction");
        for (Path file : fixtures()) {
            String name = file.getFileName().toString();
            String expected = name.startsWith("tag-change-on-")
                    ? "TagChange"
                    : name.matches("ec2-state-change-(running|stopped|terminated|no-version|other-region).*")
                            ? "InstanceChange"
                            : NONE;
            assertEquals(expected, String.join(",", audit.matching(Files.readString(file))), name);
        }
    }

    @Test
    void theAuditHasASchedule() {
        Object audit = Template.at(Template.read().properties("ReadinessFunction"), "Events", "Audit", "Properties");
        assertEquals("rate(15 minutes)", Template.at(audit, "Schedule"));
        assertEquals("{\"source\":\"eni-failover\",\"detail-type\":\"Readiness\"}", Template.at(audit, "Input"));
    }

    private static String tags(String service, String type, String key) {
        return event(
                "aws.tag",
                "Tag Change on Resource",
                "{\"service\":\"" + service + "\",\"resource-type\":\"" + type + "\",\"changed-tag-keys\":[\"" + key
                        + "\"]}");
    }

    private static String metricStat(String namespace, String metric) {
        return "\"metricStat\":{\"metric\":{\"namespace\":\"" + namespace + "\",\"name\":\"" + metric
                + "\",\"dimensions\":{\"InstanceId\":\"i-0a1b2c3d\"}},\"period\":60,\"stat\":\"Maximum\"}";
    }

    private static String alarm(String state, String metrics) {
        return event(
                "aws.cloudwatch",
                "CloudWatch Alarm State Change",
                "{\"alarmName\":\"a\",\"state\":{\"value\":\"" + state + "\"},\"previousState\":{\"value\":\"OK\"},"
                        + "\"configuration\":{\"metrics\":" + metrics + "}}");
    }

    private static String event(String source, String detailType, String detail) {
        return "{\"version\":\"0\",\"id\":\"1\",\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"source\":\""
                + source + "\",\"detail-type\":\"" + detailType
                + "\",\"time\":\"2026-03-04T05:06:07Z\",\"resources\":[],"
                + "\"detail\":" + detail + "}";
    }
}
