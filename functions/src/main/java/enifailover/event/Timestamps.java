package enifailover.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Moments, as AWS writes them. An unreadable one is no reason to lose an event: it reads as empty.
final class Timestamps {
    private static final int LONGEST = 64;

    /// `2026-03-04T05:06:07Z` of the envelope, `2026-03-04T05:06:07.123+0000` of CloudWatch.
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX]")
            .toFormatter(Locale.ROOT);

    /// `Wed, 18 Mar 2026 07:00:00 GMT` of AWS Health, whose weekday is sometimes wrong and so never looked at.
    private static final Pattern RFC_1123 = Pattern.compile(
            "(?:[A-Za-z]{3,9}, *)?(\\d{1,2} [A-Za-z]{3} \\d{4} \\d\\d:\\d\\d(?::\\d\\d)?) (GMT|UTC|[+-]\\d{4})");

    private static final DateTimeFormatter WITHOUT_WEEKDAY = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("d MMM yyyy HH:mm[:ss] XX")
            .toFormatter(Locale.ENGLISH);

    private Timestamps() {}

    static Optional<Instant> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            Matcher rfc = RFC_1123.matcher(text);
            OffsetDateTime time = rfc.matches()
                    ? OffsetDateTime.parse(rfc.group(1) + " " + offset(rfc.group(2)), WITHOUT_WEEKDAY)
                    : OffsetDateTime.parse(text, ISO);
            // Nothing that people or AWS mean lies outside, and reckoning with it could overflow.
            return time.getYear() >= 1970 && time.getYear() <= 9998 ? Optional.of(time.toInstant()) : Optional.empty();
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static String offset(String zone) {
        return zone.startsWith("+") || zone.startsWith("-") ? zone : "+0000";
    }
}
