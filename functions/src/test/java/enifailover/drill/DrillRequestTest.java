package enifailover.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.drill.DrillRequest.Action;
import enifailover.drill.DrillRequest.Drill;
import enifailover.drill.DrillRequest.InvalidRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
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
                new DrillRequest.StopOrResume(true, "false alarms"),
                read("{\"action\":\"stop\",\"confirm\":\"all groups\",\"reason\":\" false alarms \"}"));
        assertEquals(
                new DrillRequest.StopOrResume(false, ""), read("{\"action\":\"resume\",\"confirm\":\"all groups\"}"));
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
        InvalidRequest invalidRequest = assertInstanceOf(InvalidRequest.class, read(json == null ? "" : json));
        assertTrue(invalidRequest.message().contains(mistake), invalidRequest::message);
        assertTrue(invalidRequest.message().contains("The right form: {\"action\":"), invalidRequest::message);
    }

    @Test
    void eachExampleOfTheRepositoryIsRight() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("events"))) {
            List<Path> examples = files.filter(
                            file -> file.getFileName().toString().startsWith("drill-"))
                    .toList();
            assertTrue(examples.size() >= 5, examples::toString);
            for (Path example : examples) {
                DrillRequest request = DrillRequest.read(Files.readAllBytes(example));
                assertFalse(request instanceof InvalidRequest, () -> example + ": " + request);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"action\":\"Failback\",\"group\":\"sip\"}|did you mean \"failback\"?",
                "{\"action\":\"status\",\"Group\":\"sip\"}|did you mean \"group\"?",
                "{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\",\"back-after-s\":5}|did you mean \"back_after_s\"?",
                "{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\",\"back_after_s\":\"5\"}|a whole number from 0 to 3600, it is \"5\"",
                "{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\",\"back_after_s\":1e9}|a whole number from 0 to 3600",
                "{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\",\"target_s\":0}|a whole number from 1 to 3600, it is 0",
                "{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\",\"target_s\":99999999999999999999}|a whole number from 1",
                "{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\",\"override\":\"yes\"}|must be true or false, it is \"yes\"",
                "{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\",\"request_id\":\"a b\"}|\"request_id\" must be",
                "{\"action\":\"failback\",\"group\":\"sip\",\"confirm\":\"sip\",\"back_after_s\":5}|unknown key \"back_after_s\" for \"failback\"",
                "{\"action\":\"plan\",\"group\":\"sip\",\"confirm\":\"sip\"}|unknown key \"confirm\" for \"plan\"",
                "{\"action\":\"history\",\"limit\":1001}|from 1 to 1000, it is 1001",
                "{\"action\":\"history\",\"since\":\"yesterday\"}|\"since\" must be a time",
                "{\"action\":\"history\",\"format\":\"pdf\"}|\"table\" or \"csv\", it is \"pdf\"",
                "{\"action\":\"status\",\"group\":null}|it is null",
                "{\"action\":\"plan\",\"action\":\"plan\",\"group\":\"sip\"}|Duplicate field 'action'",
                "{\"action\":\"plan\",\"group\":\"sip\"} and more|the request is not JSON"
            })
    void eachMistakeHasItsSentence(String json, String mistake) {
        InvalidRequest invalidRequest = assertInstanceOf(InvalidRequest.class, read(json));
        assertTrue(invalidRequest.message().contains(mistake), invalidRequest::message);
    }

    @Test
    void allMistakesAreNamedAtOnceAndOnOneLine() {
        InvalidRequest invalidRequest = assertInstanceOf(
                InvalidRequest.class,
                read("{\"action\":\"failover\",\"group\":\"a\\nb\",\"x\\u0007y\":1,\"target\":[],\"limit\":3}"));
        assertEquals(4, invalidRequest.mistakes().size(), invalidRequest::message);
        assertTrue(invalidRequest.message().chars().noneMatch(c -> c < ' '), invalidRequest::message);
    }

    @Test
    void whatIsHugeOrDeepIsAMistakeToo() {
        assertTrue(assertInstanceOf(InvalidRequest.class, DrillRequest.read(new byte[1_000_000]))
                .message()
                .contains("longer than 10000 bytes"));
        assertInstanceOf(InvalidRequest.class, read("[".repeat(9_999)));
        assertInstanceOf(InvalidRequest.class, read("{\"action\":".repeat(900)));
        assertInstanceOf(InvalidRequest.class, read("{\"action\":\"history\",\"limit\":1" + "0".repeat(9_000) + "}"));
        InvalidRequest longName =
                assertInstanceOf(InvalidRequest.class, read("{\"action\":\"" + "x".repeat(9_000) + "\"}"));
        assertTrue(
                longName.message().length() < 2_500,
                () -> "" + longName.message().length());
    }

    /// The requests of the repository, changed by bytes, by words, and by pieces of each other.
    @Test
    void noMutationOfARequestMakesItThrow() throws Exception {
        Random random = new Random(7);
        List<byte[]> good = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("events"))) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("drill-"))
                    .sorted()
                    .toList()) {
                good.add(Files.readAllBytes(file));
            }
        }
        String[] pieces = {
            "null",
            "true",
            "-1",
            "1e999",
            "\"\"",
            "{}",
            "[[]]",
            "\"\\ud800\"",
            "\\",
            "\u0000",
            "9".repeat(400),
            "\"sip\"",
            ",",
            ":"
        };
        int right = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = good.get(random.nextInt(good.size())).clone();
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                int at = random.nextInt(bytes.length);
                switch (random.nextInt(3)) {
                    case 0 -> bytes[at] = (byte) random.nextInt(256);
                    case 1 -> bytes = spliced(bytes, at, pieces[random.nextInt(pieces.length)]);
                    default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                }
            }
            DrillRequest request = DrillRequest.read(bytes);
            if (request instanceof InvalidRequest invalidRequest) {
                assertFalse(invalidRequest.mistakes().isEmpty());
                assertFalse(invalidRequest.form().isEmpty());
            } else {
                right++;
            }
        }
        assertTrue(right > 20_000, "a quarter is not changed at all, and so is right: " + right);
    }

    private static byte[] spliced(byte[] bytes, int at, String piece) {
        byte[] insert = piece.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(bytes, bytes.length + insert.length);
        System.arraycopy(insert, 0, all, at, insert.length);
        System.arraycopy(bytes, at, all, at + insert.length, bytes.length - at);
        return all;
    }
}
