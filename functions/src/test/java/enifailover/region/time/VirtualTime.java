package enifailover.region.time;

import enifailover.region.time.Appointments.Appointment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

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

    private static final long REAL_SECONDS_WITHOUT_A_SWITCH = 20;

    private final Appointments appointments;
    private final Carriers carriers;
    private final Set<SimulatedThread> living = new LinkedHashSet<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final long latest;
    private volatile long nanos;
    private final AtomicLong switches = new AtomicLong();
    private volatile @Nullable SimulatedThread current;
    private @Nullable Throwable failure;

    private VirtualTime(long seed, Duration limit, Carriers carriers) {
        this.appointments = new Appointments(seed);
        this.latest = limit.toNanos();
        this.carriers = carriers;
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
        VirtualTime time = new VirtualTime(seed, limit, carriers);
        SimulatedThread first = time.born("body", null, () -> {
            body.run(time);
            return true;
        });
        time.current = first;
        first.receiveBaton();
        time.awaitEnd();
        if (time.failure != null) {
            throw Failures.unchecked(time.failure);
        }
    }

    /// Starts a simulated thread beside the others; an appointment may do so too.
    public SimulatedThread spawn(String name, Work work) {
        if (current != null) {
            checkAlive(me());
        }
        SimulatedThread child = born(name, null, () -> {
            work.run();
            return true;
        });
        appointments.wake(child, nanos);
        return child;
    }

    /// Kills a simulated thread, and those it forked, as a crash does: each throws [Killed] where it waits, now, and
    /// again at every later call. One that has not begun never begins.
    public void kill(SimulatedThread victim) {
        if (victim.ended || victim.killed) {
            return;
        }
        victim.killed = true;
        List.copyOf(victim.children).forEach(this::kill);
        if (victim != current && victim.awaited == 0) {
            appointments.wake(victim, nanos);
        }
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
        SimulatedThread me = current;
        if (me == null || me.thread != Thread.currentThread()) {
            throw new IllegalStateException("not a simulated thread: " + Thread.currentThread());
        }
        return me;
    }

    /// How often the baton was passed or a thread went on after a sleep.
    public long switches() {
        return switches.get();
    }

    @Override
    public Instant now() {
        SimulatedThread running = current;
        if (running != null && running.killed && running.thread == Thread.currentThread()) {
            throw new Killed(running.name());
        }
        return BEGINNING.plusNanos(nanos);
    }

    @Override
    public void sleep(Duration duration) {
        SimulatedThread me = me();
        checkAlive(me);
        appointments.wake(me, nanos + Math.max(0, duration.toNanos()));
        passBaton(me);
        checkAlive(me);
    }

    @Override
    public void at(Instant when, Runnable what) {
        appointments.happen(
                what, Math.max(nanos, Duration.between(BEGINNING, when).toNanos()));
    }

    @Override
    public <T> List<T> together(List<? extends Callable<? extends T>> work) {
        SimulatedThread me = me();
        checkAlive(me);
        List<SimulatedThread> forked = new ArrayList<>();
        for (Callable<? extends T> piece : work) {
            SimulatedThread child = born(me.name() + "/" + forked.size(), me, piece);
            forked.add(child);
            appointments.wake(child, nanos);
        }
        if (!forked.isEmpty()) {
            me.children.addAll(forked);
            me.awaited = forked.size();
            passBaton(me);
            me.children.removeAll(forked);
        }
        checkAlive(me);
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

    private SimulatedThread born(String name, @Nullable SimulatedThread parent, Callable<?> work) {
        SimulatedThread child = new SimulatedThread(name, parent, work, carriers, this::live);
        living.add(child);
        return child;
    }

    private void live() {
        SimulatedThread me = Objects.requireNonNull(current);
        me.awaitBaton();
        try {
            checkAlive(me);
            me.result = me.work.call();
        } catch (Throwable e) {
            me.failure = e;
        }
        end(me);
    }

    private void end(SimulatedThread me) {
        me.ended = true;
        living.remove(me);
        SimulatedThread parent = me.parent();
        if (parent != null) {
            parent.awaited--;
            if (parent.awaited == 0) {
                appointments.wake(parent, nanos);
            }
        } else if (me.failure != null && !(me.failure instanceof Killed && me.killed)) {
            fail(me.failure);
        }
        if (living.isEmpty()) {
            current = null;
            over.countDown();
        } else {
            passBaton(null);
        }
    }

    private void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        } else if (failure != cause) {
            failure.addSuppressed(cause);
        }
        List.copyOf(living).forEach(this::kill);
    }

    /// Gives the baton to whoever is next, and waits for it unless the giver has ended or is next itself.
    private void passBaton(@Nullable SimulatedThread giver) {
        current = null; // what happens in between happens on nobody's thread
        SimulatedThread next = advance();
        switches.incrementAndGet();
        current = next;
        if (next == giver) {
            return;
        }
        next.receiveBaton();
        if (giver != null) {
            giver.awaitBaton();
        }
    }

    private SimulatedThread advance() {
        while (true) {
            Appointment next = appointments.next();
            if (next == null || next.due() > latest) {
                giveUp(next == null ? "everything waits for ever: " : "not over after the limit: ");
                continue;
            }
            SimulatedThread thread = next.thread();
            if (thread == null) {
                nanos = next.due();
                Objects.requireNonNull(next.what()).run();
            } else if (!thread.ended && thread.generation == next.generation()) {
                nanos = next.due();
                return thread;
            }
        }
    }

    private void giveUp(String why) {
        List<String> names = living.stream().map(SimulatedThread::name).toList();
        if (failure instanceof Deadlock) {
            throw new IllegalStateException("killed threads do not end: " + names);
        }
        fail(new Deadlock(why + names));
    }

    private void checkAlive(SimulatedThread thread) {
        if (thread.killed) {
            throw new Killed(thread.name());
        }
    }

    /// Waits, in real time, for the end. A thread that blocks on anything but this clock stops the baton for ever.
    private void awaitEnd() {
        try {
            long seen = -1;
            while (!over.await(REAL_SECONDS_WITHOUT_A_SWITCH, TimeUnit.SECONDS)) {
                if (seen == switches.get()) {
                    throw new Deadlock(stuck());
                }
                seen = switches.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoopbackTime.Interrupted(e);
        }
    }

    private String stuck() {
        SimulatedThread holder = current;
        if (holder == null) {
            return "nobody has the baton";
        }
        StringBuilder text = new StringBuilder(holder.name() + " keeps the baton without using the clock, at");
        for (StackTraceElement frame : holder.thread.getStackTrace()) {
            text.append("\n    ").append(frame);
        }
        return text.toString();
    }
}
