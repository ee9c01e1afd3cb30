package enifailover.harness.simulation;

import enifailover.port.Scheduler;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/// One function's clock, which is a little wrong.
record SkewedTime(VirtualTime time, Duration off) implements Scheduler {
    @Override
    public Instant now() {
        return time.now().plus(off);
    }

    @Override
    public void sleep(Duration duration) {
        time.sleep(duration);
    }

    /// A single piece needs no thread of its own.
    @Override
    public <T> List<T> runAll(List<? extends Callable<? extends T>> work) {
        if (work.size() != 1) {
            return time.runAll(work);
        }
        try {
            return List.of(work.getFirst().call());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
