package enifailover.handler;

import enifailover.aws.client.SystemScheduler;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/// The scheduler of [Priming]: no wait takes time. It starts at a fixed time, so that the snapshot has no clock.
final class PrimingTime implements Scheduler {
    private static final Instant START = Instant.parse("2025-07-01T00:00:00Z");

    private final Scheduler threads = new SystemScheduler();
    private final AtomicLong passed = new AtomicLong();

    @Override
    public Instant now() {
        return START.plusNanos(passed.get());
    }

    @Override
    public void sleep(Duration duration) {
        passed.addAndGet(duration.toNanos());
    }

    @Override
    public <T> List<T> runAll(List<? extends Callable<? extends T>> work) {
        return threads.runAll(work);
    }
}
