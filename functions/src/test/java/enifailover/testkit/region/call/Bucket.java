package enifailover.testkit.region.call;

import java.time.Duration;
import java.time.Instant;

/// A token bucket, as EC2 documents its request limits.
final class Bucket {
    private final double capacity;
    private final double perSecond;
    private double tokens;
    private Instant since;

    Bucket(double capacity, double perSecond, Instant now) {
        this.capacity = capacity;
        this.perSecond = perSecond;
        this.tokens = capacity;
        this.since = now;
    }

    boolean take(Instant now) {
        double seconds = Duration.between(since, now).toNanos() / 1e9;
        tokens = Math.min(capacity, tokens + seconds * perSecond);
        since = now;
        if (tokens + 1e-9 < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
