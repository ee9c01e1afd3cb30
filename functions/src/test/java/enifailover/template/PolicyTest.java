package enifailover.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.aws.client.ApiAction;
import enifailover.template.Policies.Target;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The roles allow the calls that the code makes, on what the code makes them of, and nothing else.
class PolicyTest {
    static final String HERE = Deployed.REGION + ":" + Deployed.ACCOUNT + ":";
    private static final Map<String, String> TAGGED = Map.of("eni-failover:group", "web");
    private static final Map<String, String> EVERY_OPTION = Map.of(
            "NotificationTopicArn", "arn:aws:sns:eu-west-1:111122223333:ours",
            "NotificationTopicKeyArn", "arn:aws:kms:eu-west-1:111122223333:key/70b1c",
            "StandbyKeyArns", "arn:aws:kms:eu-west-1:111122223333:key/d15c,arn:aws:kms:eu-west-1:111122223333:key/d15d",
            "VpcIds", "vpc-0a,vpc-0b",
            "SubnetIds", "subnet-0a",
            "MemberProfileArns", "arn:aws:iam::*:instance-profile/sip-*",
            "EventBus", "arn:aws:events:eu-west-1:444455556666:event-bus/central",
            "KmsKeyArn", "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d",
            "Tracing", "Active");

    /// Made by Lambda with the function's role, not by our code.
    private static final Set<String> OF_LAMBDA = Set.of("logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage");

    /// Made by other services for us, with the function's role, where an option is taken.
    private static final Set<String> OF_OPTIONS = Set.of(
            "kms:CreateGrant",
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
            "xray:PutTelemetryRecords",
            "xray:PutTraceSegments");

    private static final Set<String> OF_OPTIONS_TO_READ =
            Set.of("kms:Decrypt", "kms:DescribeKey", "xray:PutTelemetryRecords", "xray:PutTraceSegments");

    /// All that is allowed on `*`. The template gives AWS's reason for each beside it.
    private static final Set<ApiAction> NOTHING_NARROWER = EnumSet.of(
            ApiAction.DESCRIBE_INSTANCES,
            ApiAction.DESCRIBE_INSTANCE_STATUS,
            ApiAction.DESCRIBE_INSTANCE_TYPES,
            ApiAction.DESCRIBE_NETWORK_INTERFACES,
            ApiAction.DESCRIBE_SUBNETS,
            ApiAction.DESCRIBE_AUTO_SCALING_INSTANCES,
            ApiAction.DESCRIBE_INSTANCE_INFORMATION,
            ApiAction.GET_COMMAND_INVOCATION,
            ApiAction.CANCEL_COMMAND,
            ApiAction.DESCRIBE_ALARMS);

    /// What audits alone do: see [ReadinessPolicyTest].
    static final Set<ApiAction> OF_AUDITS = EnumSet.of(
            ApiAction.MODIFY_INSTANCE_MAINTENANCE_OPTIONS,
            ApiAction.DESCRIBE_ROUTE_TABLES,
            ApiAction.DESCRIBE_FLOW_LOGS,
            ApiAction.DESCRIBE_INSTANCE_ATTRIBUTE,
            ApiAction.DESCRIBE_SPOT_INSTANCE_REQUESTS,
            ApiAction.DESCRIBE_VOLUMES,
            ApiAction.DESCRIBE_DOCUMENT,
            ApiAction.GET_DOCUMENT,
            ApiAction.LIST_TAGS_FOR_RESOURCE,
            ApiAction.PUT_METRIC_ALARM,
            ApiAction.DELETE_ALARMS,
            ApiAction.LIST_RULES);

    /// What each function calls. Those of the dashboard are counted in `DashboardFunctionTest`.
    private static final Map<String, Set<ApiAction>> CALLS = Map.of(
            "FailoverFunction", EnumSet.complementOf(EnumSet.copyOf(OF_AUDITS)),
            "DrillFunction", drills(),
            "DashboardFunction",
                    EnumSet.of(
                            ApiAction.DESCRIBE_INSTANCES,
                            ApiAction.DESCRIBE_INSTANCE_STATUS,
                            ApiAction.DESCRIBE_NETWORK_INTERFACES,
                            ApiAction.QUERY));

    /// No alarm wakes a drill.
    private static Set<ApiAction> drills() {
        EnumSet<ApiAction> calls = EnumSet.complementOf(EnumSet.copyOf(OF_AUDITS));
        calls.remove(ApiAction.DESCRIBE_ALARMS);
        return calls;
    }

