package enifailover.harness.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.harness.rehearsal.Timeline.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The timeline is in the order of time, and what is only read is one line.
final class TimelineTest {

    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");

    private final Timeline timeline = new Timeline();

    @Test
    void neighbouringReadsBecomeOneLine() {
        call(300, "ec2 DescribeNetworkInterfaces", true);
        call(310, "ec2 DescribeInstances", true);
        call(500, "ec2 DescribeNetworkInterfaces", true);
        call(100, "ec2 DetachNetworkInterface", false);
        call(200, "ec2 DetachNetworkInterface", false);
        timeline.add(Entry.said(START, "EC2", "i-1 stops"));
        assertEquals(
                List.of(
                        "    +0.00 s  EC2    i-1 stops",
                        "    +0.10 s  one-1  ec2 DetachNetworkInterface  (40 ms)",
                        "    +0.20 s  one-1  ec2 DetachNetworkInterface  (40 ms)",
                        "    +0.30 s  one-1  ec2 DescribeNetworkInterfaces x2, ec2 DescribeInstances  (240 ms)"),
                timeline.lines());
    }

    @Test
    void longWordsAreWrapped() {
        assertEquals(
                List.of("a b", "cdefgh", "i"),
                Timeline.wrapped("a b cdefgh i", 3).toList());
    }

    private void call(long afterMs, String what, boolean read) {
        timeline.add(new Entry(START.plusMillis(afterMs), "one-1", what, Optional.of(Duration.ofMillis(40)), read));
    }
}
