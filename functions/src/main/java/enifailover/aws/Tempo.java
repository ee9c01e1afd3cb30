package enifailover.aws;

import enifailover.port.Time;
import java.time.Duration;
import java.time.Instant;

/// Keeps requests under a rate, so that whoever else in the account shares the limit has the rest of it. One thread
/// after another may ask.
final class Tempo {
    private final Time time;
    private final Duration apart;
    private Instant next = Instant.MIN;

    /// @param perSecond requests a second
    Tempo(Time time, int perSecond) {
        this.time = time;
        this.apart = Duration.ofSeconds(1).dividedBy(perSecond);
    }

    /// Returns when the next request may be made.
    void await() {
        Duration wait = reserve();
        if (wait.isPositive()) {
            time.sleep(wait);
        }
    }

    private synchronized Duration reserve() {
        Instant now = time.now();
        Instant mine = next.isAfter(now) ? next : now;
        next = mine.plus(apart);
        return Duration.between(now, mine);
    }
}
