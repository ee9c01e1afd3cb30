package enifailover.testkit.memory;

import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupState;
import enifailover.model.group.MoveRecord;
import enifailover.model.group.PendingWork;
import enifailover.model.group.SavedAttachment;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.port.GroupStore;
import enifailover.port.LeaseLost;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The ledger in memory, for the simulator: the same behaviour as the one on DynamoDB, held to it by one contract.
public final class MemoryGroupStore implements GroupStore {
    /// As `aws.DynamoLedger` has it.
    private static final Duration SKEW = Duration.ofSeconds(2);

    /// What is remembered cannot be read, though it can be written.
    public boolean unread;

    private final Scheduler scheduler;
    private final Map<GroupName, Row> rows;
    private final Map<GroupName, List<Kept>> journal;

    private record Kept(JournalEntry journalEntry, Instant until) {}

    private static final class Row {
        Optional<String> owner = Optional.empty();
        Instant until = Instant.EPOCH;
        long counter;
        long recheckRequests;
        Map<EniId, SavedAttachment> enis = new TreeMap<>();
        Set<InstanceId> members = Set.of();
        Optional<MoveRecord> move = Optional.empty();
        Optional<Instant> automaticAt = Optional.empty();
        Optional<InstanceId> preferred = Optional.empty();
        PendingWork after = PendingWork.NONE;

        boolean heldAt(Instant now) {
            return owner.isPresent() && !until.isBefore(now.minus(SKEW));
        }

        Lease lease(GroupName group) {
            return new Lease(group, owner.orElseThrow(), counter, until, recheckRequests);
        }

        GroupState memory() {
            return new GroupState(new TreeMap<>(enis), members, move, automaticAt, preferred, after);
        }
    }

    public MemoryGroupStore(Scheduler scheduler) {
        this(scheduler, new TreeMap<>(), new TreeMap<>());
    }

    private MemoryGroupStore(Scheduler scheduler, Map<GroupName, Row> rows, Map<GroupName, List<Kept>> journal) {
        this.scheduler = scheduler;
        this.rows = rows;
        this.journal = journal;
    }

    /// The same table by another caller's clock. Callers of one table must not call at the same moment.
    public MemoryGroupStore by(Scheduler clock) {
        return new MemoryGroupStore(clock, rows, journal);
    }

    /// Who holds the lease, whether it is over or not; empty once it was let go.
    public synchronized Optional<Lease> holder(GroupName group) {
        return Optional.ofNullable(rows.get(group))
                .filter(row -> row.owner.isPresent())
                .map(row -> row.lease(group));
    }

    @Override
    public synchronized AcquireResult acquire(GroupName group, String owner, Duration ttl, boolean recheck) {
        Instant now = scheduler.now();
        Row row = rows.computeIfAbsent(group, _ -> new Row());
        if (row.heldAt(now) && !row.owner.equals(Optional.of(owner))) {
            row.recheckRequests += recheck ? 1 : 0;
            return new HeldByOther(row.owner.orElseThrow(), row.until.plus(SKEW));
        }
        row.owner = Optional.of(owner);
        row.until = millis(now.plus(ttl));
        row.counter++;
        return new Acquired(row.lease(group), row.memory());
    }

    @Override
    public synchronized Lease renew(Lease lease, Duration ttl) {
        Row row = ours(lease);
        row.until = millis(scheduler.now().plus(ttl));
        return new Lease(lease.group(), lease.owner(), lease.counter(), row.until, lease.recheckRequests());
    }

    @Override
    public synchronized void recordMove(Lease lease, MoveRecord moveRecord, Map<EniId, SavedAttachment> enis) {
        Row row = ours(lease);
        row.move = Optional.of(moveRecord);
        row.enis.putAll(enis);
    }

