package enifailover.harness.simulation;

import enifailover.testkit.region.time.Killed;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// What happened in one run: readable lines where they are wanted, counts and breaches always.
final class History {
    /// Ids are long, and zeros at their beginning tell nothing.
    private static final Pattern ZEROS = Pattern.compile("-0{5,}");

    private final boolean loud;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Long> injected = new TreeMap<>();
    private final Map<String, Long> verdicts = new TreeMap<>();
    private final List<Law.Breach> breaches = new ArrayList<>();
    private final Map<String, String> saidLast = new HashMap<>();
    private Instant last = VirtualTime.BEGINNING;
    private Supplier<Instant> clock = () -> VirtualTime.BEGINNING;

    History(boolean loud) {
        this.loud = loud;
    }

    void clock(Supplier<Instant> now) {
        clock = now;
    }

    /// A killed thread may still tell something, though it has no clock any more.
    private Instant now() {
        try {
            last = clock.get();
        } catch (Killed dead) {
            return last;
        }
        return last;
    }

    void tell(String who, Supplier<String> message) {
        if (loud) {
            String said = ZEROS.matcher(message.get()).replaceAll("-");
            if (said.equals(saidLast.put(who, said))) {
                return;
            }
            long millis = Duration.between(VirtualTime.BEGINNING, now()).toMillis();
            lines.add("%+10.3f s  %-8s %s".formatted(millis / 1000.0, who, said));
        }
    }

    void injected(String kind) {
        injected.merge(kind, 1L, Long::sum);
    }

    void verdict(String verdict) {
        verdicts.merge(verdict, 1L, Long::sum);
    }

    void broken(Law law, String message) {
        tell("LAW", () -> law + " is broken (" + law.message() + "): " + message);
        breaches.add(new Law.Breach(law, message));
    }

    List<String> lines() {
        return lines;
    }

    Map<String, Long> injectedByKind() {
        return injected;
    }

    Map<String, Long> verdictsByKind() {
        return verdicts;
    }

    List<Law.Breach> breaches() {
        return breaches;
    }
}
