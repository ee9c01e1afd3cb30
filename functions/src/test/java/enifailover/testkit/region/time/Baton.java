package enifailover.testkit.region.time;

import enifailover.testkit.region.time.Appointments.Appointment;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Passed from one simulated thread to the next; who has it runs, all others wait. Only its holder touches this.
final class Baton {
    private static final long REAL_SECONDS_WITHOUT_A_SWITCH = 20;

    final Appointments appointments;
    private final Carriers carriers;
    private final Set<SimulatedThread> living = new LinkedHashSet<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final long latest;
    private volatile long nanos;
    private volatile Instant now = VirtualTime.BEGINNING;
    private final AtomicLong switches = new AtomicLong();
    private volatile @Nullable SimulatedThread current;
    private @Nullable Throwable failure;

    Baton(long seed, Duration limit, Carriers carriers) {
        this.appointments = new Appointments(seed);
        this.latest = limit.toNanos();
        this.carriers = carriers;
    }

    /// Gives it to the first, and returns when the last has ended.
    void startWith(SimulatedThread first) {
        current = first;
        first.receiveBaton();
        awaitEnd();
        if (failure != null) {
            throw Failures.unchecked(failure);
        }
    }

    /// Who has it, or null while something happens on nobody's thread.
    @Nullable
    SimulatedThread holder() {
        return current;
    }

    /// Nanoseconds since the simulation began.
    long nanos() {
        return nanos;
    }

    /// The same as a moment.
    Instant now() {
        return now;
    }

    private void reach(long due) {
        if (due != nanos) {
            nanos = due;
            now = VirtualTime.BEGINNING.plusNanos(due);
        }
    }

    long switches() {
        return switches.get();
    }

    /// Wakes a thread a while from now.
    void wake(SimulatedThread thread, long wait) {
        appointments.wake(thread, nanos + wait);
    }

    SimulatedThread born(String name, @Nullable SimulatedThread parent, Callable<?> work) {
        SimulatedThread child = new SimulatedThread(name, parent, work, carriers, this::live);
        living.add(child);
        return child;
    }

    void kill(SimulatedThread victim) {
        if (victim.ended || victim.killed) {
            return;
        }
        victim.killed = true;
        List.copyOf(victim.children).forEach(this::kill);
        if (victim != current && victim.awaited == 0) {
            wake(victim, 0);
        }
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
                wake(parent, 0);
            }
        } else if (me.failure != null && !(me.failure instanceof Killed && me.killed)) {
            fail(me.failure);
        }
        if (living.isEmpty()) {
            current = null;
            over.countDown();
        } else {
            pass(null);
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
    void pass(@Nullable SimulatedThread giver) {
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
                reach(next.due());
                happen(Objects.requireNonNull(next.what()));
            } else if (!thread.ended && thread.generation == next.generation()) {
                reach(next.due());
                return thread;
            }
        }
    }

    private void happen(Runnable what) {
        try {
            what.run();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void giveUp(String why) {
        List<String> names = living.stream().map(SimulatedThread::name).toList();
        if (failure instanceof Deadlock) {
            throw new IllegalStateException("killed threads do not end: " + names);
        }
        fail(new Deadlock(why + names));
    }

    static void checkAlive(SimulatedThread thread) {
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
