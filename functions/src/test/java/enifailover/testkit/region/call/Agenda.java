package enifailover.testkit.region.call;

import enifailover.testkit.region.time.RegionTime;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;

/// What AWS does by itself after a while, in order. Whoever looks at the region first carries out what is due, so that
/// nobody sees a detach that should have ended. Guarded by the region's lock.
public final class Agenda {
    private record Item(Instant due, long sequence, Runnable what) implements Comparable<Item> {
        @Override
        public int compareTo(Item other) {
            int order = due.compareTo(other.due);
            return order != 0 ? order : Long.compare(sequence, other.sequence);
        }
    }

    private final RegionTime time;
    private final ReentrantLock lock;
    private final PriorityQueue<Item> items = new PriorityQueue<>();
    private long sequence;
    private Instant now;

    Agenda(RegionTime time, ReentrantLock lock) {
        this.time = time;
        this.lock = lock;
        this.now = time.now();
    }

    /// The moment of what happens now.
    public Instant now() {
        return now;
    }

    /// Does something a while from now, under the lock.
    public void later(Duration wait, Runnable what) {
        if (wait.isZero()) {
            what.run();
            return;
        }
        Instant due = now.plus(wait);
        items.add(new Item(due, sequence++, what));
        time.at(due, this::catchUp);
    }

    private void catchUp() {
        lock.lock();
        try {
            settle(time.now());
        } finally {
            lock.unlock();
        }
    }

    /// Carries out all that is due. The caller holds the lock.
    void settle(Instant until) {
        Item next = items.peek();
        while (next != null && !next.due().isAfter(until)) {
            items.remove();
            now = next.due();
            next.what().run();
            next = items.peek();
        }
        if (now.isBefore(until)) {
            now = until;
        }
    }
}
