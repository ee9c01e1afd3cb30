package enifailover.harness.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// An EventBridge event in a file, made to happen now: its times are moved, all by the same, so that the envelope's
/// `time` is the present; its instance can become another. Nothing else is touched.
///
/// @param path the file
/// @param text what stands in it
public record EventFile(Path path, String text) {

    private static final Pattern INSTANCE = Pattern.compile("\\bi-(?:[0-9a-f]{17}|[0-9a-f]{8})\\b");
    private static final Pattern ISO =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)");
    /// As AWS Health writes them, sometimes with the wrong weekday.
    private static final Pattern RFC_1123 =
            Pattern.compile("[A-Z][a-z]{2}, (\\d{1,2} [A-Z][a-z]{2} \\d{4} [0-9:]{8}) GMT");

    private static final DateTimeFormatter WITHOUT_WEEKDAY =
            DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss VV", Locale.ENGLISH);
    private static final DateTimeFormatter HEALTH =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final DateTimeFormatter CLOUDWATCH =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx", Locale.ENGLISH);

    public static EventFile read(Path path) throws IOException {
        return new EventFile(path, Files.readString(path));
    }

    /// The instances that it names anywhere, each once, in the order of the file.
    public List<String> instances() {
        return INSTANCE.matcher(text)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
    }

    /// A text of its envelope or detail, such as `/detail-type`; empty where there is none.
    String at(String pointer) {
        return json().at(pointer).asText("");
    }

    /// The event with other instances in it.
    public EventFile about(Map<String, String> others) {
        var renamed = INSTANCE.matcher(text).replaceAll(match -> others.getOrDefault(match.group(), match.group()));
        return new EventFile(path, renamed);
    }

    /// The event as if it happened at this moment.
    public EventFile happening(Instant now) {
        try {
            var later = Duration.between(Instant.parse(at("/time")), now.truncatedTo(ChronoUnit.SECONDS));
            var iso = ISO.matcher(text).replaceAll(match -> moved(match.group(), later));
            return new EventFile(
                    path,
                    RFC_1123.matcher(iso)
                            .replaceAll(
                                    match -> HEALTH.format(ZonedDateTime.parse(match.group(1) + " GMT", WITHOUT_WEEKDAY)
                                            .plus(later))));
        } catch (DateTimeException noTime) {
            return this;
        }
    }

    private static String moved(String time, Duration later) {
        return time.endsWith("Z")
                ? Instant.parse(time).plus(later).toString()
                : CLOUDWATCH.format(OffsetDateTime.parse(
                                time,
                                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSS][xxx][xx]", Locale.ENGLISH))
                        .plus(later));
    }

    private JsonNode json() {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException failure) {
            throw new IllegalArgumentException(path + " is no JSON: " + failure.getMessage(), failure);
        }
    }
}
