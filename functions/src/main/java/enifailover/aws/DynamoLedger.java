package enifailover.aws;

import static enifailover.aws.Change.number;
import static enifailover.aws.Rows.text;

import enifailover.aws.Table.Unmet;
import enifailover.aws.Table.Written;
import enifailover.group.Aftermath;
import enifailover.group.EniId;
import enifailover.group.EniMemory;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import enifailover.group.Move;
import enifailover.port.LeaseLost;
import enifailover.port.Ledger;
import enifailover.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Leases and memory in one DynamoDB table, by conditional writes alone. Each write may be repeated after a lost
/// answer: an owner takes its own lease again, and a lease that is gone at its own counter was let go by its owner.
public final class DynamoLedger implements Ledger {
    /// The functions' clocks may differ by this much: nobody takes a lease before it is over by so much.
    public static final Duration SKEW = Duration.ofSeconds(2);

    /// Between a refused acquisition and the knock the holder may have gone, and come again; not for ever.
    private static final int MOST_TRIES = 8;

    private final Time time;
    private final Table rows;
    private final Journal journal;
    private final Surroundings surroundings;

    /// With surroundings of its own, of which nobody learns.
    public DynamoLedger(Clients clients, String table, Time time) {
        this(clients, table, new Surroundings(clients, time), time);
    }

    /// @param table the name of the table
    /// @param surroundings what it keeps with each group
    public DynamoLedger(Clients clients, String table, Surroundings surroundings, Time time) {
        this.time = time;
        this.rows = new Table(clients, table);
        this.journal = new Journal(clients::dynamoDb, table, time);
        this.surroundings = surroundings;
    }

    /// `dynamodb:UpdateItem`, once where the lease is free, or where there is no need to knock.
    @Override
    public Claim acquire(GroupName group, String owner, Duration ttl, boolean knock) {
        for (int i = 0; i < MOST_TRIES; i++) {
            Instant now = time.now();
            Change take = new Change()
                    .set(Rows.OWNER, text(owner))
                    .set(Rows.UNTIL, number(now.plus(ttl).toEpochMilli()))
                    .setIfAbsent(Rows.KNOCKS, number(0))
                    .setIfAbsent(Rows.ENIS, AttributeValue.fromM(Map.of()))
                    .increment(Rows.COUNTER)
                    .when(
                            "attribute_not_exists({0}) OR {1} < {2} OR {0} = {3}",
                            Rows.OWNER, Rows.UNTIL, over(now), text(owner));
            switch (write(group, take)) {
                case Written(var row) -> {
                    return new Held(lease(group, row), memory(group, row));
                }
                case Unmet(var row) -> {
                    if (!knock && row.containsKey(Rows.OWNER)) {
                        return busy(row);
                    }
                }
            }
            Change knocking = new Change()
                    .increment(Rows.KNOCKS)
                    .when("attribute_exists({0}) AND {1} >= {2}", Rows.OWNER, Rows.UNTIL, over(now));
            if (write(group, knocking) instanceof Written(var row)) {
                return busy(row);
            }
        }
        return new Busy("several in turn", time.now().plus(SKEW));
    }

    /// `dynamodb:UpdateItem`. The knocks stay as they were when the lease was taken, so that none is overlooked.
    @Override
    public Lease renew(Lease lease, Duration ttl) {
        Instant until = time.now().plus(ttl);
        Change change = ours(lease).set(Rows.UNTIL, number(until.toEpochMilli()));
        written(lease, change);
        return new Lease(lease.group(), lease.owner(), lease.counter(), until, lease.knocks());
    }

    /// `dynamodb:UpdateItem`.
    @Override
    public void begin(Lease lease, Move move, Map<EniId, EniMemory> enis) {
        Change change = ours(lease).set(Rows.MOVE, Rows.move(move));
        enis.forEach((id, eni) -> change.setIn(Rows.ENIS, id.value(), Rows.eni(eni)));
        written(lease, change);
    }

