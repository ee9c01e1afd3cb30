package enifailover.template;

import static enifailover.template.Template.at;
import static enifailover.template.Template.list;
import static enifailover.template.Template.map;
import static enifailover.template.Template.references;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The template fits the code and itself.
class StructureTest {
    private static final Set<String> FUNCTIONS =
            Set.of("FailoverFunction", "DrillFunction", "DashboardFunction", "ReadinessFunction");

    /// All that the code reads of its environment, besides what Lambda, the SDK and the JVM read.
    private static final Map<String, String> READ_BY_THE_CODE = Map.ofEntries(
            Map.entry("TABLE_NAME", "Table"),
            Map.entry("DOCUMENT_NAME", "RoutingDocument"),
            Map.entry("TAG_PREFIX", "eni-failover:"),
            Map.entry("EVENT_BUS", "default"),
            Map.entry("TOPIC_ARN", ""),
            Map.entry("REPORT_ONLY", "false"),
            Map.entry("PLANNED_LEAD_SECONDS", "3600"),
            Map.entry("AUTOMATIC_LIMIT", "DEFAULT"),
            Map.entry("AUTOMATIC_WINDOW_SECONDS", "3600"),
            Map.entry("HISTORY_DAYS", "90"),
            Map.entry("POWERTOOLS_SERVICE_NAME", "a-stack"),
            Map.entry("POWERTOOLS_METRICS_NAMESPACE", "EniFailover"),
            Map.entry("POWERTOOLS_LOG_LEVEL", "INFO"),
            Map.entry("AWS_EMF_ENVIRONMENT", "Lambda"));

    private final Deployed deployed = Deployed.withDefaults();
    private final Template template = deployed.template();

    @Test
    void theFunctionsAreThese() {
        assertEquals(FUNCTIONS, template.ofType("AWS::Serverless::Function").keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"FailoverFunction", "DrillFunction", "DashboardFunction", "ReadinessFunction"})
    void everyHandlerIsAMethodOfTheCode(String function) throws ReflectiveOperationException {
        String[] handler =
                at(deployed.properties(function), "Handler").toString().split("::", -1);
        Class<?> type = Class.forName(handler[0], false, StructureTest.class.getClassLoader());
        assertTrue(
                Arrays.stream(type.getMethods())
                        .anyMatch(method -> method.getName().equals(handler[1])),
                type + " has no public " + handler[1]);
    }

    /// A policy with a condition cannot be waited for: CloudFormation refuses to wait for what it does not make.
    @ParameterizedTest
    @ValueSource(strings = {"FailoverFunction", "DrillFunction", "ReadinessFunction"})
    void everyFunctionWaitsForThePoliciesOfItsRole(String function) {
        Object role = at(template.properties(function), "Role", "Fn::GetAtt", 0);
        Set<String> policies = new TreeSet<>();
        template.ofType("AWS::IAM::ManagedPolicy").forEach((name, policy) -> {
            // People's policies are attached to no role here.
            boolean itsOwn = Template.map(at(policy, "Properties")).get("Roles") instanceof List<?> roles
                    && roles.stream().anyMatch(one -> role.equals(at(one, "Ref")));
            if (itsOwn && !policy.containsKey("Condition")) {
                policies.add(name);
            }
        });
        assertEquals(
                policies, new TreeSet<>(Template.strings(at(template.resources(), function, "DependsOn"))), function);
    }

    @Test
    void theEnvironmentIsWhatTheCodeReads() {
        Map<String, Object> variables =
                map(deployed.workedOut(at(template.section("Globals"), "Function", "Environment", "Variables")));
        Map<String, String> texts = new TreeMap<>();
        variables.forEach((name, value) -> texts.put(name, value.toString()));
        assertEquals(
                "-XX:TieredStopAtLevel=1 -XX:MetaspaceSize=128m -XX:+DisableExplicitGC"
                        + " -XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions"
                        + " -XX:-BytecodeVerificationRemote",
                texts.remove("JAVA_TOOL_OPTIONS"));
        assertEquals(new TreeMap<>(READ_BY_THE_CODE), texts);
        Map<String, Object> own =
                map(deployed.workedOut(at(template.properties("ReadinessFunction"), "Environment", "Variables")));
        assertEquals(
                Set.of(
                        "STACK_ID",
                        "RULE_NAMES",
                        "DEAD_LETTER_ALARM",
                        "DRILL_EVERY_DAYS",
                        "VERIFY_ROUTING",
                        "AUTOMATIC_RECOVERY",
                        "STAGE_ROUTING",
                        "ALARM_CHANGES_PER_SECOND",
                        "GRANTS_KEYS",
                        "ROLES_OPEN_TO"),
                own.keySet());
        assertEquals("90", String.valueOf(own.get("DRILL_EVERY_DAYS")));
        assertEquals("interfaces members", own.get("ROLES_OPEN_TO"));
        assertEquals(
                "interfaces ",
                Deployed.with(Map.of("MemberProfileArns", "arn:aws:iam::*:instance-profile/sip-*"))
                        .workedOut(at(
                                template.properties("ReadinessFunction"),
                                "Environment",
                                "Variables",
                                "ROLES_OPEN_TO")));
        FUNCTIONS.stream()
                .filter(function -> !function.equals("ReadinessFunction"))
                .forEach(function -> assertFalse(template.properties(function).containsKey("Environment"), function));
    }

