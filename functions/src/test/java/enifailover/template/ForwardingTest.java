package enifailover.template;

import static enifailover.template.Template.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Reports reach a central bus of another account or Region: the stack's rule, its role, and the example's bus agree.
class ForwardingTest {
    private static final String CENTRAL = "arn:aws:events:us-east-1:444455556666:event-bus/eni-failover";
    private static final Path REPORT = Path.of("events", "own-failover-succeeded.json");

    private final Deployed forwarding = Deployed.with(Map.of("CentralBusArn", CENTRAL));

    private static boolean matches(Object pattern, String event) {
        return !Rules.of("it", pattern).matching(event).isEmpty();
    }

    @Test
    void nothingIsForwardedUnlessABusIsGiven() {
        Deployed usual = Deployed.withDefaults();
        assertFalse(usual.makes("ForwardReports") || usual.makes("ForwardRole"));
        assertTrue(forwarding.makes("ForwardReports") && forwarding.makes("ForwardRole"));
    }

    /// Only a rule on a bus of this account can be made: CloudFormation refuses anything else before it makes anything.
    @Test
    void whatCannotBeForwardedIsRefusedBeforeAnythingIsMade() {
        Object rule = at(Template.read().section("Rules"), "ForwardsFromTheDefaultBus");
        assertEquals(
                Map.of("Fn::Equals", List.of(Map.of("Ref", "EventBus"), "default")),
                at(rule, "Assertions", 0, "Assert"));
        assertEquals(
                Map.of("Fn::Not", List.of(Map.of("Fn::Equals", List.of(Map.of("Ref", "CentralBusArn"), "")))),
                at(rule, "RuleCondition"));
    }

    @Test
    void theRuleForwardsReportsAndNothingElse() throws IOException {
        Object pattern = at(forwarding.properties("ForwardReports"), "EventPattern");
        assertTrue(matches(pattern, Files.readString(REPORT)));
        assertFalse(matches(pattern, Files.readString(Path.of("events", "ec2-state-change-stopped.json"))));
        assertEquals(CENTRAL, at(forwarding.properties("ForwardReports"), "Targets", 0, "Arn"));
        assertEquals("default", at(forwarding.properties("ForwardReports"), "EventBusName"));
    }

    /// What comes back from a bus to which the functions also listen would be a loop.
    @Test
    void noFunctionListensToWhatIsForwarded() throws IOException {
        assertTrue(Rules.waking("FailoverFunction")
                .matching(Files.readString(REPORT))
                .isEmpty());
    }

    @Test
    void itsRoleMayPutEventsThereAndNowhereElse() {
        assertEquals(
                List.of(Map.of("Effect", "Allow", "Action", "events:PutEvents", "Resource", CENTRAL)),
                at(forwarding.properties("ForwardRole"), "Policies", 0, "PolicyDocument", "Statement"));
    }

    @Test
    void theCentralBusTakesThemAndTellsPeopleOfWhatNeedsOne() throws IOException {
        Template central = Template.parse(Files.readString(Path.of("examples", "central-bus.yaml")));
        assertEquals("events:PutEvents", at(central.properties("BusPolicy"), "Statement", "Action"));
        assertEquals(
                Map.of("Ref", "OrganizationId"),
                at(central.properties("BusPolicy"), "Statement", "Condition", "StringEquals", "aws:PrincipalOrgID"));
        // The template's forwarding roles have the path that the bus's policy names.
        String path = at(forwarding.properties("ForwardRole"), "Path").toString();
        assertEquals(
                "arn:*:iam::*:role" + path + "*",
                at(central.properties("BusPolicy"), "Statement", "Condition", "ArnLike", "aws:PrincipalArn"));
        String succeeded = Files.readString(REPORT);
        assertTrue(matches(at(central.properties("EveryReport"), "EventPattern"), succeeded));
        Object badNews = at(central.properties("BadNews"), "EventPattern");
        assertFalse(matches(badNews, succeeded));
        assertTrue(matches(badNews, succeeded.replace("Failover Succeeded", "Failover Failed")));
        assertTrue(matches(badNews, succeeded.replace("Failover Succeeded", "Failover Refused")));
    }

    @Test
    void theExamplesSentenceIsMadeOfFieldsThatAReportHas() throws IOException {
        Template central = Template.parse(Files.readString(Path.of("examples", "central-bus.yaml")));
        Map<String, Object> paths =
                Template.map(at(central.properties("BadNews"), "Targets", 0, "InputTransformer", "InputPathsMap"));
        JsonNode report = new ObjectMapper().readTree(Files.readString(REPORT));
        paths.forEach((name, path) -> {
            String pointer = path.toString().substring(1).replace('.', '/');
            assertFalse(report.at(pointer).isMissingNode(), name + " is at " + path);
        });
    }
}
