package enifailover.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.rehearsal.Timeline.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The timeline is in the order of time, and a wait that looks ten times is one line.
final class TimelineTest {

    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");

    private final Timeline timeline = new Timeline();

    @Test
    void repeatedCallsBecomeOneLine() {
        call(300, "EC2 DescribeNetworkInterfaces");
        call(500, "EC2 DescribeNetworkInterfaces");
        call(100, "EC2 DetachNetworkInterface");
        timeline.add(Entry.said(START, "EC2", "i-1 stops"));
        assertEquals(
                List.of(
                        "     +0.000 s  EC2    i-1 stops",
                        "     +0.100 s  one-1  EC2 DetachNetworkInterface                               40 ms",
                        "     +0.300 s  one-1  EC2 DescribeNetworkInterfaces, 2 times                  240 ms"),
                timeline.lines());
    }

    @Test
    void longWordsAreWrapped() {
        assertEquals(
                List.of("a b", "cdefgh", "i"),
                Timeline.wrapped("a b cdefgh i", 3).toList());
    }

    private void call(long afterMs, String what) {
        timeline.add(new Entry(START.plusMillis(afterMs), "one-1", what, Optional.of(Duration.ofMillis(40))));
    }
}
