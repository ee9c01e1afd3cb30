package enifailover.port;

import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import enifailover.group.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reservations in memory, for stories, the simulator and storms: held to the contract of those on DynamoDB.
public final class MemoryReservations implements Reservations {
    /// As `aws.DynamoLedger` has it.
    private static final Duration SKEW = Duration.ofSeconds(2);

    private final Time time;
    private final Map<InstanceId, Map<Slot, Reserved>> rows;
    private final Map<InstanceId, Long> versions;

    public MemoryReservations(Time time) {
        this(time, new TreeMap<>(), new TreeMap<>());
    }

    private MemoryReservations(Time time, Map<InstanceId, Map<Slot, Reserved>> rows, Map<InstanceId, Long> versions) {
        this.time = time;
        this.rows = rows;
        this.versions = versions;
    }

    /// The same by another caller's clock. Callers must not call at the same moment.
    public MemoryReservations by(Time clock) {
        return new MemoryReservations(clock, rows, versions);
    }

    @Override
    public synchronized Reading read() {
        Instant ended = time.now().minus(SKEW);
        List<Reserved> live = new ArrayList<>();
        rows.values().forEach(row -> row.values().stream()
                .filter(one -> !one.until().isBefore(ended))
                .forEach(live::add));
        return new Reading(List.copyOf(live), Map.copyOf(versions));
    }

    @Override
    public synchronized boolean reserve(
            GroupName group, InstanceId target, Set<Slot> slots, Instant until, Reading seen) {
        if (!versions.getOrDefault(target, 0L).equals(seen.versions().getOrDefault(target, 0L))) {
            return false;
        }
        changed(target);
        Map<Slot, Reserved> row = row(target);
        row.values().removeIf(one -> one.group().equals(group));
        slots.forEach(slot -> row.put(slot, new Reserved(target, slot, group, millis(until))));
        return true;
    }

    @Override
    public synchronized boolean extend(GroupName group, InstanceId target, Set<Slot> slots, Instant until) {
        boolean all = slots.stream().allMatch(slot -> has(group, target, slot));
        slots.stream().filter(slot -> has(group, target, slot)).forEach(slot -> {
            changed(target);
            row(target).put(slot, new Reserved(target, slot, group, millis(until)));
        });
        return all;
    }

    @Override
    public synchronized void giveBack(GroupName group, InstanceId target, Set<Slot> slots) {
        slots.stream().filter(slot -> has(group, target, slot)).forEach(slot -> {
            changed(target);
            row(target).remove(slot);
        });
    }

    private boolean has(GroupName group, InstanceId target, Slot slot) {
        Reserved one = rows.getOrDefault(target, Map.of()).get(slot);
        return one != null && one.group().equals(group);
    }

    private Map<Slot, Reserved> row(InstanceId target) {
        return rows.computeIfAbsent(target, _ -> new TreeMap<>());
    }

    private void changed(InstanceId target) {
        versions.merge(target, 1L, Long::sum);
    }

    /// The table keeps milliseconds.
    private static Instant millis(Instant instant) {
        return Instant.ofEpochMilli(instant.toEpochMilli());
    }
}
