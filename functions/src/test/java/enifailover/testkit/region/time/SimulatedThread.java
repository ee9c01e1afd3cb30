package enifailover.testkit.region.time;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A thread of a simulation. It runs only while it has the baton.
public final class SimulatedThread {
    private final String name;
    private final @Nullable SimulatedThread parent;
    final Callable<?> work;
    final List<SimulatedThread> children = new ArrayList<>();
    final Thread thread;

    private volatile boolean turn;
    boolean started;
    boolean ended;
    boolean killed;
    /// Counts wake-ups, so that one which a kill overtook is not obeyed later.
    long generation;

    int awaited;

    @Nullable
    Object result;

    @Nullable
    Throwable failure;

    SimulatedThread(String name, @Nullable SimulatedThread parent, Callable<?> work, Carriers carriers, Runnable life) {
        this.name = name;
        this.parent = parent;
        this.work = work;
        this.thread = carriers.unstarted(name, life);
    }

    /// As it was spawned.
    public String name() {
        return name;
    }

    /// True once it has returned, failed or died.
    public boolean ended() {
        return ended;
    }

    /// True from the moment it was killed.
    public boolean killed() {
        return killed;
    }

    @Nullable
    SimulatedThread parent() {
        return parent;
    }

    void receiveBaton() {
        turn = true;
        if (started) {
            LockSupport.unpark(thread);
        } else {
            started = true;
            thread.start();
        }
    }

    void awaitBaton() {
        while (!turn) {
            LockSupport.park(this);
        }
        turn = false;
    }
}
