package enifailover.aws.dynamodb;

import static enifailover.aws.dynamodb.Items.text;
import static enifailover.aws.dynamodb.UpdateExpression.number;

import enifailover.aws.client.Clients;
import enifailover.aws.dynamodb.ConditionalTable.Unmet;
import enifailover.aws.dynamodb.ConditionalTable.Written;
import enifailover.aws.ec2.LimitsCache;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupState;
import enifailover.model.group.MoveRecord;
import enifailover.model.group.PendingWork;
import enifailover.model.group.SavedAttachment;
import enifailover.port.GroupStore;
import enifailover.port.LeaseLost;
import enifailover.port.Scheduler;
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
public final class DynamoGroupStore implements GroupStore {
    /// The functions' clocks may differ by this much: nobody takes a lease before it is over by so much.
    public static final Duration SKEW = Duration.ofSeconds(2);

    /// Between a refused acquisition and the recheck request the holder may have gone, and come again; not for ever.
    private static final int MOST_TRIES = 8;

    private final Scheduler scheduler;
    private final ConditionalTable rows;
    private final RunJournal runJournal;
    private final LimitsCache limitsCache;

    /// With surroundings of its own, of which nobody learns.
    public DynamoGroupStore(Clients clients, String table, Scheduler scheduler) {
        this(clients, table, new LimitsCache(clients, scheduler), scheduler);
    }

    /// @param table the name of the table
    /// @param limitsCache what it keeps with each group
    public DynamoGroupStore(Clients clients, String table, LimitsCache limitsCache, Scheduler scheduler) {
        this.scheduler = scheduler;
        this.rows = new ConditionalTable(clients, table);
        this.runJournal = new RunJournal(clients::dynamoDb, table, scheduler);
        this.limitsCache = limitsCache;
    }

    /// `dynamodb:UpdateItem`, once where the lease is free, or where no recheck is requested.
    @Override
    public AcquireResult acquire(GroupName group, String owner, Duration ttl, boolean recheck) {
        for (int i = 0; i < MOST_TRIES; i++) {
            Instant now = scheduler.now();
            UpdateExpression take = new UpdateExpression()
                    .set(Items.OWNER, text(owner))
                    .set(Items.UNTIL, number(now.plus(ttl).toEpochMilli()))
                    .setIfAbsent(Items.RECHECK_REQUESTS, number(0))
                    .setIfAbsent(Items.ENIS, AttributeValue.fromM(Map.of()))
                    .increment(Items.COUNTER)
                    .when(
                            "attribute_not_exists({0}) OR {1} < {2} OR {0} = {3}",
                            Items.OWNER, Items.UNTIL, over(now), text(owner));
            switch (write(group, take)) {
                case Written(var row) -> {
                    return new Acquired(lease(group, row), memory(group, row));
                }
                case Unmet(var row) -> {
                    if (!recheck && row.containsKey(Items.OWNER)) {
                        return busy(row);
                    }
                }
            }
            UpdateExpression request = new UpdateExpression()
                    .increment(Items.RECHECK_REQUESTS)
                    .when("attribute_exists({0}) AND {1} >= {2}", Items.OWNER, Items.UNTIL, over(now));
            if (write(group, request) instanceof Written(var row)) {
                return busy(row);
            }
        }
        return new HeldByOther("several runs in turn", scheduler.now().plus(SKEW));
    }

    /// `dynamodb:UpdateItem`. The recheck requests stay as they were when the lease was taken, so that none is
    /// overlooked.
    @Override
    public Lease renew(Lease lease, Duration ttl) {
        Instant until = scheduler.now().plus(ttl);
        UpdateExpression updateExpression = ours(lease).set(Items.UNTIL, number(until.toEpochMilli()));
        written(lease, updateExpression);
        return new Lease(lease.group(), lease.owner(), lease.counter(), until, lease.recheckRequests());
    }

    /// `dynamodb:UpdateItem`.
    @Override
    public void recordMove(Lease lease, MoveRecord moveRecord, Map<EniId, SavedAttachment> enis) {
        UpdateExpression updateExpression = ours(lease).set(Items.MOVE, Items.move(moveRecord));
        enis.forEach((id, eni) -> updateExpression.setIn(Items.ENIS, id.value(), Items.eni(eni)));
        written(lease, updateExpression);
    }

