package enifailover.harness.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The rehearsal reads from `template.yaml` what Lambda and EventBridge would.
final class TemplateTest {

    private final Template template =
            Template.read(Path.of("template.yaml"), Map.of("Table", "a-table", "RoutingDocument", "a-document"));

    TemplateTest() throws IOException {}

    @Test
    void aFunctionIsDeployedWithTheDefaultsOfTheParameters() {
        assertTrue(template.functions().containsAll(List.of("FailoverFunction", "DrillFunction")));
        var function = template.function("FailoverFunction", Map.of("AWS_REGION", "eu-west-1"));
        assertEquals("enifailover.handler.FailoverFunction::handleRequest", function.handler());
        assertEquals("a-table", function.environment().get("TABLE_NAME"));
        assertEquals("a-document", function.environment().get("DOCUMENT_NAME"));
        assertEquals("eni-failover:", function.environment().get("TAG_PREFIX"));
        assertEquals("", function.environment().get("TOPIC_ARN"));
        assertEquals("false", function.environment().get("REPORT_ONLY"));
        assertEquals("eu-west-1", function.environment().get("AWS_REGION"));
        assertTrue(function.memoryMb() >= 512);
        assertTrue(function.snapStart());
        assertTrue(function.timeout().toSeconds() >= 60);
    }

    @Test
    void anEventIsMatchedAgainstTheRules() throws IOException {
        var rules = Rules.of(template);
        var stopped = """
                {"source": "aws.ec2", "detail-type": "EC2 Instance State-change Notification",
                 "detail": {"instance-id": "i-0123456789abcdef0", "state": "stopped"}}""";
        assertEquals(
                List.of("FailoverFunction", "ReadinessFunction"),
                rules.matching(stopped).stream().map(Rules.Rule::function).toList());
        assertEquals(List.of(), rules.matching(stopped.replace("aws.ec2", "aws.s3")));
        assertFalse(rules.count() < 4);
    }
}