    /// `dynamodb:UpdateItem`; a second one where somebody knocked.
    @Override
    public Optional<Lease> end(Lease lease, Ending ending) {
        Change letGo = remembering(lease, ending)
                .remove(Rows.OWNER)
                .remove(Rows.UNTIL)
                .when("{0} = {1}", Rows.KNOCKS, number(lease.knocks()));
        switch (write(lease.group(), letGo)) {
            case Written _ -> {
                return Optional.empty();
            }
            case Unmet(var row) -> {
                if (endedBefore(lease, row)) {
                    return Optional.empty();
                }
            }
        }
        // Setting the owner again says nothing new, but a change must change something.
        Change keep = remembering(lease, ending).set(Rows.OWNER, text(lease.owner()));
        return Optional.of(lease(lease.group(), written(lease, keep)));
    }

    /// The answer to an earlier try was lost: the row is free, and nobody has taken it since.
    private static boolean endedBefore(Lease lease, Map<String, AttributeValue> row) {
        return !row.containsKey(Rows.OWNER) && Rows.whole(row, Rows.COUNTER) == lease.counter();
    }

    private Change remembering(Lease lease, Ending ending) {
        Change change = ours(lease);
        ending.enis().forEach((id, eni) -> change.setIn(Rows.ENIS, id.value(), Rows.eni(eni)));
        ending.automaticAt().ifPresent(at -> change.set(Rows.AUTOMATIC_AT, text(at.toString())));
        ending.preferred().ifPresent(instance -> change.set(Rows.PREFERRED, text(instance.value())));
        ending.after().ifPresent(after -> following(change, after));
        surroundings.news(lease.group()).ifPresent(around -> change.set(Rows.AROUND, AroundRows.write(around)));
        if (ending.clearsMove()) {
            return change.remove(Rows.MOVE);
        }
        ending.move().ifPresent(move -> change.set(Rows.MOVE, Rows.move(move)));
        return change;
    }

    private static Change following(Change change, Aftermath after) {
        return after.equals(Aftermath.NONE)
                ? change.remove(Rows.AFTER)
                : change.set(Rows.AFTER, AfterRows.write(after));
    }

    /// `dynamodb:PutItem`.
    @Override
    public void journal(GroupName group, Run run, Duration keep) {
        journal.write(group, run, keep);
    }

    /// `dynamodb:Query`.
    @Override
    public List<Run> history(GroupName group, int most) {
        return journal.newest(group, most);
    }

    /// `dynamodb:Query`, a request for each megabyte of memories: thousands of groups.
    @Override
    public Map<GroupName, GroupMemory> memories() {
        Map<GroupName, GroupMemory> memories = new TreeMap<>();
        rows((group, row) -> memories.put(group, memory(group, row)));
        return memories;
    }

    private GroupMemory memory(GroupName group, Map<String, AttributeValue> row) {
        surroundings.kept(group, AroundRows.read(row));
        return Rows.memory(row);
    }

    private void rows(BiConsumer<GroupName, Map<String, AttributeValue>> each) {
        rows.all(Rows.ALL_GROUPS).forEach(row -> GroupName.parse(Rows.words(row, Rows.ITEM))
                .ifPresent(group -> each.accept(group, row)));
    }

    /// `dynamodb:UpdateItem`, whose condition lets nothing be written when nothing is new or a run holds the lease.
    /// What is remembered is replaced, so that an ENI that left the group is forgotten.
    @Override
    public boolean remember(GroupName group, Map<EniId, EniMemory> enis, Set<InstanceId> members) {
        AttributeValue seen = Rows.enis(enis);
        AttributeValue adopted = Rows.instances(members);
        Change change = new Change()
                .set(Rows.ENIS, seen)
                .set(Rows.MEMBERS, adopted)
                .when("attribute_not_exists({0}) OR {1} < {2}", Rows.OWNER, Rows.UNTIL, over(time.now()))
                .when(
                        "attribute_not_exists({0}) OR {0} <> {1} OR attribute_not_exists({2}) OR {2} <> {3}",
                        Rows.ENIS, seen, Rows.MEMBERS, adopted);
        return remembered(group, change, seen, adopted);
    }