    /// `dynamodb:UpdateItem`; a second one where a recheck was requested.
    @Override
    public Optional<Lease> end(Lease lease, RunOutcome runOutcome) {
        UpdateExpression letGo = remembering(lease, runOutcome)
                .remove(Items.OWNER)
                .remove(Items.UNTIL)
                .when("{0} = {1}", Items.RECHECK_REQUESTS, number(lease.recheckRequests()));
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
        UpdateExpression keep = remembering(lease, runOutcome).set(Items.OWNER, text(lease.owner()));
        return Optional.of(lease(lease.group(), written(lease, keep)));
    }

    /// The answer to an earlier try was lost: the row is free, and nobody has taken it since.
    private static boolean endedBefore(Lease lease, Map<String, AttributeValue> row) {
        return !row.containsKey(Items.OWNER) && Items.whole(row, Items.COUNTER) == lease.counter();
    }

    private UpdateExpression remembering(Lease lease, RunOutcome runOutcome) {
        UpdateExpression updateExpression = ours(lease);
        runOutcome.enis().forEach((id, eni) -> updateExpression.setIn(Items.ENIS, id.value(), Items.eni(eni)));
        runOutcome.automaticAt().ifPresent(at -> updateExpression.set(Items.AUTOMATIC_AT, text(at.toString())));
        runOutcome.preferred().ifPresent(instance -> updateExpression.set(Items.PREFERRED, text(instance.value())));
        runOutcome.after().ifPresent(after -> following(updateExpression, after));
        limitsCache
                .news(lease.group())
                .ifPresent(limits -> updateExpression.set(Items.AROUND, LimitsItems.write(limits)));
        if (runOutcome.clearsMove()) {
            return updateExpression.remove(Items.MOVE);
        }
        runOutcome.move().ifPresent(moveRecord -> updateExpression.set(Items.MOVE, Items.move(moveRecord)));
        return updateExpression;
    }

    private static UpdateExpression following(UpdateExpression updateExpression, PendingWork after) {
        return after.equals(PendingWork.NONE)
                ? updateExpression.remove(Items.AFTER)
                : updateExpression.set(Items.AFTER, PendingWorkItems.write(after));
    }

    /// `dynamodb:PutItem`.
    @Override
    public void journal(GroupName group, JournalEntry journalEntry, Duration keep) {
        runJournal.write(group, journalEntry, keep);
    }

    /// `dynamodb:Query`.
    @Override
    public List<JournalEntry> history(GroupName group, int most) {
        return runJournal.newest(group, most);
    }

    /// `dynamodb:Query`, a request for each megabyte of memories: thousands of groups.
    @Override
    public Map<GroupName, GroupState> memories() {
        Map<GroupName, GroupState> memories = new TreeMap<>();
        rows((group, row) -> memories.put(group, memory(group, row)));
        return memories;
    }

    private GroupState memory(GroupName group, Map<String, AttributeValue> row) {
        limitsCache.kept(group, LimitsItems.read(row));
        return Items.memory(row);
    }

    private void rows(BiConsumer<GroupName, Map<String, AttributeValue>> each) {
        rows.all(Items.ALL_GROUPS).forEach(row -> GroupName.parse(Items.message(row, Items.ITEM))
                .ifPresent(group -> each.accept(group, row)));
    }

    /// `dynamodb:UpdateItem`, whose condition lets nothing be written when nothing is new or a run holds the lease.
    /// What is remembered is replaced, so that an ENI that left the group is forgotten.
    @Override
    public boolean saveAttachments(GroupName group, Map<EniId, SavedAttachment> enis, Set<InstanceId> members) {
        AttributeValue seen = Items.enis(enis);
        AttributeValue adopted = Items.instances(members);
        UpdateExpression updateExpression = new UpdateExpression()
                .set(Items.ENIS, seen)
                .set(Items.MEMBERS, adopted)
                .when("attribute_not_exists({0}) OR {1} < {2}", Items.OWNER, Items.UNTIL, over(scheduler.now()))
                .when(
                        "attribute_not_exists({0}) OR {0} <> {1} OR attribute_not_exists({2}) OR {2} <> {3}",
                        Items.ENIS, seen, Items.MEMBERS, adopted);
        return remembered(group, updateExpression, seen, adopted);
    }

