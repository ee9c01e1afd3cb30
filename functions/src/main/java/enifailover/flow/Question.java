package enifailover.flow;

import enifailover.execute.Scatter;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import enifailover.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// One question to AWS, asked with patience: again where a refusal passes, ever more seldom, the pause in proportion to
/// what was waited already and different from question to question, so that a thousand of them do not come back at
/// once.
final class Question {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(400);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Time time;
    private final Object about;
    private boolean throttled;

    /// @param about tells this question from others
    Question(Time time, Object about) {
        this.time = time;
        this.about = about;
    }

    /// @throws Refused what does not pass, or has not passed for two minutes
    <T> T ask(Supplier<T> question) {
        Instant begun = time.now();
        for (int tries = 1; ; tries++) {
            try {
                return question.get();
            } catch (Refused refused) {
                throttled |= refused.refusal() == Refusal.THROTTLED;
                Duration waited = Duration.between(begun, time.now());
                if (!refused.refusal().passing() || waited.compareTo(PATIENCE) > 0) {
                    throw refused;
                }
                time.sleep(pause(waited, tries));
            }
        }
    }

    /// Whether AWS has said that there are too many.
    boolean throttled() {
        return throttled;
    }

    private Duration pause(Duration waited, int tries) {
        long usual = Math.clamp(waited.toMillis() / 2, FIRST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(usual / 2 + Scatter.below(about, tries, usual));
    }
}
