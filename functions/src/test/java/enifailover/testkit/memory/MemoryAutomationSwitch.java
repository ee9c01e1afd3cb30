package enifailover.testkit.memory;

import enifailover.model.group.FailedAttaches;
import enifailover.port.AutomationSwitch;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.port.Scheduler;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// The brake in memory, for stories and the simulator: held to the contract of the one on DynamoDB.
public final class MemoryAutomationSwitch implements AutomationSwitch {
    private final Scheduler scheduler;
    private final Map<String, Instant> admitted = new TreeMap<>();
    private Optional<KillSwitch> stop = Optional.empty();
    private OptionalInt groups = OptionalInt.empty();
    private final Map<String, FailedAttaches> zones = new TreeMap<>();
    private final Map<String, String> attempts = new HashMap<>();
    private boolean away;

    public MemoryAutomationSwitch(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /// From now on nobody can read or write it.
    public synchronized void goAway() {
        away = true;
    }

    @Override
    public synchronized State read() {
        reachable();
        return new State(stop, groups, Map.copyOf(zones));
    }

    @Override
    public synchronized void stop(KillSwitch now) {
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
        Instant now = scheduler.now();
        admitted.values().removeIf(at -> at.isBefore(now.minus(limit.window())));
        if (!admitted.containsKey(run) && admitted.size() >= limit.most()) {
            Instant oldest = admitted.values().stream().min(Instant::compareTo).orElseThrow();
            return new LimitReached(oldest.plus(limit.window()));
        }
        admitted.putIfAbsent(run, now);
        return new Admitted();
    }

    @Override
    public synchronized void giveBack(String run, Limit limit) {
        reachable();
        admitted.remove(run);
    }

    @Override
    public synchronized void groups(int number) {
        reachable();
        groups = OptionalInt.of(number);
    }

    @Override
    public synchronized FailedAttaches attachFailed(String zone, String attempt, Instant forgotten) {
        reachable();
        FailedAttaches before = zones.get(zone);
        if (before != null && attempt.equals(attempts.get(zone))) {
            return before;
        }
        FailedAttaches next = before == null || before.last().isBefore(forgotten)
                ? new FailedAttaches(1, scheduler.now(), Optional.empty())
                : new FailedAttaches(before.inARow() + 1, scheduler.now(), before.stoppedUntil());
        zones.put(zone, next);
        attempts.put(zone, attempt);
        return next;
    }

    @Override
    public synchronized boolean stopZone(String zone, Optional<Instant> known, Instant until) {
        reachable();
        FailedAttaches now = zones.get(zone);
        if (now == null || !now.stoppedUntil().equals(known)) {
            return false;
        }
        zones.put(zone, new FailedAttaches(now.inARow(), now.last(), Optional.of(until)));
        return true;
    }

    @Override
    public synchronized void attachSucceeded(String zone) {
        reachable();
        zones.remove(zone);
    }

    private void reachable() {
        if (away) {
            throw new AwsCallException(ErrorKind.UNANSWERED, "dynamodb:GetItem", "Timeout", "no answer", null);
        }
    }
}