    @Override
    public synchronized Optional<Lease> end(Lease lease, RunOutcome runOutcome) {
        Row row = rows.computeIfAbsent(lease.group(), _ -> new Row());
        if (row.owner.isEmpty() && row.counter == lease.counter()) {
            return Optional.empty();
        }
        ours(lease);
        row.enis.putAll(runOutcome.enis());
        row.automaticAt = runOutcome.automaticAt().or(() -> row.automaticAt);
        row.preferred = runOutcome.preferred().or(() -> row.preferred);
        row.move =
                runOutcome.clearsMove() ? Optional.empty() : runOutcome.move().or(() -> row.move);
        row.after = runOutcome.after().orElse(row.after);
        if (row.recheckRequests != lease.recheckRequests()) {
            return Optional.of(row.lease(lease.group()));
        }
        row.owner = Optional.empty();
        return Optional.empty();
    }

    @Override
    public synchronized void journal(GroupName group, JournalEntry journalEntry, Duration keep) {
        List<Kept> runs = journal.computeIfAbsent(group, _ -> new ArrayList<>());
        runs.removeIf(kept -> kept.journalEntry().at().equals(journalEntry.at())
                && kept.journalEntry().runId().equals(journalEntry.runId()));
        runs.add(new Kept(journalEntry, scheduler.now().plus(keep)));
    }

    @Override
    public synchronized List<JournalEntry> history(GroupName group, int most) {
        Comparator<JournalEntry> order = Comparator.comparing(JournalEntry::at).thenComparing(JournalEntry::runId);
        return journal.getOrDefault(group, List.of()).stream()
                .filter(kept -> kept.until().isAfter(scheduler.now()))
                .map(Kept::journalEntry)
                .sorted(order.reversed())
                .limit(most)
                .toList();
    }

    @Override
    public synchronized Map<GroupName, GroupState> memories() {
        if (unread) {
            throw new AwsCallException(ErrorKind.UNANSWERED, "dynamodb:Query", "Timeout", "no answer", null);
        }
        Map<GroupName, GroupState> memories = new TreeMap<>();
        rows.forEach((group, row) -> memories.put(group, row.memory()));
        return memories;
    }

    @Override
    public synchronized boolean saveAttachments(
            GroupName group, Map<EniId, SavedAttachment> enis, Set<InstanceId> members) {
        Row row = rows.computeIfAbsent(group, _ -> new Row());
        if (!row.heldAt(scheduler.now())) {
            row.enis = new TreeMap<>(enis);
            row.members = Set.copyOf(members);
        }
        return row.enis.equals(enis) && row.members.equals(members);
    }

    @Override
    public synchronized boolean saveAttachments(
            GroupName group, GroupState read, Map<EniId, SavedAttachment> enis, Set<InstanceId> members) {
        Row row = rows.computeIfAbsent(group, _ -> new Row());
        boolean unchanged = row.enis.equals(read.enis()) && row.members.equals(read.members());
        return unchanged ? saveAttachments(group, enis, members) : row.enis.equals(enis) && row.members.equals(members);
    }

    @Override
    public synchronized void savePendingWork(Lease lease, PendingWork next) {
        ours(lease).after = next;
    }

    @Override
    public synchronized boolean savePendingWork(GroupName group, PendingWork seen, PendingWork next) {
        Row row = rows.computeIfAbsent(group, _ -> new Row());
        if (row.heldAt(scheduler.now()) || !row.after.equals(seen)) {
            return false;
        }
        row.after = next;
        return true;
    }

    @Override
    public synchronized Map<GroupName, HeldByOther> activeLeases() {
        Map<GroupName, HeldByOther> held = new TreeMap<>();
        rows.forEach((group, row) -> {
            if (row.heldAt(scheduler.now())) {
                held.put(group, new HeldByOther(row.owner.orElseThrow(), row.until.plus(SKEW)));
            }
        });
        return held;
    }

    private Row ours(Lease lease) {
        Row row = rows.computeIfAbsent(lease.group(), _ -> new Row());
        if (!row.owner.equals(Optional.of(lease.owner())) || row.counter != lease.counter()) {
            throw new LeaseLost(lease.group());
        }
        return row;
    }

    /// The table keeps milliseconds.
    private static Instant millis(Instant instant) {
        return Instant.ofEpochMilli(instant.toEpochMilli());
    }
}
