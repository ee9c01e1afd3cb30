package enifailover.template;

import static enifailover.template.Template.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import enifailover.aws.client.Clients;
import enifailover.aws.client.Stack;
import enifailover.aws.client.StackResourceNames;
import enifailover.aws.ec2.AwsAuditReader;
import enifailover.model.audit.AuditSnapshot;
import enifailover.readiness.audit.Auditor;
import enifailover.readiness.audit.Auditor.AuditInput;
import enifailover.readiness.check.Thresholds;
import enifailover.tag.GroupTags;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.bus.EventBus;
import enifailover.testkit.region.call.Caller;
import enifailover.testkit.region.call.Latencies;
import enifailover.testkit.region.door.RegionHttpClient;
import enifailover.testkit.region.time.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.cloudformation.resource.IdentifierUtils;

/// Whatever the stack is called, its audit finds the stack's own rules and alarm, and takes no other stack's for them.
/// Names are made by AWS's own code.
class StackNamesTest {
    private static final int LONGEST_RULE = 64;
    private static final int LONGEST_ALARM = 255;
    private static final List<String> TRIGGERS = List.of(
            "StateChange",
            "StatusCheckAlarm",
            "StatusCheckContributor",
            "Health",
            "SpotInterruption",
            "TerminateLifecycleAction",
            "Rebalance",
            "Sweep");

    private record Named(String stack, String tagPrefix) {
        String id() {
            return "arn:aws:cloudformation:eu-west-1:000000000000:stack/" + stack + "/0a1b2c3d";
        }

        String physical(String logicalId) {
            int longest = logicalId.endsWith("Alarm") && !logicalId.startsWith("FailoverFunction")
                    ? LONGEST_ALARM
                    : LONGEST_RULE;
            return IdentifierUtils.generateResourceIdentifier(stack, logicalId, stack + logicalId, longest);
        }

        StackResourceNames told() {
            Deployed deployed = Deployed.named(this::physical);
            Map<String, Object> variables = Template.map(deployed.workedOut(
                    at(deployed.template().properties("ReadinessFunction"), "Environment", "Variables")));
            return StackResourceNames.of(
                    String.valueOf(variables.get("RULE_NAMES")), String.valueOf(variables.get("DEAD_LETTER_ALARM")));
        }

        void deploy(Region region, Clients clients, String stateOfSweep) {
            TRIGGERS.forEach(trigger -> region.bus()
                    .put(new EventBus.Rule(
                            physical("FailoverFunction" + trigger),
                            trigger.equals("Sweep") ? stateOfSweep : "ENABLED",
                            "{}",
                            "")));
            Object pattern = Deployed.with(Map.of("TagPrefix", tagPrefix))
                    .workedOut(at(
                            Template.read().properties("ReadinessFunction"),
                            "Events",
                            "TagChange",
                            "Properties",
                            "Pattern"));
            region.bus().put(new EventBus.Rule(physical("ReadinessFunctionTagChange"), "ENABLED", json(pattern), ""));
            String alarm = physical("DeadLetterAlarm");
            clients.cloudWatch().putMetricAlarm(put -> put.alarmName(alarm)
                    .namespace("AWS/SQS")
                    .metricName("ApproximateNumberOfMessagesVisible")
                    .statistic(Statistic.MAXIMUM)
                    .period(60)
                    .evaluationPeriods(1)
                    .threshold(0.0)
                    .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
            region.alarms().set(Caller.TEST, alarm, StateValue.OK.toString(), "for the test");
        }

        /// What its audit says of rules, queue and prefix.
        List<String> findings(Clients clients, VirtualTime time) {
            AuditSnapshot auditSnapshot = new AwsAuditReader(
                            clients, tagPrefix, Stack.of(id()), told(), Scenes.DOCUMENT, time)
                    .survey(Set.of())
                    .auditSnapshot();
            Thresholds thresholds = new Thresholds(Duration.ZERO, Thresholds.AGENT_SILENCE, Thresholds.RIGHTS_AGE);
            return new Auditor(new GroupTags(tagPrefix), thresholds)
                            .audit(new AuditInput(
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    auditSnapshot,
                                    Map.of(),
                                    Optional.empty(),
                                    Set.of(),
                                    List.of(),
                                    List.of(),
                                    time.now()))
                            .deployment()
                            .stream()
                            .filter(one -> Set.of("rule-enabled", "dead-letters", "tag-prefix")
                                    .contains(one.check()))
                            .map(one -> one.check() + " " + one.subject())
                            .toList();
        }

        private static String json(Object value) {
            try {
                return new ObjectMapper().writeValueAsString(value);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @FunctionalInterface
    private interface Story {
        void tell(Region region, Clients clients, VirtualTime time);
    }

    private static void in(Story story) {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).latencies(Latencies.DEFAULT).build();
            Clients clients = new Clients(
                    "eu-west-1",
                    new RegionHttpClient(region),
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("testcaller", "secret")));
            story.tell(region, clients, time);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 28, 58, 63, 128})
    void theAuditFindsTheStacksOwnRulesHoweverLongItsNameIs(int length) {
        Named stack = new Named("StackSet-eni-failover-".repeat(7).substring(0, length), "eni-failover:");
        assertTrue(stack.physical("FailoverFunctionStatusCheckAlarm").length() <= LONGEST_RULE);
        in((region, clients, time) -> {
            stack.deploy(region, clients, "ENABLED");
            assertEquals(List.of(), stack.findings(clients, time));
        });
    }

    /// One name begins the other, and CloudFormation cuts both.
    @Test
    void noStackTakesAnothersRulesForItsOwn() {
        Named first = new Named("eni-failover", "eni-failover:");
        Named second = new Named("eni-failover-staging", "eni-failover-staging:");
        in((region, clients, time) -> {
            first.deploy(region, clients, "ENABLED");
            second.deploy(region, clients, "DISABLED");
            assertEquals(List.of(), first.findings(clients, time));
            assertEquals(List.of("rule-enabled Sweep"), second.findings(clients, time));
        });
    }

    @Test
    void twoStacksWithOnePrefixFindEachOther() {
        Named first = new Named("eni-failover", "eni-failover:");
        Named second = new Named("another", "eni-failover:");
        in((region, clients, time) -> {
            first.deploy(region, clients, "ENABLED");
            assertEquals(List.of(), first.findings(clients, time));
            second.deploy(region, clients, "ENABLED");
            assertEquals(List.of("tag-prefix TagPrefix"), first.findings(clients, time));
            assertEquals(List.of("tag-prefix TagPrefix"), second.findings(clients, time));
        });
    }
}
