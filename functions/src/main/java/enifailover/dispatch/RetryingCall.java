package enifailover.dispatch;

import enifailover.execute.DeterministicJitter;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// One question to AWS, asked with patience: again where a refusal passes, ever more seldom, the pause in proportion to
/// what was waited already and different from question to question, so that a thousand of them do not come back at
/// once.
final class RetryingCall {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(400);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final Scheduler scheduler;
    private final Object about;
    private boolean throttled;

    /// @param about tells this question from others
    RetryingCall(Scheduler scheduler, Object about) {
        this.scheduler = scheduler;
        this.about = about;
    }

    /// @throws AwsCallException what does not pass, or has not passed for two minutes
    <T> T ask(Supplier<T> question) {
        Instant begun = scheduler.now();
        for (int tries = 1; ; tries++) {
            try {
                return question.get();
            } catch (AwsCallException awsCallException) {
                throttled |= awsCallException.refusal() == ErrorKind.THROTTLED;
                Duration waited = Duration.between(begun, scheduler.now());
                if (!awsCallException.refusal().isTransient() || waited.compareTo(TIMEOUT) > 0) {
                    throw awsCallException;
                }
                scheduler.sleep(pause(waited, tries));
            }
        }
    }

    /// Whether AWS has said that there are too many.
    boolean throttled() {
        return throttled;
    }

    private Duration pause(Duration waited, int tries) {
        long usual = Math.clamp(waited.toMillis() / 2, FIRST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(usual / 2 + DeterministicJitter.below(about, tries, usual));
    }
}
