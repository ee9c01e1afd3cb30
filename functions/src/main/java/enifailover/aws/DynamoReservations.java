package enifailover.aws;

import static enifailover.aws.Change.number;
import static enifailover.aws.Rows.text;

import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import enifailover.group.Slot;
import enifailover.port.Reservations;
import enifailover.port.Time;
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
public final class DynamoReservations implements Reservations {
    static final String SLOTS = "!slots";
    private static final String VERSION = "version";
    private static final Pattern SLOT = Pattern.compile("slot-([0-9]{1,3})-([0-9]{1,3})");
    /// A row that ended so long ago is of no use to anybody. It must not vanish while somebody has just read it.
    private static final Duration KEPT = Duration.ofHours(1);

    private final Table rows;
    private final Time time;

    /// @param table the name of the table
    public DynamoReservations(Clients clients, String table, Time time) {
        this.rows = new Table(clients, table);
        this.time = time;
    }

    /// `dynamodb:Query`.
    @Override
    public Reading read() {
        List<Reserved> slots = new ArrayList<>();
        Map<InstanceId, Long> versions = new HashMap<>();
        rows.all(SLOTS)
                .forEach(row -> InstanceId.parse(Rows.words(row, Rows.ITEM)).ifPresent(instance -> {
                    versions.put(instance, Rows.whole(row, VERSION));
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
        Instant until = Instant.ofEpochMilli(Rows.whole(content.m(), Rows.UNTIL));
        return GroupName.parse(Rows.words(content.m(), Rows.GROUP))
                .filter(_ -> !until.isBefore(time.now().minus(DynamoLedger.SKEW)))
                .map(group -> new Reserved(
                        instance,
                        new Slot(Integer.parseInt(slot.group(2)), Integer.parseInt(slot.group(1))),
                        group,
                        until));
    }

    /// `dynamodb:UpdateItem`.
    @Override
    public boolean reserve(GroupName group, InstanceId target, Set<Slot> slots, Instant until, Reading seen) {
        Change change = new Change().increment(VERSION).set(Rows.EXPIRES_AT, expiry(until));
        slots.forEach(slot -> change.set(
                name(slot),
                AttributeValue.fromM(
                        Map.of(Rows.GROUP, text(group.value()), Rows.UNTIL, number(until.toEpochMilli())))));
        seen.slots().stream()
                .filter(old -> old.instance().equals(target) && old.group().equals(group))
                .filter(old -> !slots.contains(old.slot()))
                .forEach(old -> change.remove(name(old.slot())));
        Long version = seen.versions().get(target);
        return rows.update(
                key(target),
                version == null
                        ? change.when("attribute_not_exists({0})", VERSION)
                        : change.when("{0} = {1}", VERSION, number(version)));
    }

    /// `dynamodb:UpdateItem`, one a slot. The version is raised, so that nobody overwrites it by what was read before.
    @Override
    public boolean extend(GroupName group, InstanceId target, Set<Slot> slots, Instant until) {
        boolean all = true;
        for (Slot slot : slots) {
            all &= rows.update(
                    key(target),
                    ours(group, slot)
                            .setIn(name(slot), Rows.UNTIL, number(until.toEpochMilli()))
                            .set(Rows.EXPIRES_AT, expiry(until)));
        }
        return all;
    }

    /// `dynamodb:UpdateItem`, one a slot.
    @Override
    public void giveBack(GroupName group, InstanceId target, Set<Slot> slots) {
        slots.forEach(slot -> rows.update(key(target), ours(group, slot).remove(name(slot))));
    }

    private static Change ours(GroupName group, Slot slot) {
        return new Change().increment(VERSION).when("{0}.{1} = {2}", name(slot), Rows.GROUP, text(group.value()));
    }

    private static AttributeValue expiry(Instant until) {
        return number(until.plus(KEPT).getEpochSecond());
    }

    private static String name(Slot slot) {
        return "slot-" + slot.networkCard() + "-" + slot.deviceIndex();
    }

    private static Map<String, AttributeValue> key(InstanceId target) {
        return Map.of(Rows.GROUP, text(SLOTS), Rows.ITEM, text(target.value()));
    }
}