    @Test
    void everyFunctionIsJudgedHere() {
        Set<String> judged = new TreeSet<>(CALLS.keySet());
        judged.add("ReadinessFunction"); // in ReadinessPolicyTest
        assertEquals(Template.read().ofType("AWS::Serverless::Function").keySet(), judged);
    }

    @ParameterizedTest
    @EnumSource(ApiAction.class)
    void eachFunctionMayMakeItsCalls(ApiAction action) {
        Deployed deployed = Deployed.with(Map.of("NotificationEmail", "ops@example.com"));
        CALLS.forEach((function, calls) -> assertEquals(
                calls.contains(action),
                Policies.of(deployed, function).allow(action.iam(), ours(action)),
                function + " " + action));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FailoverFunction", "DrillFunction", "DashboardFunction"})
    void noneMayDoWhatTheCodeDoesNot(String function) {
        boolean reads = function.equals("DashboardFunction");
        Set<String> needed = CALLS.getOrDefault(function, Set.of()).stream()
                .map(ApiAction::iam)
                .collect(Collectors.toSet());
        needed.addAll(OF_LAMBDA);
        if (reads) {
            needed.remove("sqs:SendMessage"); // nothing of it can be lost
        }
        Set<String> withoutTopic = new TreeSet<>(needed);
        withoutTopic.remove(ApiAction.PUBLISH.iam());
        assertEquals(
                withoutTopic, Policies.of(Deployed.withDefaults(), function).actions());
        needed.addAll(reads ? OF_OPTIONS_TO_READ : OF_OPTIONS);
        assertEquals(
                new TreeSet<>(needed),
                Policies.of(Deployed.with(EVERY_OPTION), function).actions());
    }

    @ParameterizedTest
    @EnumSource(ApiAction.class)
    void nothingUntaggedIsTouched(ApiAction action) {
        if (!action.touchesMachines()) {
            return;
        }
        List<Map<String, String>> wrong = List.of(
                Map.of(),
                Map.of("Name", "web"),
                Map.of("eni-failover:priority", "1"),
                Map.of("eni-failover-dev:group", "web"));
        Policies policies = failover();
        for (Map<String, String> tags : wrong) {
            Target[] ours = ours(action);
            for (int i = 0; i < ours.length; i++) {
                if (ours[i].tags().isEmpty()) {
                    continue;
                }
                Target[] request = ours.clone();
                request[i] = new Target(ours[i].arn(), tags);
                assertFalse(policies.allow(action.iam(), request), action + " of " + request[i]);
            }
        }
    }

    /// A terminated holder's tags are gone in an hour, while EC2 may still show the ENI on it. No tag of an instance
    /// makes up for the ENI's.
    @Test
    void theEnisTagDecidesWhetherItIsDetached() {
        String detach = ApiAction.DETACH_NETWORK_INTERFACE.iam();
        assertTrue(failover().allow(detach, eni(), plain(instance().arn())));
        assertFalse(failover().allow(detach, plain(eni().arn()), instance()));
    }

    @Test
    void twoStacksOfOneAccountDoNotTouchEachOthersGroups() {
        Policies dev = Policies.of(Deployed.with(Map.of("TagPrefix", "eni-failover-dev:")), "FailoverFunction");
        for (ApiAction action : ApiAction.values()) {
            if (action.touchesMachines()) {
                assertFalse(dev.allow(action.iam(), ours(action)), action.name());
            }
        }
        Map<String, String> devTag = Map.of("eni-failover-dev:group", "web");
        assertTrue(dev.allow(
                ApiAction.DETACH_NETWORK_INTERFACE.iam(),
                new Target(eni().arn(), devTag),
                new Target(instance().arn(), devTag)));
    }

    /// The other way as well, for every function, and for what every ENI and instance of the other stack carries.
    @Test
    void neitherStacksRolesReachWhatTheOtherTags() {
        for (List<String> pair : List.of(
                List.of("eni-failover:", "eni-failover-dev:"),
                List.of("eni-failover-dev:", "eni-failover:"),
                List.of("a:", "aa:"),
                List.of("eni-failover-staging:", "eni-failover-stag:"))) {
            Map<String, String> others = Map.of(pair.get(1) + "group", "web", pair.get(1) + "priority", "1");
            Map<String, String> own = Map.of(pair.get(0) + "group", "web");
            for (String function : CALLS.keySet()) {
                Policies policies = Policies.of(Deployed.with(Map.of("TagPrefix", pair.get(0))), function);
                for (ApiAction action : CALLS.getOrDefault(function, Set.of())) {
                    if (action.touchesMachines()) {
                        assertFalse(policies.allow(action.iam(), retagged(action, others)), function + " " + action);
                        assertTrue(policies.allow(action.iam(), retagged(action, own)), function + " " + action);
                    }
                }
            }
        }
    }

    private static Target[] retagged(ApiAction action, Map<String, String> tags) {
        Target[] request = ours(action);
        for (int i = 0; i < request.length; i++) {
            request[i] = request[i].arn().contains(":ec2:") ? new Target(request[i].arn(), tags) : request[i];
        }
        return request;
    }

    @Test
    void onlyTheStacksOwnDocumentTableBusAndTopic() {
        Policies policies = Policies.of(Deployed.with(EVERY_OPTION), "FailoverFunction");
        assertFalse(policies.allow(
                ApiAction.SEND_COMMAND.iam(),
                instance(),
                plain("arn:aws:ssm:" + Deployed.REGION + "::document/AWS-RunShellScript")));
        assertFalse(policies.allow(
                ApiAction.SEND_COMMAND.iam(), instance(), plain("arn:aws:ssm:" + HERE + "document/Another")));
        assertFalse(policies.allow(ApiAction.PUT_ITEM.iam(), plain("arn:aws:dynamodb:" + HERE + "table/Another")));
        Target central = plain("arn:aws:events:eu-west-1:444455556666:event-bus/central");
        assertFalse(policies.allow(ApiAction.PUT_EVENTS.iam(), ours(ApiAction.PUT_EVENTS)));
        assertTrue(policies.allow(ApiAction.PUT_EVENTS.iam(), central.with("events:source", "eni-failover")));
        for (String source : List.of("aws.ec2", "another")) {
            assertFalse(policies.allow(ApiAction.PUT_EVENTS.iam(), central.with("events:source", source)), source);
        }
        assertFalse(policies.allow(ApiAction.PUBLISH.iam(), plain("arn:aws:sns:" + HERE + "Another")));
    }

    @Test
    void onlyThisAccountAndRegion() {
        for (String where : List.of("us-east-1:" + Deployed.ACCOUNT, Deployed.REGION + ":444455556666")) {
            Target eni = new Target("arn:aws:ec2:" + where + ":network-interface/eni-0a1b2c3d", TAGGED);
            assertFalse(failover().allow(ApiAction.DETACH_NETWORK_INTERFACE.iam(), eni, instance()), where);
        }
    }

    @Test
    void everythingIsAllowedOnlyWhereAwsKnowsNothingNarrower() {
        Set<String> declared = NOTHING_NARROWER.stream().map(ApiAction::iam).collect(Collectors.toSet());
        assertEquals(new TreeSet<>(declared), failover().actionsOnEverything());
        declared.add("xray:PutTelemetryRecords");
        declared.add("xray:PutTraceSegments");
        assertEquals(
                new TreeSet<>(declared),
                Policies.of(Deployed.with(EVERY_OPTION), "FailoverFunction").actionsOnEverything());
    }

    @Test
    void noActionIsAWildcard() {
        Policies.of(Deployed.with(EVERY_OPTION), "DrillFunction")
                .actions()
                .forEach(action -> assertFalse(action.contains("*"), action));
    }

    @Test
    void eachFunctionWritesItsOwnLogOnly() {
        Target failoverLog =
                plain("arn:aws:logs:" + HERE + "log-group:/aws/lambda/a-stack/FailoverFunction:log-stream:x");
        assertTrue(failover().allow("logs:PutLogEvents", failoverLog));
        assertFalse(Policies.of(Deployed.withDefaults(), "DrillFunction").allow("logs:PutLogEvents", failoverLog));
    }

    @Test
    void theKeyIsUsedThroughItsServicesOnly() {
        Policies policies = Policies.of(Deployed.with(EVERY_OPTION), "FailoverFunction");
        String key = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d";
        assertTrue(
                policies.allow("kms:Decrypt", plain(key).with("kms:ViaService", "dynamodb.eu-west-1.amazonaws.com")));
        assertFalse(policies.allow("kms:Decrypt", plain(key)));
        assertFalse(policies.allow(
                "kms:Decrypt", plain(key + "0").with("kms:ViaService", "dynamodb.eu-west-1.amazonaws.com")));
    }

    @Test
    void whoMayLookMayNotMove() {
        Deployed deployed = Deployed.withDefaults();
        String here = "arn:aws:lambda:" + HERE + "function:";
        List<String> looks = List.of("DrillFunction:read", "ReadinessFunction:read", "DashboardFunction:live");
        Policies reader = Policies.ofPolicy(deployed, "ReaderPolicy");
        Policies operator = Policies.ofPolicy(deployed, "OperatorPolicy");
        for (String function : looks) {
            assertTrue(reader.allow("lambda:InvokeFunction", plain(here + function)), function);
            assertTrue(operator.allow("lambda:InvokeFunction", plain(here + function)), function);
        }
        for (String function : List.of("DrillFunction:live", "ReadinessFunction:live")) {
            assertFalse(reader.allow("lambda:InvokeFunction", plain(here + function)), function);
            assertTrue(operator.allow("lambda:InvokeFunction", plain(here + function)), function);
        }
        for (String neither :
                List.of("DrillFunction", "DrillFunction:$LATEST", "DrillFunction:1", "FailoverFunction:live")) {
            assertFalse(reader.allow("lambda:InvokeFunction", plain(here + neither)), neither);
            assertFalse(operator.allow("lambda:InvokeFunction", plain(here + neither)), neither);
        }
    }

    /// Where the parameters name networks and instance profiles, a tag alone opens nothing.
    @Test
    void namedNetworksAndProfilesNarrowWhatATagOpens() {
        String attach = ApiAction.ATTACH_NETWORK_INTERFACE.iam();
        Policies narrow = Policies.of(Deployed.with(EVERY_OPTION), "FailoverFunction");
        Target eni = eni().with("ec2:Vpc", "arn:aws:ec2:" + HERE + "vpc/vpc-0b")
                .with("ec2:Subnet", "arn:aws:ec2:" + HERE + "subnet/subnet-0a");
        Target member =
                instance().with("ec2:InstanceProfile", "arn:aws:iam::111122223333:instance-profile/sip-members");
        assertTrue(narrow.allow(attach, eni, member));
        assertTrue(narrow.allow(
                ApiAction.DETACH_NETWORK_INTERFACE.iam(), eni, plain(instance().arn())));
        assertTrue(narrow.allow(
                ApiAction.MODIFY_NETWORK_INTERFACE_ATTRIBUTE.iam(),
                eni,
                plain(instance().arn())));
        for (Target elsewhere : List.of(
                eni(),
                eni.with("ec2:Vpc", "arn:aws:ec2:" + HERE + "vpc/vpc-0c"),
                eni.with("ec2:Subnet", "arn:aws:ec2:" + HERE + "subnet/subnet-0a1"))) {
            for (String action : List.of(
                    attach,
                    ApiAction.DETACH_NETWORK_INTERFACE.iam(),
                    ApiAction.MODIFY_NETWORK_INTERFACE_ATTRIBUTE.iam())) {
                assertFalse(narrow.allow(action, elsewhere), action + " of " + elsewhere);
            }
        }
        Target nonMember = instance().with("ec2:InstanceProfile", "arn:aws:iam::111122223333:instance-profile/admin");
        for (Target other : List.of(instance(), nonMember)) {
            assertFalse(narrow.allow(attach, eni, other));
            for (ApiAction action :
                    List.of(ApiAction.STOP_INSTANCES, ApiAction.START_INSTANCES, ApiAction.REBOOT_INSTANCES)) {
                assertFalse(narrow.allow(action.iam(), other), action + " of " + other);
                assertTrue(narrow.allow(action.iam(), member), action + " of " + member);
            }
        }
        Policies vpcs = Policies.of(Deployed.with(Map.of("VpcIds", "vpc-0b")), "FailoverFunction");
        assertTrue(vpcs.allow(attach, eni, instance()));
        Policies subnets = Policies.of(Deployed.with(Map.of("SubnetIds", "subnet-0a")), "FailoverFunction");
        assertTrue(subnets.allow(attach, eni, instance()));
        assertFalse(subnets.allow(attach, eni(), instance()));
    }

    @Test
    void onlyWhatBelongsToTheAttachmentIsModified() {
        String modify = ApiAction.MODIFY_NETWORK_INTERFACE_ATTRIBUTE.iam();
        for (String role : List.of("FailoverRole", "DrillRole", "ReadinessRole")) {
            Policies policies = Policies.ofRole(Deployed.withDefaults(), role);
            assertTrue(policies.allow(modify, eni()), role);
            for (String attribute : List.of("Description", "SourceDestCheck")) {
                assertFalse(policies.allow(modify, eni().with("ec2:Attribute/" + attribute, "false")), role);
            }
        }
    }

    @Test
    void aVolumesKeyIsGrantedToEc2AndToNobodyElse() {
        Policies policies = Policies.of(Deployed.with(EVERY_OPTION), "DrillFunction");
        Target key = plain("arn:aws:kms:eu-west-1:111122223333:key/d15d")
                .with("kms:ViaService", "ec2.eu-west-1.amazonaws.com");
        assertTrue(policies.allow("kms:CreateGrant", key.with("kms:GrantIsForAWSResource", "true")));
        assertFalse(policies.allow("kms:CreateGrant", key.with("kms:GrantIsForAWSResource", "false")));
        assertFalse(policies.allow("kms:CreateGrant", key));
        assertFalse(policies.allow("kms:CreateGrant", plain(key.arn()).with("kms:GrantIsForAWSResource", "true")));
        assertFalse(
                Policies.of(Deployed.withDefaults(), "DrillFunction").actions().contains("kms:CreateGrant"));
    }

    @Test
    void theTopicsOwnKeyIsUsedThroughSnsOnly() {
        for (String role : List.of("FailoverRole", "DrillRole", "ReadinessRole")) {
            Policies policies = Policies.ofRole(Deployed.with(EVERY_OPTION), role);
            Target key = plain("arn:aws:kms:eu-west-1:111122223333:key/70b1c");
            assertTrue(
                    policies.allow("kms:GenerateDataKey", key.with("kms:ViaService", "sns.eu-west-1.amazonaws.com")),
                    role);
            assertFalse(
                    policies.allow("kms:GenerateDataKey", key.with("kms:ViaService", "sqs.eu-west-1.amazonaws.com")),
                    role);
        }
    }

    private static Policies failover() {
        return Policies.of(Deployed.withDefaults(), "FailoverFunction");
    }

    /// What the code makes this call of, with all arguments correct.
    static Target[] ours(ApiAction action) {
        return switch (action) {
            case DESCRIBE_INSTANCES,
                    DESCRIBE_INSTANCE_STATUS,
                    DESCRIBE_INSTANCE_TYPES,
                    DESCRIBE_NETWORK_INTERFACES,
                    DESCRIBE_SUBNETS,
                    DESCRIBE_ROUTE_TABLES,
                    DESCRIBE_FLOW_LOGS,
                    DESCRIBE_SPOT_INSTANCE_REQUESTS,
                    DESCRIBE_AUTO_SCALING_INSTANCES,
                    DESCRIBE_VOLUMES,
                    DESCRIBE_INSTANCE_INFORMATION,
                    LIST_RULES,
                    GET_COMMAND_INVOCATION,
                    CANCEL_COMMAND -> new Target[] {plain("*")};
            case DESCRIBE_ALARMS -> new Target[] {plain("arn:aws:cloudwatch:" + HERE + "alarm:*")};
            case LIST_TAGS_FOR_RESOURCE, PUT_METRIC_ALARM, DELETE_ALARMS ->
                new Target[] {plain("arn:aws:cloudwatch:" + HERE + "alarm:a-stack/i-0a1b2c3d/StatusCheckFailed_System")
                };
            case DESCRIBE_DOCUMENT, GET_DOCUMENT ->
                new Target[] {plain("arn:aws:ssm:" + HERE + "document/RoutingDocument")};
            case ATTACH_NETWORK_INTERFACE -> new Target[] {eni(), instance()};
            case DETACH_NETWORK_INTERFACE, MODIFY_NETWORK_INTERFACE_ATTRIBUTE ->
                new Target[] {eni(), plain(instance().arn())};
            case DESCRIBE_INSTANCE_ATTRIBUTE,
                    MODIFY_INSTANCE_MAINTENANCE_OPTIONS,
                    REBOOT_INSTANCES,
                    START_INSTANCES,
                    STOP_INSTANCES -> new Target[] {instance()};
            case SEND_COMMAND -> new Target[] {instance(), plain("arn:aws:ssm:" + HERE + "document/RoutingDocument")};
            case GET_ITEM, QUERY, PUT_ITEM -> new Target[] {plain("arn:aws:dynamodb:" + HERE + "table/Table")};
            case UPDATE_ITEM ->
                new Target[] {
                    plain("arn:aws:dynamodb:" + HERE + "table/Table")
                            .with("dynamodb:LeadingKeys", "*audits")
                            .with("dynamodb:Attributes", "group,item,accepted")
                };
            case PUT_EVENTS ->
                new Target[] {
                    plain("arn:aws:events:" + HERE + "event-bus/default").with("events:source", "eni-failover")
                };
            case PUBLISH -> new Target[] {plain("arn:aws:sns:" + HERE + "NotificationTopic")};
        };
    }

    private static Target eni() {
        return new Target("arn:aws:ec2:" + HERE + "network-interface/eni-0a1b2c3d", TAGGED);
    }

    private static Target instance() {
        return new Target("arn:aws:ec2:" + HERE + "instance/i-0a1b2c3d", TAGGED);
    }

    static Target plain(String arn) {
        return new Target(arn, Map.of());
    }
}
