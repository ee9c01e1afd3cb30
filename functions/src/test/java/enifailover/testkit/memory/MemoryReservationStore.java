package enifailover.testkit.memory;

import enifailover.model.DevicePosition;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.port.ReservationStore;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reservations in memory, for stories, the simulator and storms: held to the contract of those on DynamoDB.
public final class MemoryReservationStore implements ReservationStore {
    /// As `aws.DynamoLedger` has it.
    private static final Duration SKEW = Duration.ofSeconds(2);

    private final Scheduler scheduler;
    private final Map<InstanceId, Map<DevicePosition, Reserved>> rows;
    private final Map<InstanceId, Long> versions;

    public MemoryReservationStore(Scheduler scheduler) {
        this(scheduler, new TreeMap<>(), new TreeMap<>());
    }

    private MemoryReservationStore(
            Scheduler scheduler, Map<InstanceId, Map<DevicePosition, Reserved>> rows, Map<InstanceId, Long> versions) {
        this.scheduler = scheduler;
        this.rows = rows;
        this.versions = versions;
    }

    /// The same by another caller's clock. Callers must not call at the same moment.
    public MemoryReservationStore by(Scheduler clock) {
        return new MemoryReservationStore(clock, rows, versions);
    }

    @Override
    public synchronized Reading read() {
        Instant ended = scheduler.now().minus(SKEW);
        List<Reserved> live = new ArrayList<>();
        rows.values().forEach(row -> row.values().stream()
                .filter(one -> !one.until().isBefore(ended))
                .forEach(live::add));
        return new Reading(List.copyOf(live), Map.copyOf(versions));
    }

    @Override
    public synchronized boolean reserve(
            GroupName group, InstanceId target, Set<DevicePosition> slots, Instant until, Reading seen) {
        if (!versions.getOrDefault(target, 0L).equals(seen.versions().getOrDefault(target, 0L))) {
            return false;
        }
        changed(target);
        Map<DevicePosition, Reserved> row = row(target);
        row.values().removeIf(one -> one.group().equals(group));
        slots.forEach(
                devicePosition -> row.put(devicePosition, new Reserved(target, devicePosition, group, millis(until))));
        return true;
    }

    @Override
    public synchronized boolean extend(GroupName group, InstanceId target, Set<DevicePosition> slots, Instant until) {
        boolean all = slots.stream().allMatch(devicePosition -> has(group, target, devicePosition));
        slots.stream()
                .filter(devicePosition -> has(group, target, devicePosition))
                .forEach(devicePosition -> {
                    changed(target);
                    row(target).put(devicePosition, new Reserved(target, devicePosition, group, millis(until)));
                });
        return all;
    }

    @Override
    public synchronized void giveBack(GroupName group, InstanceId target, Set<DevicePosition> slots) {
        slots.stream()
                .filter(devicePosition -> has(group, target, devicePosition))
                .forEach(devicePosition -> {
                    changed(target);
                    row(target).remove(devicePosition);
                });
    }

    private boolean has(GroupName group, InstanceId target, DevicePosition devicePosition) {
        Reserved one = rows.getOrDefault(target, Map.of()).get(devicePosition);
        return one != null && one.group().equals(group);
    }

    private Map<DevicePosition, Reserved> row(InstanceId target) {
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
