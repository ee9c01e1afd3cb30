package enifailover.testkit.memory;

import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that is moved by hand, and by sleeping.
public final class ManualScheduler implements Scheduler {
    private final AtomicReference<Instant> now;

    public ManualScheduler() {
        this(Instant.parse("2026-11-23T10:00:00Z"));
    }

    public ManualScheduler(Instant start) {
        now = new AtomicReference<>(start);
    }

    @Override
    public Instant now() {
        return now.get();
    }

    @Override
    public void sleep(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    /// One after the other, in the order given.
    @Override
    public <T> List<T> runAll(List<? extends Callable<? extends T>> work) {
        List<T> results = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        for (Callable<? extends T> piece : work) {
            try {
                results.add(piece.call());
            } catch (RuntimeException failure) {
                failures.add(failure);
            } catch (Exception failure) {
                failures.add(new IllegalStateException(failure));
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return results;
    }
}
