package enifailover.testkit.region.ssm;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.ssm.Document.Parameter;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a document refuses of a command's parameters.
final class DocumentTest {
    private static Document document(int contentBytes) {
        Map<String, Parameter> parameters = Map.of(
                "Verb", new Parameter(Pattern.compile("apply|verify"), null),
                "Interfaces", new Parameter(Pattern.compile("[a-z]*"), "", 4000));
        return new Document("routing", parameters, Duration.ofMinutes(3), "x".repeat(contentBytes));
    }

    private static String refusal(Document document, Map<String, List<String>> given) {
        return assertThrows(AwsError.class, () -> document.check(given)).code();
    }

    @ParameterizedTest
    @CsvSource({"apply, 4001", "apply', 1", "reboot, 1"})
    void refusesWhatIsTooLongOrLooksOtherwise(String verb, int length) {
        Map<String, List<String>> given = Map.of("Verb", List.of(verb), "Interfaces", List.of("e".repeat(length)));
        assertEquals("InvalidParameters", refusal(document(100), given));
    }

    @Test
    void refusesWhatItDoesNotKnowOrMisses() {
        assertEquals("InvalidParameters", refusal(document(100), Map.of()));
        assertEquals(
                "InvalidParameters", refusal(document(100), Map.of("Verb", List.of("apply"), "Else", List.of("x"))));
        assertDoesNotThrow(() -> document(100).check(Map.of("Verb", List.of("apply"))));
    }

    @Test
    void documentAndParametersTogetherHave64Kilobytes() {
        Map<String, List<String>> given = Map.of("Verb", List.of("apply"), "Interfaces", List.of("e".repeat(4000)));
        int names = "VerbInterfaces".length();
        int most = 65_536 - names - "apply".length() - 4000;
        assertDoesNotThrow(() -> document(most).check(given));
        assertEquals("MaxDocumentSizeExceeded", refusal(document(most + 1), given));
    }

    @Test
    void noDocumentIsLargerThan64Kilobytes() {
        VirtualTime.run(
                1,
                time -> assertEquals(
                        "MaxDocumentSizeExceeded",
                        assertThrows(AwsError.class, () -> Scenes.pair(time)
                                        .document(document(65_537))
                                        .build())
                                .code()));
    }
}
