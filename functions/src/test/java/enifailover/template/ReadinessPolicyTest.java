package enifailover.template;

import static enifailover.template.PolicyTest.HERE;
import static enifailover.template.PolicyTest.ours;
import static enifailover.template.PolicyTest.plain;
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

/// An audit may look, remember and tell; where it puts things right, what is ours or tagged; and where it only
/// reports, nothing of AWS's.
class ReadinessPolicyTest {
    private static final String ROLE = "ReadinessRole";

    /// What it changes of AWS's.
    private static final Set<ApiAction> PUTS_RIGHT = EnumSet.of(
            ApiAction.PUT_METRIC_ALARM,
            ApiAction.DELETE_ALARMS,
            ApiAction.LIST_TAGS_FOR_RESOURCE,
            ApiAction.MODIFY_NETWORK_INTERFACE_ATTRIBUTE);

    private static final Set<ApiAction> ALWAYS = EnumSet.of(
            ApiAction.DESCRIBE_INSTANCES,
            ApiAction.DESCRIBE_INSTANCE_STATUS,
            ApiAction.DESCRIBE_INSTANCE_TYPES,
            ApiAction.DESCRIBE_NETWORK_INTERFACES,
            ApiAction.DESCRIBE_SUBNETS,
            ApiAction.DESCRIBE_ROUTE_TABLES,
            ApiAction.DESCRIBE_FLOW_LOGS,
            ApiAction.DESCRIBE_INSTANCE_ATTRIBUTE,
            ApiAction.DESCRIBE_SPOT_INSTANCE_REQUESTS,
            ApiAction.DESCRIBE_AUTO_SCALING_INSTANCES,
            ApiAction.DESCRIBE_VOLUMES,
            ApiAction.DESCRIBE_INSTANCE_INFORMATION,
            ApiAction.DESCRIBE_DOCUMENT,
            ApiAction.GET_DOCUMENT,
            ApiAction.GET_COMMAND_INVOCATION,
            ApiAction.DESCRIBE_ALARMS,
            ApiAction.LIST_RULES,
            ApiAction.QUERY,
            ApiAction.UPDATE_ITEM,
            ApiAction.PUT_EVENTS,
            ApiAction.PUBLISH);

    private static Policies role(String reportOnly) {
        return Policies.ofRole(
                Deployed.with(Map.of("ReportOnly", reportOnly, "NotificationEmail", "ops@example.com")), ROLE);
    }

    private static Set<String> names(Set<ApiAction> actions) {
        return actions.stream().map(ApiAction::iam).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void itMayDoWhatItsCodeDoesAndNothingElse() {
        Set<ApiAction> calls = EnumSet.copyOf(ALWAYS);
        calls.addAll(PUTS_RIGHT);
        Set<String> expected = names(calls);
        expected.addAll(
                Set.of("cloudwatch:TagResource", "logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage"));
        assertEquals(expected, role("false").actions());
        calls.forEach(action -> assertTrue(role("false").allow(action.iam(), ours(action)), action.iam()));
    }

    @Test
    void whereItOnlyReportsItsRoleChangesNothingOfAws() {
        Set<String> expected = names(ALWAYS);
        expected.addAll(Set.of("logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage"));
        assertEquals(expected, role("true").actions());
        Set<String> writes = ALWAYS.stream()
                .filter(ApiAction::writes)
                .map(ApiAction::iam)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                Set.of("dynamodb:UpdateItem", "events:PutEvents", "sns:Publish"),
                writes,
                "its own memory, and what it tells");
    }

    @Test
    void onlyAlarmsOfOurNameAreTouched() {
        for (ApiAction action : List.of(ApiAction.PUT_METRIC_ALARM, ApiAction.DELETE_ALARMS)) {
            for (String name : List.of("another", "a-stack", "a-stack-2/i-0a1b2c3d/StatusCheckFailed_System", "*")) {
                assertFalse(
                        role("false").allow(action.iam(), plain("arn:aws:cloudwatch:" + HERE + "alarm:" + name)), name);
            }
            assertFalse(role("false")
                    .allow(action.iam(), plain("arn:aws:cloudwatch:us-east-1:111122223333:alarm:a-stack/x")));
        }
    }

