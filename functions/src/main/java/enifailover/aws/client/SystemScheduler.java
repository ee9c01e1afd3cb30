package enifailover.aws.client;

import enifailover.port.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The system's clock, real sleep and one virtual thread for each piece of work. Keeps nothing, so a snapshot restores
/// nothing old.
public final class SystemScheduler implements Scheduler {

    @Override
    public Instant now() {
        return Clock.systemUTC().instant();
    }

    /// @throws CancellationException when the thread is interrupted, so that no loop of waits can spin
    @Override
    public void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting");
        }
    }

    @Override
    public <T> List<T> runAll(List<? extends Callable<? extends T>> work) {
        List<Future<? extends T>> ends = new ArrayList<>();
        // Closing the executor waits for all of them.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            work.forEach(piece -> ends.add(threads.submit(piece)));
        }
        List<T> results = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (Future<? extends T> end : ends) {
            try {
                results.add(end.get());
            } catch (ExecutionException failed) {
                failures.add(failed.getCause() == null ? failed : failed.getCause());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                failures.add(new CancellationException("interrupted while waiting"));
            }
        }
        if (!failures.isEmpty()) {
            throw first(failures);
        }
        return results;
    }

    private static RuntimeException first(List<Throwable> failures) {
        Throwable first = failures.getFirst();
        failures.stream().skip(1).filter(other -> other != first).forEach(first::addSuppressed);
        return switch (first) {
            case RuntimeException failure -> failure;
            case Error error -> throw error;
            default -> new IllegalStateException(first);
        };
    }
}
