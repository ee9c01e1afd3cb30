package enifailover.port;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The queue in memory, for stories, the simulator and storms: held to the contract of the one on DynamoDB.
public final class MemoryTurns implements Turns {
    private final Time time;
    private Instant next = Instant.EPOCH;

    public MemoryTurns(Time time) {
        this.time = time;
    }

    @Override
    public synchronized Optional<Instant> take(Duration length, Duration within) {
        Instant now = time.now();
        if (next.isAfter(now.plus(within))) {
            return Optional.empty();
        }
        Instant turn = next.isBefore(now) ? now : next;
        next = turn.plus(length);
        return Optional.of(turn);
    }
}
