package enifailover.harness.crash;

import enifailover.harness.crash.Spares.Spare;
import enifailover.harness.rehearsal.Template;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Everybody who plays: processes that will be killed, and those that come after and live on.
///
/// @param door the one end point of all
/// @param spares for those that will be killed
/// @param finishers those that come after: each serves one world at a time, and then the next
/// @param sweep what the schedule gives to the function
/// @param worlds numbers them, so that no process meets a name twice
record Company(Door door, Spares spares, BlockingQueue<Spare> finishers, String sweep, AtomicInteger worlds)
        implements AutoCloseable {
    private static final int FINISHERS = 2;
    private static final int AHEAD = 3;

    static Company gather(Template template) throws Exception {
        var door = Door.open();
        var spares = new Spares(template, door, FINISHERS + AHEAD);
        var finishers = new LinkedBlockingQueue<Spare>();
        for (var i = 0; i < FINISHERS; i++) {
            finishers.add(spares.take());
        }
        var sweep = template.schedule("FailoverFunction").orElseThrow().input();
        return new Company(door, spares, finishers, sweep, new AtomicInteger());
    }

    @Override
    public void close() {
        spares.close();
        door.close();
    }
}