    /// `dynamodb:UpdateItem`.
    @Override
    public boolean remember(GroupName group, GroupMemory read, Map<EniId, EniMemory> enis, Set<InstanceId> members) {
        AttributeValue seen = Rows.enis(enis);
        AttributeValue adopted = Rows.instances(members);
        Change change = new Change()
                .set(Rows.ENIS, seen)
                .set(Rows.MEMBERS, adopted)
                .when("attribute_not_exists({0}) OR {1} < {2}", Rows.OWNER, Rows.UNTIL, over(time.now()));
        unchanged(change, Rows.ENIS, Rows.enis(read.enis()), read.enis().isEmpty());
        unchanged(
                change,
                Rows.MEMBERS,
                Rows.instances(read.members()),
                read.members().isEmpty());
        return remembered(group, change, seen, adopted);
    }

    private static void unchanged(Change change, String name, AttributeValue read, boolean nothing) {
        change.when(nothing ? "attribute_not_exists({0}) OR {0} = {1}" : "{0} = {1}", name, read);
    }

    private boolean remembered(GroupName group, Change change, AttributeValue seen, AttributeValue adopted) {
        return switch (write(group, change)) {
            case Written _ -> true;
            case Unmet(var row) -> seen.equals(row.get(Rows.ENIS)) && adopted.equals(row.get(Rows.MEMBERS));
        };
    }

    /// `dynamodb:UpdateItem`.
    @Override
    public void keep(Lease lease, Aftermath next) {
        written(lease, following(ours(lease), next));
    }

    /// `dynamodb:UpdateItem`.
    @Override
    public boolean keep(GroupName group, Aftermath seen, Aftermath next) {
        Change change = following(new Change(), next)
                .when("attribute_not_exists({0}) OR {1} < {2}", Rows.OWNER, Rows.UNTIL, over(time.now()));
        Change unlessNews = seen.equals(Aftermath.NONE)
                ? change.when("attribute_not_exists({0})", Rows.AFTER)
                : change.when("{0} = {1}", Rows.AFTER, AfterRows.write(seen));
        return write(group, unlessNews) instanceof Written;
    }

    /// `dynamodb:Query`, as for the memories.
    @Override
    public Map<GroupName, Busy> held() {
        Instant now = time.now();
        Map<GroupName, Busy> held = new TreeMap<>();
        rows((group, row) -> {
            boolean lives = row.containsKey(Rows.OWNER) && !until(row).isBefore(now.minus(SKEW));
            if (lives) {
                held.put(group, busy(row));
            }
        });
        return held;
    }

    private static Busy busy(Map<String, AttributeValue> row) {
        return new Busy(Rows.words(row, Rows.OWNER), until(row).plus(SKEW));
    }

    private static Change ours(Lease lease) {
        return new Change()
                .when(
                        "{0} = {1} AND {2} = {3}",
                        Rows.OWNER, text(lease.owner()), Rows.COUNTER, number(lease.counter()));
    }

    private static AttributeValue over(Instant now) {
        return number(now.minus(SKEW).toEpochMilli());
    }

    private static Instant until(Map<String, AttributeValue> row) {
        return Instant.ofEpochMilli(Rows.whole(row, Rows.UNTIL));
    }

    private static Lease lease(GroupName group, Map<String, AttributeValue> row) {
        return new Lease(
                group,
                Rows.words(row, Rows.OWNER),
                Rows.whole(row, Rows.COUNTER),
                until(row),
                Rows.whole(row, Rows.KNOCKS));
    }

    private Map<String, AttributeValue> written(Lease lease, Change change) {
        return switch (write(lease.group(), change)) {
            case Written(var row) -> row;
            case Unmet _ -> throw new LeaseLost(lease.group());
        };
    }

    private Table.End write(GroupName group, Change change) {
        return rows.exchange(Rows.key(group), change);
    }
}
