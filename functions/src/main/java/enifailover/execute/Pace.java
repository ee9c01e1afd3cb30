package enifailover.execute;

import java.time.Duration;

/// How often a wait looks: dense when the end is likely, sparse later, and much sparser once EC2 said that there are
/// too many requests. A describe with a filter has a bucket of 100 and a refill of 20 a second for the whole account,
/// so a thousand waits that look ten times a second would starve each other.
final class Pace {
    private static final Duration DENSE = Duration.ofMillis(100);
    private static final Duration MIDDLE = Duration.ofMillis(250);
    private static final Duration SPARSE = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(10);

    private final Duration first;
    private Duration floor = Duration.ZERO;

    /// @param first the end is not to be expected before this
    Pace(Duration first) {
        this.first = first;
    }

    /// @param waited since the wait began
    /// @return how long to sleep before the next look
    Duration next(Duration waited) {
        Duration usual;
        if (waited.compareTo(first) < 0) {
            usual = first.minus(waited);
        } else if (waited.compareTo(Duration.ofSeconds(6)) < 0) {
            usual = DENSE;
        } else if (waited.compareTo(Duration.ofSeconds(20)) < 0) {
            usual = MIDDLE;
        } else {
            usual = SPARSE;
        }
        return usual.compareTo(floor) > 0 ? usual : floor;
    }

    /// EC2 refused a request for there being too many.
    void throttled() {
        Duration doubled = floor.isZero() ? Duration.ofMillis(500) : floor.multipliedBy(2);
        floor = doubled.compareTo(MOST) > 0 ? MOST : doubled;
    }

    /// A request went through.
    void answered() {
        floor = floor.dividedBy(2).compareTo(Duration.ofMillis(200)) < 0 ? Duration.ZERO : floor.dividedBy(2);
    }
}