    /// `dynamodb:UpdateItem`.
    @Override
    public boolean saveAttachments(
            GroupName group, GroupState read, Map<EniId, SavedAttachment> enis, Set<InstanceId> members) {
        AttributeValue seen = Items.enis(enis);
        AttributeValue adopted = Items.instances(members);
        UpdateExpression updateExpression = new UpdateExpression()
                .set(Items.ENIS, seen)
                .set(Items.MEMBERS, adopted)
                .when("attribute_not_exists({0}) OR {1} < {2}", Items.OWNER, Items.UNTIL, over(scheduler.now()));
        unchanged(
                updateExpression,
                Items.ENIS,
                Items.enis(read.enis()),
                read.enis().isEmpty());
        unchanged(
                updateExpression,
                Items.MEMBERS,
                Items.instances(read.members()),
                read.members().isEmpty());
        return remembered(group, updateExpression, seen, adopted);
    }

    private static void unchanged(
            UpdateExpression updateExpression, String name, AttributeValue read, boolean nothing) {
        updateExpression.when(nothing ? "attribute_not_exists({0}) OR {0} = {1}" : "{0} = {1}", name, read);
    }

    private boolean remembered(
            GroupName group, UpdateExpression updateExpression, AttributeValue seen, AttributeValue adopted) {
        return switch (write(group, updateExpression)) {
            case Written _ -> true;
            case Unmet(var row) -> seen.equals(row.get(Items.ENIS)) && adopted.equals(row.get(Items.MEMBERS));
        };
    }

    /// `dynamodb:UpdateItem`.
    @Override
    public void savePendingWork(Lease lease, PendingWork next) {
        written(lease, following(ours(lease), next));
    }

    /// `dynamodb:UpdateItem`.
    @Override
    public boolean savePendingWork(GroupName group, PendingWork seen, PendingWork next) {
        UpdateExpression updateExpression = following(new UpdateExpression(), next)
                .when("attribute_not_exists({0}) OR {1} < {2}", Items.OWNER, Items.UNTIL, over(scheduler.now()));
        UpdateExpression unlessNews = seen.equals(PendingWork.NONE)
                ? updateExpression.when("attribute_not_exists({0})", Items.AFTER)
                : updateExpression.when("{0} = {1}", Items.AFTER, PendingWorkItems.write(seen));
        return write(group, unlessNews) instanceof Written;
    }

    /// `dynamodb:Query`, as for the memories.
    @Override
    public Map<GroupName, HeldByOther> activeLeases() {
        Instant now = scheduler.now();
        Map<GroupName, HeldByOther> held = new TreeMap<>();
        rows((group, row) -> {
            boolean lives = row.containsKey(Items.OWNER) && !until(row).isBefore(now.minus(SKEW));
            if (lives) {
                held.put(group, busy(row));
            }
        });
        return held;
    }

    private static HeldByOther busy(Map<String, AttributeValue> row) {
        return new HeldByOther(Items.message(row, Items.OWNER), until(row).plus(SKEW));
    }

    private static UpdateExpression ours(Lease lease) {
        return new UpdateExpression()
                .when(
                        "{0} = {1} AND {2} = {3}",
                        Items.OWNER, text(lease.owner()), Items.COUNTER, number(lease.counter()));
    }

    private static AttributeValue over(Instant now) {
        return number(now.minus(SKEW).toEpochMilli());
    }

    private static Instant until(Map<String, AttributeValue> row) {
        return Instant.ofEpochMilli(Items.whole(row, Items.UNTIL));
    }

    private static Lease lease(GroupName group, Map<String, AttributeValue> row) {
        return new Lease(
                group,
                Items.message(row, Items.OWNER),
                Items.whole(row, Items.COUNTER),
                until(row),
                Items.whole(row, Items.RECHECK_REQUESTS));
    }

    private Map<String, AttributeValue> written(Lease lease, UpdateExpression updateExpression) {
        return switch (write(lease.group(), updateExpression)) {
            case Written(var row) -> row;
            case Unmet _ -> throw new LeaseLost(lease.group());
        };
    }

    private ConditionalTable.WriteResult write(GroupName group, UpdateExpression updateExpression) {
        return rows.exchange(Items.key(group), updateExpression);
    }
}
