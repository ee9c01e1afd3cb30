package enifailover.tag;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The forms that a tag's value may have.
final class TagValueParsers {
    /// What people write who mean an ordinary number; nine digits cannot overflow.
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private static final Pattern TCP = Pattern.compile("tcp:([0-9]{1,9})");
    private static final Pattern AUTO = Pattern.compile("auto(?::([0-9]{1,9}))?");

    static final int LONGEST_FAILBACK_SECONDS = 86_400;

    /// How long the preferred instance must have been healthy where `auto` says no more.
    static final Duration FAILBACK_DELAY = Duration.ofMinutes(5);

    private TagValueParsers() {}

    static Function<String, Optional<Integer>> number(int least, int most) {
        return value -> NUMBER.matcher(value).matches()
                ? Optional.of(Integer.parseInt(value)).filter(it -> it >= least && it <= most)
                : Optional.empty();
    }

    static Function<String, Optional<Duration>> seconds(int most) {
        return value -> number(0, most).apply(value).map(Duration::ofSeconds);
    }

    /// One of some words, exactly as written here.
    static <T> Function<String, Optional<T>> word(Map<String, T> message) {
        return value -> Optional.ofNullable(message.get(value));
    }

    /// @param after how long the preferred instance must have been healthy; empty for never by itself
    record Failback(Optional<Duration> after) {}

    /// `manual`, `auto` or `auto:SECONDS`.
    static Optional<Failback> failback(String value) {
        if (value.equals("manual")) {
            return Optional.of(new Failback(Optional.empty()));
        }
        Matcher auto = AUTO.matcher(value);
        if (!auto.matches()) {
            return Optional.empty();
        }
        Optional<Duration> delay = auto.group(1) == null
                ? Optional.of(FAILBACK_DELAY)
                : seconds(LONGEST_FAILBACK_SECONDS).apply(auto.group(1));
        return delay.map(it -> new Failback(Optional.of(it)));
    }

    static Optional<Integer> tcpPort(String value) {
        Matcher tcp = TCP.matcher(value);
        return tcp.matches() ? number(1, 65_535).apply(tcp.group(1)) : Optional.empty();
    }

    /// @param until empty for not at all
    record Pause(Optional<Instant> until) {
        static final Pause WITHOUT_END = new Pause(Optional.of(Instant.MAX));
    }

    /// `true`, `false` or a moment with its offset. A local time, or a day, says not whose, and is no moment.
    static Optional<Pause> paused(String value) {
        if (value.equalsIgnoreCase("true")) {
            return Optional.of(Pause.WITHOUT_END);
        }
        if (value.equalsIgnoreCase("false")) {
            return Optional.of(new Pause(Optional.empty()));
        }
        try {
            Instant until = OffsetDateTime.parse(value, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                    .toInstant();
            return Optional.of(new Pause(Optional.of(until)));
        } catch (DateTimeException noMoment) {
            return Optional.empty();
        }
    }
}