    /// On Lambda an option that a later JVM does not know is passed over; here it is not.
    @Test
    void theJvmKnowsItsOptions() throws IOException, InterruptedException {
        Object variables = at(template.section("Globals"), "Function", "Environment", "Variables");
        List<String> command = new ArrayList<>(
                List.of(String.valueOf(at(variables, "JAVA_TOOL_OPTIONS")).split(" ", -1)));
        assertTrue(command.remove("-XX:+IgnoreUnrecognizedVMOptions"));
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-version");
        Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, java.waitFor(), said);
        assertFalse(said.contains("warning"), said);
    }

    @Test
    void aTopicIsGivenOrMadeOrNone() {
        assertEquals("", topic(Map.of()));
        assertEquals(
                "arn:aws:sns:eu-west-1:111122223333:NotificationTopic",
                topic(Map.of("NotificationEmail", "ops@example.com")));
        String given = "arn:aws:sns:eu-west-1:111122223333:ours";
        Map<String, String> both = Map.of("NotificationEmail", "ops@example.com", "NotificationTopicArn", given);
        assertEquals(given, topic(both));
        assertFalse(Deployed.with(both).makes("NotificationTopic"));
    }

    private static String topic(Map<String, String> parameters) {
        Deployed chosen = Deployed.with(parameters);
        return chosen.workedOut(
                        at(chosen.template().section("Globals"), "Function", "Environment", "Variables", "TOPIC_ARN"))
                .toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FailoverFunction", "DrillFunction", "DashboardFunction", "ReadinessFunction"})
    void everyFunctionHasALogGroupOfItsOwnThatEnds(String function) {
        String group = (String) at(template.properties(function), "LoggingConfig", "LogGroup", "Ref");
        assertEquals("/aws/lambda/a-stack/" + function, at(deployed.properties(group), "LogGroupName"));
        assertEquals("90", at(deployed.properties(group), "RetentionInDays"));
    }

    /// A dashboard waits for its answer; nobody else calls that function.
    @ParameterizedTest
    @ValueSource(strings = {"FailoverFunction", "DrillFunction", "ReadinessFunction"})
    void everyFunctionThatIsNotWaitedForHasAQueueForWhatFailed(String function) {
        assertEquals(
                List.of("DeadLetterQueue", "Arn"),
                at(
                        template.properties(function),
                        "EventInvokeConfig",
                        "DestinationConfig",
                        "OnFailure",
                        "Destination",
                        "Fn::GetAtt"));
    }

    /// What would be wrong without a word: a parameter that nothing reads, a name that is nothing.
    @Test
    void everyParameterAndConditionIsUsedAndEveryNameIsSomething() {
        Set<String> used = new TreeSet<>();
        Stream.of("Globals", "Resources", "Conditions", "Outputs")
                .forEach(section -> used.addAll(references(template.section(section))));
        Set<String> declared = new TreeSet<>(template.parameters().keySet());
        declared.addAll(template.conditions().keySet());
        Set<String> unused = new TreeSet<>(declared);
        unused.removeAll(used);
        assertEquals(Set.of(), unused);
        used.removeAll(declared);
        used.removeIf(name -> name.startsWith("AWS::")
                || template.rulesOfEvents().contains(name)
                || template.resources().containsKey(name.split("\\.", 2)[0]));
        assertEquals(Set.of(), used);
    }

    @Test
    void everyParameterIsExplainedBoundedAndShown() {
        Set<String> shown = new HashSet<>();
        Object console = at(template.section("Metadata"), "AWS::CloudFormation::Interface");
        list(at(console, "ParameterGroups")).forEach(group -> shown.addAll(Template.strings(at(group, "Parameters"))));
        assertEquals(template.parameters().keySet(), shown);
        assertEquals(
                template.parameters().keySet(),
                map(at(console, "ParameterLabels")).keySet());
        template.parameters().forEach((name, node) -> {
            Map<String, Object> parameter = map(node);
            assertTrue(parameter.containsKey("Description") && parameter.containsKey("Default"), name);
            assertTrue(Stream.of("AllowedValues", "AllowedPattern", "MinValue").anyMatch(parameter::containsKey), name);
            assertTrue(accepts(name, parameter.get("Default").toString()), name + "'s default");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"eni-failover", "aws:", "Eni-Failover:", "a b:", ":", "a:b:", "x\":", "${x}:"})
    void aTagPrefixThatWouldBreakTheRoleIsRefused(String prefix) {
        assertFalse(accepts("TagPrefix", prefix));
    }

    @Test
    void theOffSwitchStopsAllThatWakes() {
        Deployed off = Deployed.with(Map.of("Automatic", "DISABLED"));
        map(at(off.properties("FailoverFunction"), "Events")).forEach((name, event) -> {
            assertEquals("DISABLED", at(event, "Properties", "State"), name);
            assertEquals("ENABLED", at(deployed.properties("FailoverFunction"), "Events", name, "Properties", "State"));
        });
        assertFalse(off.makes("AlarmMayInvokeFailover"));
        assertFalse(off.makes("SweepAlarm"));
    }

    /// What is switched off by hand has to stay ready, and an audit moves nothing.
    @Test
    void theOffSwitchDoesNotStopTheAudit() {
        Deployed off = Deployed.with(Map.of("Automatic", "DISABLED"));
        map(at(off.properties("ReadinessFunction"), "Events"))
                .forEach((name, event) ->
                        assertFalse(map(at(event, "Properties")).containsKey("State"), name));
        assertTrue(off.makes("ReadinessAlarm"));
    }

    /// To Lambda a reserve of 0 means: never run.
    @Test
    void concurrencyIsReservedOnlyWhereAskedFor() {
        String reserve = "ReservedConcurrentExecutions";
        assertFalse(deployed.properties("FailoverFunction").containsKey(reserve));
        Deployed reserved = Deployed.with(Map.of("ReservedConcurrency", "50"));
        assertEquals("50", reserved.properties("FailoverFunction").get(reserve));
        FUNCTIONS.stream()
                .filter(function -> !function.equals("FailoverFunction"))
                .forEach(function -> assertFalse(template.properties(function).containsKey(reserve), function));
        // The sweep alone may be at work for five minutes, and the next one comes in a minute.
        for (String tooFew : List.of("1", "5")) {
            assertFalse(accepts("ReservedConcurrency", tooFew), tooFew);
        }
    }

    @Test
    void theTableIsKeyedAsTheCodeReadsItAndKept() {
        Map<String, Object> table = deployed.properties("Table");
        assertEquals("group", at(table, "KeySchema", 0, "AttributeName"));
        assertEquals("item", at(table, "KeySchema", 1, "AttributeName"));
        assertEquals("expires_at", at(table, "TimeToLiveSpecification", "AttributeName"));
        assertEquals(true, at(table, "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"));
        assertEquals(true, at(table, "SSESpecification", "SSEEnabled"));
        assertEquals("Retain", at(template.resources(), "Table", "DeletionPolicy"));
        assertEquals("Retain", at(template.resources(), "Table", "UpdateReplacePolicy"));
    }

    @Test
    void everyAlarmTellsTheTopicIfThereIsOne() {
        Deployed withTopic = Deployed.with(Map.of("NotificationEmail", "ops@example.com"));
        for (String alarm : template.ofType("AWS::CloudWatch::Alarm").keySet()) {
            assertFalse(deployed.properties(alarm).containsKey("AlarmActions"), alarm);
            assertEquals(
                    List.of("arn:aws:sns:eu-west-1:111122223333:NotificationTopic"),
                    withTopic.properties(alarm).get("AlarmActions"),
                    alarm);
        }
    }

    @Test
    void everyStageOfSamconfigGivesValuesThatTheTemplateTakes() throws Exception {
        String config = Files.readString(Path.of("samconfig.toml"));
        for (String stage : List.of("default", "dev", "staging", "prod")) {
            assertTrue(config.contains("[" + stage + ".deploy.parameters]"), stage);
        }
        Pattern.compile("(?m)^parameter_overrides = \"(.*)\"$")
                .matcher(config)
                .results()
                .flatMap(line -> Arrays.stream(line.group(1).split(" ", -1)))
                .forEach(pair -> {
                    String[] parts = pair.split("=", 2);
                    assertTrue(accepts(parts[0], parts[1]), pair);
                });
        List<String> prefixes = Pattern.compile("TagPrefix=(\\S+)")
                .matcher(config)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertEquals(3, new HashSet<>(prefixes).size(), "each stage has its own prefix");
    }

    private boolean accepts(String name, String value) {
        Map<String, Object> parameter = map(at(template.parameters(), name));
        if (parameter.get("AllowedValues") instanceof List<?> allowed) {
            return allowed.stream().anyMatch(each -> each.toString().equals(value));
        }
        if (parameter.get("MinValue") instanceof Integer least && parameter.get("MaxValue") instanceof Integer most) {
            return Integer.parseInt(value) >= least && Integer.parseInt(value) <= most;
        }
        int longest = Integer.parseInt(
                parameter.getOrDefault("MaxLength", Integer.MAX_VALUE).toString());
        return value.length() <= longest
                && Pattern.matches(at(parameter, "AllowedPattern").toString(), value);
    }
}
