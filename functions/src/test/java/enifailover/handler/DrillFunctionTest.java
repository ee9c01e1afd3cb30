package enifailover.handler;

import static enifailover.handler.FunctionLab.call;
import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a person types at three in the morning: whatever it is, the answer says what is wrong and what would be
/// right, and nothing has moved.
class DrillFunctionTest {
    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static void in(BiConsumer<Region, FunctionLab> story) {
        VirtualTime.run(7, time -> {
            Region region = Scenes.pair(time).build();
            story.accept(region, new FunctionLab(region, DYNAMO.running(), time, false));
        });
    }

    /// IAM lets people call an alias or not, and knows nothing of what they ask there.
    @Test
    void throughTheAliasReadNothingIsChanged() {
        in((region, lab) -> {
            for (String moves : List.of(
                    "{\"action\":\"failover\",\"group\":\"web\",\"confirm\":\"web\"}",
                    "{\"action\":\"failback\",\"group\":\"web\",\"confirm\":\"web\"}",
                    "{\"action\":\"stop\",\"confirm\":\"all groups\",\"reason\":\"x\"}",
                    "{\"action\":\"resume\",\"confirm\":\"all groups\"}")) {
                JsonNode answer = FunctionLab.callBy("read", lab.drill, moves);
                assertEquals("REFUSED", answer.path("verdict").asText(), moves);
                assertTrue(answer.path("words").asText().contains("alias read"), answer::toString);
            }
            assertEquals(List.of(), region.calls(), "nothing was asked of AWS");
            assertTrue(FunctionLab.callBy("read", lab.drill, "{\"action\":\"status\"}")
                    .has("groups"));
            assertTrue(FunctionLab.callBy("read", lab.drill, "{\"action\":\"history\"}")
                    .has("text"));
            JsonNode plan = FunctionLab.callBy("read", lab.drill, "{\"action\":\"plan\",\"group\":\"web\"}");
            assertEquals("PLANNED", plan.path("reports").path(0).path("verdict").asText(), plan::toString);
            JsonNode moved = FunctionLab.callBy(
                    "live", lab.drill, "{\"action\":\"failover\",\"group\":\"web\",\"confirm\":\"web\"}");
            assertEquals(
                    "SUCCEEDED", moved.path("reports").path(0).path("verdict").asText(), moved::toString);
        });
    }

    private static final List<String> MISTAKES = List.of(
            "",
            " ",
            "help",
            "failover web",
            "{",
            "{}",
            "[]",
            "null",
            "'{\"action\":\"status\"}'",
            "{'action':'status'}",
            "{action:status}",
            "\"{\\\"action\\\":\\\"status\\\"}\"",
            "{\"body\":\"{}\"}",
            "{\"action\":\"move\",\"group\":\"web\"}",
            "{\"action\":\"FAILOVER\",\"group\":\"web\",\"confirm\":\"web\"}",
            "{\"action\":\"failover\"}",
            "{\"action\":\"failover\",\"group\":\"web\"}",
            "{\"action\":\"failover\",\"group\":\"web\",\"confirm\":\"yes\"}",
            "{\"action\":\"failover\",\"group\":\"web\",\"confirm\":true}",
            "{\"action\":\"failover\",\"group\":\"web \",\"confirm\":\"web \"}",
            "{\"action\":\"failover\",\"group\":\"web\",\"confirm\":\"web\",\"target\":\"standby\"}",
            "{\"action\":\"failover\",\"group\":\"web\",\"confirm\":\"web\",\"back_after_s\":\"60\"}",
            "{\"action\":\"failover\",\"group\":\"web\",\"confirm\":\"web\",\"back_after_s\":-1}",
            "{\"action\":\"failover\",\"group\":\"web\",\"confirm\":\"web\",\"target_s\":1.5}",
            "{\"action\":\"failover\",\"group\":\"web\",\"confirm\":\"web\",\"override\":\"true\"}",
            "{\"action\":\"failover\",\"group\":\"web\",\"confirm\":\"web\",\"overide\":true}",
            "{\"action\":\"failback\",\"group\":\"web\"}",
            "{\"action\":\"history\",\"limit\":\"20\"}",
            "{\"action\":\"history\",\"since\":\"2026-11-24\"}",
            "{\"action\":\"stop\"}",
            "{\"action\":\"stop\",\"confirm\":\"all\"}");

    @Test
    void eachMistakeIsAnsweredWithTheRightFormAndAsksEc2Nothing() {
        in((region, lab) -> {
            region.forgetCalls();
            for (String mistake : MISTAKES) {
                wrong(call(lab.drill, mistake), mistake);
            }
            // A file that a Windows shell has written.
            wrong(call(lab.drill, "{\"action\":\"status\"}".getBytes(StandardCharsets.UTF_16LE)), "in UTF-16");
            assertEquals(List.of(), region.calls());
        });
    }

    private static void wrong(JsonNode answer, String request) {
        String message = answer.path("words").asText();
        assertEquals("REFUSED", answer.path("verdict").asText(), request);
        assertTrue(message.contains("The right form: {\"action\":\""), () -> request + ": " + message);
        assertEquals(message + "\n", answer.path("text").asText());
        assertEquals(0, answer.path("reports").size());
    }

    @Test
    void aGroupThatIsNotThereIsSaidByItsNameAndNothingMoves() {
        in((region, lab) -> {
            region.forgetCalls();
            for (String request : List.of(
                    "{\"action\":\"plan\",\"group\":\"wbe\"}",
                    "{\"action\":\"failover\",\"group\":\"wbe\",\"confirm\":\"wbe\"}",
                    "{\"action\":\"failback\",\"group\":\"wbe\",\"confirm\":\"wbe\"}",
                    "{\"action\":\"status\",\"group\":\"wbe\"}")) {
                String text = call(lab.drill, request).path("text").asText();
                assertTrue(text.contains("no ENI has the tag of group wbe"), () -> request + ": " + text);
            }
            assertTrue(region.calls().stream()
                    .allMatch(one ->
                            one.attempt().reads() || !one.attempt().service().equals("ec2")));
            assertEquals(ACTIVE, holder(region));
        });
    }

    @Test
    void anInstanceThatIsNoMemberIsNoTarget() {
        in((region, lab) -> {
            JsonNode answer = call(
                    lab.drill,
                    "{\"action\":\"failover\",\"group\":\"web\",\"confirm\":\"web\",\"target\":\"i-0123456789abcdef0\"}");
            assertFalse(answer.path("text").asText().contains("SUCCEEDED"));
            assertTrue(answer.path("text").asText().contains("i-0123456789abcdef0"), answer::toPrettyString);
            assertEquals(ACTIVE, holder(region));
        });
    }

    private static String holder(Region region) {
        var at = region.eni(ENI).attachment();
        assertNotNull(at);
        return at.instanceId();
    }
}
