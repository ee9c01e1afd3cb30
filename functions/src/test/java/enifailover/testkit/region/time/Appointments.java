package enifailover.testkit.region.time;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// What is still to come, soonest first. Among equals the seed chooses.
final class Appointments {

    /// @param due nanoseconds since the simulation began
    /// @param lot drawn from the seed
    /// @param sequence makes the order total
    /// @param thread who wakes, or null
    /// @param generation the sleep that the wake-up ends
    /// @param what what happens, or null
    record Appointment(
            long due,
            int lot,
            long sequence,
            @Nullable SimulatedThread thread,
            long generation,
            @Nullable Runnable what)
            implements Comparable<Appointment> {

        @Override
        public int compareTo(Appointment other) {
            if (due != other.due) {
                return due < other.due ? -1 : 1;
            }
            if (lot != other.lot) {
                return lot < other.lot ? -1 : 1;
            }
            return Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Appointment> queue = new PriorityQueue<>();
    private final SplittableRandom random;
    private long sequence;

    Appointments(long seed) {
        random = new SplittableRandom(seed);
    }

    void wake(SimulatedThread thread, long due) {
        thread.generation++;
        queue.add(new Appointment(due, random.nextInt(), sequence++, thread, thread.generation, null));
    }

    void happen(Runnable what, long due) {
        queue.add(new Appointment(due, random.nextInt(), sequence++, null, 0, what));
    }

    @Nullable
    Appointment next() {
        return queue.poll();
    }
}
