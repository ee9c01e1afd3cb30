package enifailover.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A run as the journal remembers it.
///
/// @param at when it began
/// @param verdict the verdict's name
/// @param words what happened
/// @param took how long it took, where the journal says so
public record PastRun(Instant at, String verdict, String words, Optional<Duration> took) {
    private static final JsonMapper JSON = new JsonMapper();

    /// @param reportJson as [ReportJson] wrote it, perhaps by another release
    public static PastRun of(Instant at, String verdict, String reportJson) {
        JsonNode json;
        try {
            json = JSON.readTree(reportJson);
        } catch (JsonProcessingException unreadable) {
            return new PastRun(at, verdict, "its report cannot be read", Optional.empty());
        }
        JsonNode took = json.path("tookMs");
        return new PastRun(
                at,
                verdict,
                json.path("words").asText(verdict),
                took.isIntegralNumber() ? Optional.of(Duration.ofMillis(took.asLong())) : Optional.empty());
    }
}
