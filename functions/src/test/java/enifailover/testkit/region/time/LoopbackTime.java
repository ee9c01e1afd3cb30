package enifailover.testkit.region.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Real time, for a region that real processes talk to.
public final class LoopbackTime implements RegionTime, AutoCloseable {
    private final ScheduledExecutorService appointments = Executors.newSingleThreadScheduledExecutor(
            work -> Thread.ofPlatform().daemon().name("region-time").unstarted(work));

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Interrupted(e);
        }
    }

    @Override
    public void at(Instant when, Runnable what) {
        long wait = Math.max(0, Duration.between(Instant.now(), when).toNanos());
        var _ = appointments.schedule(what, wait, TimeUnit.NANOSECONDS);
    }

    @Override
    public <T> List<T> runAll(List<? extends Callable<? extends T>> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<? extends T>> running = new ArrayList<>();
            for (Callable<? extends T> piece : work) {
                running.add(threads.submit(piece));
            }
            List<T> results = new ArrayList<>();
            @Nullable RuntimeException first = null;
            for (Future<? extends T> future : running) {
                try {
                    results.add(future.get());
                } catch (ExecutionException e) {
                    RuntimeException failure = Failures.unchecked(e.getCause() == null ? e : e.getCause());
                    if (first == null) {
                        first = failure;
                    } else {
                        first.addSuppressed(failure);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new Interrupted(e);
                }
            }
            if (first != null) {
                throw first;
            }
            return results;
        }
    }

    /// Ends its one thread; appointments that are still to come are dropped.
    @Override
    public void close() {
        var _ = appointments.shutdownNow();
    }

    /// The waiting thread was interrupted, as an aborted request is.
    public static final class Interrupted extends CompletionException {
        private static final long serialVersionUID = 1L;

        Interrupted(InterruptedException cause) {
            super(cause);
        }
    }
}