    /// A plain audit asks no guest, and may not.
    @Test
    void commandsAreSentOnlyWhereTheParametersAskForIt() {
        assertFalse(role("false").actions().contains(ApiAction.SEND_COMMAND.iam()));
        for (Map<String, String> asked : List.of(
                Map.of("VerifyRouting", "true"), Map.of("StageRouting", "true"), Map.of("StageRouting", "REMOVE"))) {
            Policies policies = Policies.ofRole(Deployed.with(asked), ROLE);
            assertTrue(policies.allow(ApiAction.SEND_COMMAND.iam(), ours(ApiAction.SEND_COMMAND)), asked.toString());
        }
        Policies reports = Policies.ofRole(Deployed.with(Map.of("VerifyRouting", "true", "ReportOnly", "true")), ROLE);
        assertFalse(reports.actions().contains(ApiAction.SEND_COMMAND.iam()));
    }

    /// An alarm of this name that somebody gives an action would act in the name of the audit.
    @Test
    void itsAlarmsHaveNoActions() {
        Target alarm = ours(ApiAction.PUT_METRIC_ALARM)[0];
        assertFalse(role("false")
                .allow(
                        ApiAction.PUT_METRIC_ALARM.iam(),
                        alarm.with("cloudwatch:AlarmActions", "arn:aws:automate:eu-west-1:ec2:stop")));
    }

    /// The lease's own counter, the move under way, the journal and the switch for all groups are not the audit's.
    @Test
    void itWritesItsOwnRowsAndWhatEc2Forgets() {
        String update = ApiAction.UPDATE_ITEM.iam();
        Target table = plain("arn:aws:dynamodb:" + HERE + "table/Table");
        Target group = table.with("dynamodb:LeadingKeys", "*");
        assertTrue(role("false").allow(update, table.with("dynamodb:LeadingKeys", "*audits")));
        assertTrue(
                role("false").allow(update, group.with("dynamodb:Attributes", "group,item,enis,members,owner,until")));
        for (String attribute : List.of("counter", "move", "recheck_requests", "preferred", "limits", "expires_at")) {
            assertFalse(
                    role("false").allow(update, group.with("dynamodb:Attributes", "group,item,enis," + attribute)),
                    attribute);
        }
        assertFalse(role("false").allow(update, group), "a request without attributes cannot be judged");
        for (String row : List.of("web", "!")) {
            Target other = table.with("dynamodb:LeadingKeys", row);
            assertFalse(role("false").allow(update, other.with("dynamodb:Attributes", "group,item,enis")), row);
        }
    }

    @Test
    void onlyTaggedInterfacesAndGuestsAreTouched() {
        String instance = "arn:aws:ec2:" + HERE + "instance/i-0a1b2c3d";
        assertFalse(role("false")
                .allow(
                        ApiAction.MODIFY_NETWORK_INTERFACE_ATTRIBUTE.iam(),
                        plain("arn:aws:ec2:" + HERE + "network-interface/eni-0a1b2c3d"),
                        plain(instance)));
        assertFalse(Policies.ofRole(Deployed.with(Map.of("VerifyRouting", "true")), ROLE)
                .allow(
                        ApiAction.SEND_COMMAND.iam(),
                        plain(instance),
                        plain("arn:aws:ssm:" + HERE + "document/RoutingDocument")));
    }

    @Test
    void itMovesAndFencesNothing() {
        for (ApiAction action : List.of(
                ApiAction.ATTACH_NETWORK_INTERFACE,
                ApiAction.DETACH_NETWORK_INTERFACE,
                ApiAction.STOP_INSTANCES,
                ApiAction.REBOOT_INSTANCES,
                ApiAction.START_INSTANCES,
                ApiAction.PUT_ITEM)) {
            assertFalse(role("false").allow(action.iam(), ours(action)), action.iam());
        }
    }

    @Test
    void automaticRecoveryIsSetOnlyWhereItIsWantedAndOnlyOfTaggedInstances() {
        ApiAction set = ApiAction.MODIFY_INSTANCE_MAINTENANCE_OPTIONS;
        assertFalse(role("false").actions().contains(set.iam()));
        Policies wanted = Policies.ofRole(Deployed.with(Map.of("AutomaticRecovery", "OFF")), ROLE);
        assertTrue(wanted.allow(set.iam(), ours(set)));
        assertFalse(wanted.allow(set.iam(), plain("arn:aws:ec2:" + HERE + "instance/i-0a1b2c3d")));
        Policies reports =
                Policies.ofRole(Deployed.with(Map.of("AutomaticRecovery", "OFF", "ReportOnly", "true")), ROLE);
        assertFalse(reports.actions().contains(set.iam()));
    }
}
