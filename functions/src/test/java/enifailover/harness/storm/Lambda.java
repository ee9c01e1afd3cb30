package enifailover.harness.storm;

import enifailover.testkit.region.time.SimulatedThread;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Asynchronous invocations as Lambda makes them: each a process of its own, killed when its time is over, and made
/// twice more, after one minute and after two, where it failed or was killed.
final class Lambda {
    /// As `template.yaml` has it.
    static final Duration TIMEOUT = Duration.ofMinutes(5);

    private static final int RETRIES = 2;

    private final VirtualTime time;
    final Map<String, Integer> ends = new TreeMap<>();
    final List<Duration> took = new ArrayList<>();
    private int working;

    Lambda(VirtualTime time) {
        this.time = time;
    }

    /// How many events are not done with.
    int working() {
        return working;
    }

    /// @param name for a person
    /// @param handler whether it is content: nothing is to be delivered again
    void invoke(String name, BooleanSupplier handler) {
        working++;
        attempt(name, handler, 0);
    }

    private void attempt(String name, BooleanSupplier handler, int tries) {
        Instant begun = time.now();
        Invocation invocation = new Invocation();
        invocation.thread = time.spawn(name + "-" + tries, () -> {
            String end = "killed at its time-out";
            try {
                end = handler.getAsBoolean() ? "content" : "failed";
            } catch (RuntimeException thrown) {
                end = "failed: " + Objects.requireNonNullElse(thrown.getMessage(), thrown.toString());
            } finally {
                // A thread that was killed has no clock any more: the rest happens on nobody's thread, at once.
                String how = end;
                time.at(VirtualTime.BEGINNING, () -> ended(invocation, begun, how, name, handler, tries));
            }
        });
        time.at(begun.plus(TIMEOUT), () -> {
            if (!invocation.over) {
                time.kill(Objects.requireNonNull(invocation.thread));
            }
        });
    }

    private static final class Invocation {
        boolean over;

        @Nullable
        SimulatedThread thread;
    }

    private void ended(
            Invocation invocation, Instant begun, String how, String name, BooleanSupplier handler, int tries) {
        invocation.over = true;
        took.add(Duration.between(begun, time.now()));
        ends.merge(how, 1, Integer::sum);
        if (how.equals("content") || tries == RETRIES) {
            working--;
        } else {
            time.at(time.now().plus(Duration.ofMinutes(tries + 1)), () -> attempt(name, handler, tries + 1));
        }
    }
}
