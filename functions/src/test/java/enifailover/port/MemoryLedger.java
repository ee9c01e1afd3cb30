package enifailover.port;

import enifailover.group.Aftermath;
import enifailover.group.EniId;
import enifailover.group.EniMemory;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import enifailover.group.Move;
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
public final class MemoryLedger implements Ledger {
    /// As `aws.DynamoLedger` has it.
    private static final Duration SKEW = Duration.ofSeconds(2);

    /// What is remembered cannot be read, though it can be written.
    public boolean unread;

    private final Time time;
    private final Map<GroupName, Row> rows;
    private final Map<GroupName, List<Kept>> journal;

    private record Kept(Run run, Instant until) {}

    private static final class Row {
        Optional<String> owner = Optional.empty();
        Instant until = Instant.EPOCH;
        long counter;
        long knocks;
        Map<EniId, EniMemory> enis = new TreeMap<>();
        Set<InstanceId> members = Set.of();
        Optional<Move> move = Optional.empty();
        Optional<Instant> automaticAt = Optional.empty();
        Optional<InstanceId> preferred = Optional.empty();
        Aftermath after = Aftermath.NONE;

        boolean heldAt(Instant now) {
            return owner.isPresent() && !until.isBefore(now.minus(SKEW));
        }

        Lease lease(GroupName group) {
            return new Lease(group, owner.orElseThrow(), counter, until, knocks);
        }

        GroupMemory memory() {
            return new GroupMemory(new TreeMap<>(enis), members, move, automaticAt, preferred, after);
        }
    }

    public MemoryLedger(Time time) {
        this(time, new TreeMap<>(), new TreeMap<>());
    }

    private MemoryLedger(Time time, Map<GroupName, Row> rows, Map<GroupName, List<Kept>> journal) {
        this.time = time;
        this.rows = rows;
        this.journal = journal;
    }

    /// The same table by another caller's clock. Callers of one table must not call at the same moment.
    public MemoryLedger by(Time clock) {
        return new MemoryLedger(clock, rows, journal);
    }

    /// Who holds the lease, whether it is over or not; empty once it was let go.
    public synchronized Optional<Lease> holder(GroupName group) {
        return Optional.ofNullable(rows.get(group))
                .filter(row -> row.owner.isPresent())
                .map(row -> row.lease(group));
    }

    @Override
    public synchronized Claim acquire(GroupName group, String owner, Duration ttl, boolean knock) {
        Instant now = time.now();
        Row row = rows.computeIfAbsent(group, _ -> new Row());
        if (row.heldAt(now) && !row.owner.equals(Optional.of(owner))) {
            row.knocks += knock ? 1 : 0;
            return new Busy(row.owner.orElseThrow(), row.until.plus(SKEW));
        }
        row.owner = Optional.of(owner);
        row.until = millis(now.plus(ttl));
        row.counter++;
        return new Held(row.lease(group), row.memory());
    }

    @Override
    public synchronized Lease renew(Lease lease, Duration ttl) {
        Row row = ours(lease);
        row.until = millis(time.now().plus(ttl));
        return new Lease(lease.group(), lease.owner(), lease.counter(), row.until, lease.knocks());
    }

    @Override
    public synchronized void begin(Lease lease, Move move, Map<EniId, EniMemory> enis) {
        Row row = ours(lease);
        row.move = Optional.of(move);
        row.enis.putAll(enis);
    }

    @Override
    public synchronized Optional<Lease> end(Lease lease, Ending ending) {
        Row row = rows.computeIfAbsent(lease.group(), _ -> new Row());
        if (row.owner.isEmpty() && row.counter == lease.counter()) {
            return Optional.empty();
        }
        ours(lease);
        row.enis.putAll(ending.enis());
        row.automaticAt = ending.automaticAt().or(() -> row.automaticAt);
        row.preferred = ending.preferred().or(() -> row.preferred);
        row.move = ending.clearsMove() ? Optional.empty() : ending.move().or(() -> row.move);
        row.after = ending.after().orElse(row.after);
        if (row.knocks != lease.knocks()) {
            return Optional.of(row.lease(lease.group()));
        }
        row.owner = Optional.empty();
        return Optional.empty();
    }

    @Override
    public synchronized void journal(GroupName group, Run run, Duration keep) {
        List<Kept> runs = journal.computeIfAbsent(group, _ -> new ArrayList<>());
        runs.removeIf(
                kept -> kept.run().at().equals(run.at()) && kept.run().runId().equals(run.runId()));
        runs.add(new Kept(run, time.now().plus(keep)));
    }

    @Override
    public synchronized List<Run> history(GroupName group, int most) {
        Comparator<Run> order = Comparator.comparing(Run::at).thenComparing(Run::runId);
        return journal.getOrDefault(group, List.of()).stream()
                .filter(kept -> kept.until().isAfter(time.now()))
                .map(Kept::run)
                .sorted(order.reversed())
                .limit(most)
                .toList();
    }

    @Override
    public synchronized Map<GroupName, GroupMemory> memories() {
        if (unread) {
            throw new Refused(Refusal.UNANSWERED, "dynamodb:Query", "Timeout", "no answer", null);
        }
        Map<GroupName, GroupMemory> memories = new TreeMap<>();
        rows.forEach((group, row) -> memories.put(group, row.memory()));
        return memories;
    }

    @Override
    public synchronized boolean remember(GroupName group, Map<EniId, EniMemory> enis, Set<InstanceId> members) {
        Row row = rows.computeIfAbsent(group, _ -> new Row());
        if (!row.heldAt(time.now())) {
            row.enis = new TreeMap<>(enis);
            row.members = Set.copyOf(members);
        }
        return row.enis.equals(enis) && row.members.equals(members);
    }

    @Override
    public synchronized boolean remember(
            GroupName group, GroupMemory read, Map<EniId, EniMemory> enis, Set<InstanceId> members) {
        Row row = rows.computeIfAbsent(group, _ -> new Row());
        boolean unchanged = row.enis.equals(read.enis()) && row.members.equals(read.members());
        return unchanged ? remember(group, enis, members) : row.enis.equals(enis) && row.members.equals(members);
    }

    @Override
    public synchronized void keep(Lease lease, Aftermath next) {
        ours(lease).after = next;
    }

    @Override
    public synchronized boolean keep(GroupName group, Aftermath seen, Aftermath next) {
        Row row = rows.computeIfAbsent(group, _ -> new Row());
        if (row.heldAt(time.now()) || !row.after.equals(seen)) {
            return false;
        }
        row.after = next;
        return true;
    }

    @Override
    public synchronized Map<GroupName, Busy> held() {
        Map<GroupName, Busy> held = new TreeMap<>();
        rows.forEach((group, row) -> {
            if (row.heldAt(time.now())) {
                held.put(group, new Busy(row.owner.orElseThrow(), row.until.plus(SKEW)));
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
