package enifailover.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.flow.DrillRequest.Action;
import enifailover.flow.DrillRequest.Drill;
import enifailover.flow.DrillRequest.Wrong;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrillRequestTest {
    private static DrillRequest read(String json) {
        return DrillRequest.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theTwoRightForms() {
        Drill plan = assertInstanceOf(Drill.class, read("{\"action\":\"plan\",\"group\":\"sip\"}"));
        assertEquals(Action.PLAN, plan.action());
        Drill move = assertInstanceOf(
                Drill.class,
                read(
                        "{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\",\"target\":\"i-0123456789abcdef0\"}"));
        assertEquals("i-0123456789abcdef0", move.target().orElseThrow().value());
    }

    @Test
    void allGroupsAreStoppedAndResumed() {
        assertEquals(
                new DrillRequest.Switch(true, "false alarms"),
                read("{\"action\":\"stop\",\"confirm\":\"all groups\",\"reason\":\" false alarms \"}"));
        assertEquals(new DrillRequest.Switch(false, ""), read("{\"action\":\"resume\",\"confirm\":\"all groups\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "|the request is not",
                "nonsense|the request is not JSON",
                "[]|not a JSON object",
                "{\"group\":\"sip\"}|\"action\" must be",
                "{\"action\":\"explode\",\"group\":\"sip\"}|it is \"explode\"",
                "{\"action\":7,\"group\":\"sip\"}|it is 7",
                "{\"action\":\"plan\"}|\"group\" must be",
                "{\"action\":\"plan\",\"group\":\"a b\"}|it is \"a b\"",
                "{\"action\":\"failover\",\"group\":\"sip\"}|\"confirm\" must repeat",
                "{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"SIP\"}|it is \"SIP\"",
                "{\"action\":\"stop\"}|\"confirm\" must be \"all groups\", it is missing",
                "{\"action\":\"stop\",\"confirm\":\"all groups\"}|\"reason\" must be",
                "{\"action\":\"stop\",\"confirm\":\"all groups\",\"reason\":\" \"}|\"reason\" must be",
                "{\"action\":\"stop\",\"confirm\":\"all groups\",\"reason\":\"x\",\"group\":\"sip\"}|key \"group\"",
                "{\"action\":\"resume\",\"confirm\":\"sip\"}|it is \"sip\"",
                "{\"action\":\"plan\",\"group\":\"sip\",\"target\":\"me\"}|\"target\" must be",
                "{\"action\":\"plan\",\"group\":\"sip\",\"force\":true}|unknown key \"force\""
            })
    void aMistakeIsNamedAndTheRightFormShown(String json, String mistake) {
        Wrong wrong = assertInstanceOf(Wrong.class, read(json == null ? "" : json));
        assertTrue(wrong.words().contains(mistake), wrong::words);
        assertTrue(wrong.words().contains("The right form: {\"action\":"), wrong::words);
    }

    @Test
    void noBytesMakeItThrow() {
        Random random = new Random(7);
        byte[] good =
                "{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\"}".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int flips = random.nextInt(4) + 1; flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            DrillRequest request = DrillRequest.read(bytes);
            assertTrue(request instanceof Drill
                    || (request instanceof Wrong wrong && !wrong.mistakes().isEmpty()));
        }
    }
}
