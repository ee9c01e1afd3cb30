package enifailover.failover;

import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;

/// A clock for stories with one actor: a sleep is a jump, and what was to happen meanwhile happens on the way.
public final class StoryTime implements Scheduler {
    private record Appointment(Instant when, long order, Runnable what) {}

    private final PriorityQueue<Appointment> appointments =
            new PriorityQueue<>(Comparator.comparing(Appointment::when).thenComparing(Appointment::order));
    private Instant now = Instant.parse("2026-03-04T05:06:07Z");
    private long order;

    @Override
    public Instant now() {
        return now;
    }

    public void at(Duration later, Runnable what) {
        appointments.add(new Appointment(now.plus(later), order++, what));
    }

    @Override
    public void sleep(Duration duration) {
        Instant end = now.plus(duration);
        while (!appointments.isEmpty() && !appointments.peek().when().isAfter(end)) {
            Appointment next = appointments.remove();
            now = next.when();
            next.what().run();
        }
        now = end;
    }

    @Override
    public <T> List<T> runAll(List<? extends Callable<? extends T>> work) {
        List<T> results = new ArrayList<>();
        for (Callable<? extends T> piece : work) {
            try {
                results.add(piece.call());
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return results;
    }
}
