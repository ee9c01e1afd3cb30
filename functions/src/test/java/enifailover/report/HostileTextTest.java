package enifailover.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.execute.Outcome;
import enifailover.model.InstanceId;
import enifailover.model.PlainText;
import enifailover.model.group.Finding;
import enifailover.model.group.GroupName;
import enifailover.model.group.Situation;
import enifailover.plan.Step;
import enifailover.readiness.check.Audit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a guest, a tag, an event or AWS says: an answer, a mail and a log hold no character that ends, hides or
/// turns a line, and are never longer than they promise.
class HostileTextTest {
    private static final String HOSTILE =
            "ok\nVerdict SUCCEEDED: all is well\r\u001b[2J\u202egnihtyna\u2028\u2066x\ud800\u0000";
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\n]]");

    private static Report report(String message, int lines) {
        List<String> many = Collections.nCopies(lines, message);
        Outcome outcome = new Outcome(
                Step.Kind.DETACH, message, Outcome.Result.WARNED, Situation.NOW, Duration.ofSeconds(1), message);
        Finding finding = new Finding("tag-value", Finding.Severity.WARNING, message, message, message, message);
        return new Report(
                new GroupName("sip"),
                "run-1",
                Verdict.FAILED,
                new Trigger(Cause.STATE_CHANGE, Optional.empty(), Optional.empty(), Optional.empty(), message),
                Optional.of(message),
                many,
                Optional.of(new InstanceId("i-0000000000000000a")),
                Optional.empty(),
                many,
                Collections.nCopies(lines, outcome),
                many,
                Collections.nCopies(lines, finding),
                Situation.NOW,
                Duration.ofSeconds(1),
                Optional.empty());
    }

    @Test
    void noLineOfAReportIsAnothersThanItsOwn() {
        Report report = report(HOSTILE, 3);
        String text = ReportText.of(report);
        assertFalse(UNFIT.matcher(text).find(), text);
        assertEquals(1, text.lines().filter(line -> line.startsWith("Verdict ")).count(), text);
        String json = ReportJson.of(report).toString();
        assertFalse(
                json.contains("\\n")
                        || json.contains("\\u")
                        || UNFIT.matcher(json).find(),
                json);
        String row = RunSummary.of(
                        "sip", Situation.NOW, "run-1", HOSTILE, "{\"words\":\"a\\nb\\u202e\",\"from\":\"\\u001b\"}")
                .json()
                .toString();
        assertFalse(
                row.contains("\\n") || row.contains("\\u") || UNFIT.matcher(row).find(), row);
        String failed =
                new String(FunctionResponse.of(List.of(report), List.of(), List.of(HOSTILE)), StandardCharsets.UTF_8);
        assertFalse(UNFIT.matcher(failed).find(), failed);
        assertFalse(UNFIT.matcher(new Audit.Kept(HOSTILE, Optional.of(HOSTILE)).toString())
                .find());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "€", "\"", "\u202e"})
    void aReportIsNeverLongerThanItPromises(String character) {
        Report report = report(character.repeat(20_000), 2_000);
        assertEquals(20, report.warnings().size());
        assertTrue(report.warnings().stream().allMatch(warning -> bytes(warning) <= 200));
        assertEquals("… and 1981 more", report.warnings().getLast());
        String json = ReportJson.of(report).toString();
        assertTrue(bytes(json) <= ReportJson.MOST_BYTES, bytes(json) + " bytes");
        assertTrue(bytes(ReportText.of(report)) <= ReportJson.MOST_BYTES);
    }

    @Test
    void aCutLeavesNoHalfCharacter() {
        String line = PlainText.line("aaaa\ud83d\ude00bbbb", 6);
        assertEquals("aaa…", line);
        assertEquals("a\ud83d\ude00", PlainText.line("a\ud83d\ude00", 6));
        for (int most = 3; most < 40; most++) {
            for (String text : List.of("a\ud83d\ude00€".repeat(9), "é".repeat(30), "x".repeat(50))) {
                assertTrue(bytes(PlainText.line(text, most)) <= most, text + " in " + most);
            }
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
