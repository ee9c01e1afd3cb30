package enifailover.aws.client;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/// Ends what takes longer than it may: the timers of all SDK clients together. By itself each client makes a pool of
/// its own, and starts a thread of it with each of its first five requests.
final class SdkTimerPool implements AutoCloseable {
    /// As many as the SDK gives to each client; to end a request may take a while, and the next must not wait for that.
    private static final int THREADS = 5;

    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(
            THREADS, Thread.ofPlatform().daemon().name("sdk-timer-", 1).factory());

    SdkTimerPool() {
        // Or each request's timers would stay until their time has come.
        threads.setRemoveOnCancelPolicy(true);
    }

    ScheduledExecutorService executor() {
        return threads;
    }

    /// Starts the threads now, so that a snapshot holds them.
    void prepare() {
        threads.prestartAllCoreThreads();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
