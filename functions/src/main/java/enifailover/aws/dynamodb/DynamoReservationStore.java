package enifailover.aws.dynamodb;

import static enifailover.aws.dynamodb.Items.text;
import static enifailover.aws.dynamodb.UpdateExpression.number;

import enifailover.aws.client.Clients;
import enifailover.model.DevicePosition;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.port.ReservationStore;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reservations in the one table: a row an instance, under a key that no group can have. The row has an attribute for
/// each reserved slot, and a version that each change raises. Whoever reserves has read the version, and the write's
/// condition is that it is still the same: so the slots of one instance, and the number of its interfaces, are counted
/// right however many groups choose at once. DynamoDB deletes a row some time after its last reservation has ended.
public final class DynamoReservationStore implements ReservationStore {
    static final String SLOTS = "!slots";
    private static final String VERSION = "version";
    private static final Pattern SLOT = Pattern.compile("slot-([0-9]{1,3})-([0-9]{1,3})");
    /// A row that ended so long ago is of no use to anybody. It must not vanish while somebody has just read it.
    private static final Duration KEPT = Duration.ofHours(1);

    private final ConditionalTable rows;
    private final Scheduler scheduler;

    /// @param table the name of the table
    public DynamoReservationStore(Clients clients, String table, Scheduler scheduler) {
        this.rows = new ConditionalTable(clients, table);
        this.scheduler = scheduler;
    }

    /// `dynamodb:Query`.
    @Override
    public Reading read() {
        List<Reserved> slots = new ArrayList<>();
        Map<InstanceId, Long> versions = new HashMap<>();
        rows.all(SLOTS)
                .forEach(row -> InstanceId.parse(Items.message(row, Items.ITEM)).ifPresent(instance -> {
                    versions.put(instance, Items.whole(row, VERSION));
                    row.forEach(
                            (name, content) -> reserved(instance, name, content).ifPresent(slots::add));
                }));
        return new Reading(slots, versions);
    }

    private Optional<Reserved> reserved(InstanceId instance, String name, AttributeValue content) {
        Matcher slot = SLOT.matcher(name);
        if (!slot.matches() || !content.hasM()) {
            return Optional.empty();
        }
        Instant until = Instant.ofEpochMilli(Items.whole(content.m(), Items.UNTIL));
        return GroupName.parse(Items.message(content.m(), Items.GROUP))
                .filter(_ -> !until.isBefore(scheduler.now().minus(DynamoGroupStore.SKEW)))
                .map(group -> new Reserved(
                        instance,
                        new DevicePosition(Integer.parseInt(slot.group(2)), Integer.parseInt(slot.group(1))),
                        group,
                        until));
    }

    /// `dynamodb:UpdateItem`.
    @Override
    public boolean reserve(GroupName group, InstanceId target, Set<DevicePosition> slots, Instant until, Reading seen) {
        UpdateExpression updateExpression =
                new UpdateExpression().increment(VERSION).set(Items.EXPIRES_AT, expiry(until));
        slots.forEach(devicePosition -> updateExpression.set(
                name(devicePosition),
                AttributeValue.fromM(
                        Map.of(Items.GROUP, text(group.value()), Items.UNTIL, number(until.toEpochMilli())))));
        seen.slots().stream()
                .filter(old -> old.instance().equals(target) && old.group().equals(group))
                .filter(old -> !slots.contains(old.devicePosition()))
                .forEach(old -> updateExpression.remove(name(old.devicePosition())));
        Long version = seen.versions().get(target);
        return rows.update(
                key(target),
                version == null
                        ? updateExpression.when("attribute_not_exists({0})", VERSION)
                        : updateExpression.when("{0} = {1}", VERSION, number(version)));
    }

    /// `dynamodb:UpdateItem`, one a slot. The version is raised, so that nobody overwrites it by what was read before.
    @Override
    public boolean extend(GroupName group, InstanceId target, Set<DevicePosition> slots, Instant until) {
        boolean all = true;
        for (DevicePosition devicePosition : slots) {
            all &= rows.update(
                    key(target),
                    ours(group, devicePosition)
                            .setIn(name(devicePosition), Items.UNTIL, number(until.toEpochMilli()))
                            .set(Items.EXPIRES_AT, expiry(until)));
        }
        return all;
    }

    /// `dynamodb:UpdateItem`, one a slot.
    @Override
    public void giveBack(GroupName group, InstanceId target, Set<DevicePosition> slots) {
        slots.forEach(devicePosition ->
                rows.update(key(target), ours(group, devicePosition).remove(name(devicePosition))));
    }

    private static UpdateExpression ours(GroupName group, DevicePosition devicePosition) {
        return new UpdateExpression()
                .increment(VERSION)
                .when("{0}.{1} = {2}", name(devicePosition), Items.GROUP, text(group.value()));
    }

    private static AttributeValue expiry(Instant until) {
        return number(until.plus(KEPT).getEpochSecond());
    }

    private static String name(DevicePosition devicePosition) {
        return "slot-" + devicePosition.networkCard() + "-" + devicePosition.deviceIndex();
    }

    private static Map<String, AttributeValue> key(InstanceId target) {
        return Map.of(Items.GROUP, text(SLOTS), Items.ITEM, text(target.value()));
    }
}
