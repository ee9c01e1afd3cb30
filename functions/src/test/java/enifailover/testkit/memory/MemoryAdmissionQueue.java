package enifailover.testkit.memory;

import enifailover.port.AdmissionQueue;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The queue in memory, for stories, the simulator and storms: held to the contract of the one on DynamoDB.
public final class MemoryAdmissionQueue implements AdmissionQueue {
    private final Scheduler scheduler;
    private Instant next = Instant.EPOCH;

    public MemoryAdmissionQueue(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public synchronized Optional<Instant> take(Duration length, Duration within) {
        Instant now = scheduler.now();
        if (next.isAfter(now.plus(within))) {
            return Optional.empty();
        }
        Instant turn = next.isBefore(now) ? now : next;
        next = turn.plus(length);
        return Optional.of(turn);
    }
}
