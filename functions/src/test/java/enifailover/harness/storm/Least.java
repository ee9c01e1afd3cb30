package enifailover.harness.storm;

import java.time.Duration;

/// The least time that so many failovers at once can take: EC2 takes 50 detaches at once and then five a second (AWS
/// documentation, "Request throttling for the Amazon EC2 API"), and the last one still has to be moved.
final class Least {
    /// One move alone, with the Region's times: a read, a detach, the detach, an attach, the attach.
    private static final Duration ONE_MOVE = Duration.ofMillis(4340);

    private static final int BUCKET = 50;
    private static final int REFILL = 5;

    private Least() {}

    static Duration of(int groups) {
        return ONE_MOVE.plus(Duration.ofSeconds(Math.max(0, groups - BUCKET)).dividedBy(REFILL));
    }
}
