package enifailover.template;

import static enifailover.template.Template.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DashboardTest {
    private final Deployed deployed = Deployed.withDefaults();
    private final DashboardBody dashboard = DashboardBody.of(deployed);

    @Test
    void itsFirstWidgetIsTheFunctionByItsAlias() {
        JsonNode widget = dashboard.widgets().getFirst();
        assertEquals("custom", widget.path("type").asText());
        assertEquals(
                "arn:aws:lambda:eu-west-1:111122223333:function:DashboardFunction:live",
                widget.path("properties").path("endpoint").asText());
    }

    /// A dashboard has 24 columns; what overlaps is moved about by the console.
    @Test
    void noWidgetCoversAnotherOrLeavesTheGrid() {
        Set<String> taken = new HashSet<>();
        for (JsonNode widget : dashboard.widgets()) {
            int right = widget.path("x").asInt() + widget.path("width").asInt();
            assertTrue(right <= 24 && widget.path("width").asInt() > 0, widget.toString());
            for (int x = widget.path("x").asInt(); x < right; x++) {
                for (int y = 0; y < widget.path("height").asInt(); y++) {
                    assertTrue(taken.add(x + "," + (widget.path("y").asInt() + y)), widget.toString());
                }
            }
        }
    }

    @Test
    void everyMetricOfOursIsOfThisStackAlone() {
        for (DashboardBody.Shown shown : dashboard.metrics()) {
            if (shown.namespace().equals("EniFailover") && !shown.dimensions().containsValue("")) {
                assertEquals("a-stack", shown.dimensions().get("Service"), shown.toString());
            }
        }
        for (JsonNode widget : dashboard.widgets()) {
            for (JsonNode line : widget.path("properties").path("metrics")) {
                String expression = line.get(0).path("expression").asText();
                assertTrue(!expression.contains("SEARCH") || expression.contains("Service=\"a-stack\""), expression);
            }
        }
    }

    @Test
    void itShowsEveryAlarmOfTheStack() {
        assertEquals(alarms(deployed), shownAlarms(deployed));
        Deployed off = Deployed.with(Map.of("Automatic", "DISABLED"));
        assertEquals(alarms(off), shownAlarms(off));
    }

    private static Set<String> alarms(Deployed deployed) {
        Set<String> arns = new TreeSet<>();
        deployed.template().ofType("AWS::CloudWatch::Alarm").keySet().stream()
                .filter(deployed::makes)
                .forEach(name -> arns.add("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:" + name));
        return arns;
    }

    private static Set<String> shownAlarms(Deployed deployed) {
        Set<String> arns = new TreeSet<>();
        DashboardBody.of(deployed).widgets().stream()
                .filter(widget -> widget.path("type").asText().equals("alarm"))
                .forEach(widget -> widget.path("properties").path("alarms").forEach(arn -> arns.add(arn.asText())));
        return arns;
    }

    @Test
    void theTargetIsDrawnAndWatched() {
        Deployed chosen = Deployed.with(Map.of("TargetSeconds", "12"));
        assertTrue(DashboardBody.of(chosen).json().toString().contains("{\"label\":\"target\",\"value\":12}"));
        assertEquals("12", at(chosen.properties("SlowFailoverAlarm"), "Threshold"));
    }

    @Test
    void theFunctionsOfTheStackAreAllThere() {
        Set<String> shown = new TreeSet<>();
        dashboard.metrics().stream()
                .filter(metric ->
                        metric.namespace().equals("AWS/Lambda") && metric.name().equals("Errors"))
                .forEach(metric -> shown.add(metric.dimensions().getOrDefault("FunctionName", "")));
        assertEquals(deployed.template().ofType("AWS::Serverless::Function").keySet(), shown);
    }

    /// Dashboards, roles and policies are of the account and not of a Region, so a second stack must not want the
    /// same name; and the same stack may be in every Region.
    @Test
    void noTwoStacksWantOneName() {
        List<String> names = List.of(
                "DashboardName",
                "LogGroupName",
                "RoleName",
                "ManagedPolicyName",
                "TableName",
                "QueueName",
                "TopicName",
                "AlarmName",
                "FunctionName",
                "Name");
        Map<String, Object> resources = deployed.template().resources();
        for (String id : resources.keySet()) {
            Map<String, Object> resource = Template.map(Template.at(resources, id));
            // An alias has its name within its function.
            boolean within = "AWS::Lambda::Alias".equals(resource.get("Type"));
            if (within || !(resource.get("Properties") instanceof Map<?, ?>)) {
                continue;
            }
            Map<String, Object> properties = deployed.template().properties(id);
            for (String name : names) {
                Object value = properties.get(name);
                // An alias has its name within its function, which is named by reference.
                boolean refers = properties.get("FunctionName") instanceof Map;
                assertTrue(
                        value == null || refers || value.toString().contains("${AWS::StackName}"),
                        id + " is called " + value + " in every stack");
            }
        }
        assertFalse(at(deployed.template().properties("Dashboard"), "DashboardName")
                .toString()
                .replace("${AWS::Region}", "")
                .equals(at(deployed.template().properties("Dashboard"), "DashboardName")
                        .toString()));
    }
}
