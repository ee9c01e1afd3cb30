package enifailover.port;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that is moved by hand, and by sleeping.
public final class HandTime implements Time {
    private final AtomicReference<Instant> now;

    public HandTime() {
        this(Instant.parse("2026-11-23T10:00:00Z"));
    }

    public HandTime(Instant start) {
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
    public <T> List<T> together(List<? extends Callable<? extends T>> work) {
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
