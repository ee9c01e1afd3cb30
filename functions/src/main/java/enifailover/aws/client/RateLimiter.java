package enifailover.aws.client;

import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;

/// Keeps requests under a rate, so that whoever else in the account shares the limit has the rest of it. One thread
/// after another may ask.
public final class RateLimiter {
    private final Scheduler scheduler;
    private final Duration apart;
    private Instant next = Instant.MIN;

    /// @param perSecond requests a second
    public RateLimiter(Scheduler scheduler, int perSecond) {
        this.scheduler = scheduler;
        this.apart = Duration.ofSeconds(1).dividedBy(perSecond);
    }

    /// Returns when the next request may be made.
    public void await() {
        Duration wait = reserve();
        if (wait.isPositive()) {
            scheduler.sleep(wait);
        }
    }

    private synchronized Duration reserve() {
        Instant now = scheduler.now();
        Instant mine = next.isAfter(now) ? next : now;
        next = mine.plus(apart);
        return Duration.between(now, mine);
    }
}
