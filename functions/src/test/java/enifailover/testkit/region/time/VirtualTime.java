package enifailover.testkit.region.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// Virtual time: a discrete-event scheduler whose simulated threads pass a baton, so that one runs at a time and the
/// same seed gives the same interleaving. When all of them wait, time jumps to the next appointment.
public final class VirtualTime implements RegionTime {

    /// When every simulation begins.
    public static final Instant BEGINNING = Instant.parse("2026-11-23T12:00:00Z");

    /// Simulated work.
    @FunctionalInterface
    public interface Work {
        /// Runs on a simulated thread.
        void run() throws Exception;
    }

    /// What a simulation begins with.
    @FunctionalInterface
    public interface Body {
        /// Runs on the first simulated thread.
        void run(VirtualTime time) throws Exception;
    }

    private final Baton baton;

    private VirtualTime(Baton baton) {
        this.baton = baton;
    }

    /// Runs a simulation of at most a week to its end: until the body and all it spawned have ended. What it began to
    /// look forward to by [#at(Instant, Runnable)] is dropped then.
    ///
    /// @param seed decides among what could happen at the same moment
    /// @param body what happens first
    /// @throws Deadlock if everything waits for ever
    /// @throws RuntimeException what the body, or a spawned thread, failed with
    public static void run(long seed, Body body) {
        run(seed, Duration.ofDays(7), body);
    }

    /// The same with another limit.
    ///
    /// @param limit virtual time after which it is not to end any more
    public static void run(long seed, Duration limit, Body body) {
        run(seed, limit, Carriers.VIRTUAL, body);
    }

    static void run(long seed, Duration limit, Carriers carriers, Body body) {
        Baton baton = new Baton(seed, limit, carriers);
        VirtualTime time = new VirtualTime(baton);
        baton.startWith(baton.born("body", null, () -> {
            body.run(time);
            return true;
        }));
    }

    /// Starts a simulated thread beside the others; an appointment may do so too.
    public SimulatedThread spawn(String name, Work work) {
        if (baton.holder() != null) {
            Baton.checkAlive(me());
        }
        SimulatedThread child = baton.born(name, null, () -> {
            work.run();
            return true;
        });
        baton.wake(child, 0);
        return child;
    }

    /// Kills a simulated thread, and those it forked, as a crash does: each throws [Killed] where it waits, now, and
    /// again at every later call. One that has not begun never begins.
    public void kill(SimulatedThread victim) {
        baton.kill(victim);
    }

    /// Kills the process that the calling thread belongs to: the thread that was spawned, and all it forked.
    ///
    /// @return what to throw
    public Killed crash() {
        SimulatedThread process = me();
        for (SimulatedThread above = process.parent(); above != null; above = above.parent()) {
            process = above;
        }
        kill(process);
        return new Killed(process.name());
    }

    /// The simulated thread that calls this.
    public SimulatedThread me() {
        SimulatedThread me = baton.holder();
        if (me == null || me.thread != Thread.currentThread()) {
            throw new IllegalStateException("not a simulated thread: " + Thread.currentThread());
        }
        return me;
    }

    /// How often the baton was passed or a thread went on after a sleep.
    public long switches() {
        return baton.switches();
    }

    @Override
    public Instant now() {
        SimulatedThread running = baton.holder();
        if (running != null && running.killed && running.thread == Thread.currentThread()) {
            throw new Killed(running.name());
        }
        return baton.now();
    }

    @Override
    public void sleep(Duration duration) {
        SimulatedThread me = me();
        Baton.checkAlive(me);
        baton.wake(me, Math.max(0, duration.toNanos()));
        baton.pass(me);
        Baton.checkAlive(me);
    }

    @Override
    public void at(Instant when, Runnable what) {
        baton.appointments.happen(
                what, Math.max(baton.nanos(), Duration.between(BEGINNING, when).toNanos()));
    }

    @Override
    public <T> List<T> runAll(List<? extends Callable<? extends T>> work) {
        SimulatedThread me = me();
        Baton.checkAlive(me);
        List<SimulatedThread> forked = new ArrayList<>();
        for (Callable<? extends T> piece : work) {
            SimulatedThread child = baton.born(me.name() + "/" + forked.size(), me, piece);
            forked.add(child);
            baton.wake(child, 0);
        }
        if (!forked.isEmpty()) {
            me.children.addAll(forked);
            me.awaited = forked.size();
            baton.pass(me);
            me.children.removeAll(forked);
        }
        Baton.checkAlive(me);
        return results(forked);
    }

    @SuppressWarnings("unchecked") // each child's work returns T
    private static <T> List<T> results(List<SimulatedThread> forked) {
        List<T> results = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (SimulatedThread child : forked) {
            if (child.failure != null) {
                failures.add(child.failure);
            } else {
                results.add((T) child.result);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = Failures.unchecked(failures.getFirst());
            failures.stream().skip(1).filter(other -> other != first).forEach(first::addSuppressed);
            throw first;
        }
        return results;
    }
}
