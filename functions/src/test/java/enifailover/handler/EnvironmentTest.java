package enifailover.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.AutomaticLimit;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    private static final Map<String, String> LEAST =
            Map.of("AWS_REGION", "eu-west-1", "TABLE_NAME", "groups", "DOCUMENT_NAME", "routing");

    @Test
    void whatIsNotSetHasTheTemplatesDefault() {
        Environment environment = Environment.of(LEAST);
        assertEquals("eni-failover:", environment.tagPrefix());
        assertEquals(Duration.ofHours(1), environment.plannedLead());
        assertEquals(Optional.empty(), environment.topicArn());
    }

    @Test
    void theLimitIsTheDefaultUnlessANumberIsSet() {
        assertEquals(new AutomaticLimit.ByDefault(), Environment.of(LEAST).limit());
        assertEquals(new AutomaticLimit.ByDefault(), limit("DEFAULT"));
        assertEquals(new AutomaticLimit.None(), limit("0"));
        assertEquals(new AutomaticLimit.Of(20, Duration.ofMinutes(10)), limit("20"));
        assertThrows(IllegalStateException.class, () -> limit("none"));
    }

    private static AutomaticLimit limit(String word) {
        Map<String, String> limited = new HashMap<>(LEAST);
        limited.put("AUTOMATIC_LIMIT", word);
        limited.put("AUTOMATIC_WINDOW_SECONDS", "600");
        return Environment.of(limited).limit();
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        Map<String, String> missing = new HashMap<>(LEAST);
        missing.remove("TABLE_NAME");
        assertTrue(refusal(missing).contains("TABLE_NAME"));
        Map<String, String> wrong = new HashMap<>(LEAST);
        wrong.put("PLANNED_LEAD_SECONDS", "soon");
        assertTrue(refusal(wrong).contains("PLANNED_LEAD_SECONDS must be a number; it is soon"));
    }

    private static String refusal(Map<String, String> variables) {
        return String.valueOf(assertThrows(IllegalStateException.class, () -> Environment.of(variables))
                .getMessage());
    }
}
