package enifailover.port;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The brake in memory, for stories and the simulator: held to the contract of the one on DynamoDB.
public final class MemoryBrake implements Brake {
    private final Time time;
    private final Map<String, Instant> admitted = new TreeMap<>();
    private Optional<Stop> stop = Optional.empty();
    private boolean away;

    public MemoryBrake(Time time) {
        this.time = time;
    }

    /// From now on nobody can read or write it.
    public synchronized void goAway() {
        away = true;
    }

    @Override
    public synchronized Optional<Stop> stopped() {
        reachable();
        return stop;
    }

    @Override
    public synchronized void stop(Stop now) {
        reachable();
        stop = Optional.of(now);
    }

    @Override
    public synchronized void resume() {
        reachable();
        stop = Optional.empty();
    }

    @Override
    public synchronized Admission admit(String run, Limit limit) {
        reachable();
        Instant now = time.now();
        admitted.values().removeIf(at -> at.isBefore(now.minus(limit.window())));
        if (!admitted.containsKey(run) && admitted.size() >= limit.most()) {
            Instant oldest = admitted.values().stream().min(Instant::compareTo).orElseThrow();
            return new Full(oldest.plus(limit.window()));
        }
        admitted.putIfAbsent(run, now);
        return new Admitted();
    }

    @Override
    public synchronized void giveBack(String run, Limit limit) {
        reachable();
        admitted.remove(run);
    }

    private void reachable() {
        if (away) {
            throw new Refused(Refusal.UNANSWERED, "dynamodb:GetItem", "Timeout", "no answer", null);
        }
    }
}
