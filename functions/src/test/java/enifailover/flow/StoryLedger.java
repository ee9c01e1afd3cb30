package enifailover.flow;

import enifailover.group.EniId;
import enifailover.group.EniMemory;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.Move;
import enifailover.port.LeaseLost;
import enifailover.port.Ledger;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The table for stories: in memory, with the conditions of the real one.
final class StoryLedger implements Ledger {
    private static final class Row {
        String owner = "";
        Instant expiry = Instant.EPOCH;
        long counter;
        long knocks;
        GroupMemory memory = GroupMemory.NONE;
        final List<Run> runs = new ArrayList<>();
    }

    private final Map<GroupName, Row> rows = new LinkedHashMap<>();
    private final StoryTime time;
    boolean away;

    StoryLedger(StoryTime time) {
        this.time = time;
    }

    private Row row(GroupName group) {
        if (away) {
            throw new Refused(Refusal.UNANSWERED, "dynamodb:UpdateItem", "Timeout", "no answer", null);
        }
        return rows.computeIfAbsent(group, name -> new Row());
    }

    private Row owned(Lease lease) {
        Row row = row(lease.group());
        if (!row.owner.equals(lease.owner()) || row.counter != lease.counter()) {
            throw new LeaseLost(lease.group());
        }
        return row;
    }

    @Override
    public Claim acquire(GroupName group, String owner, Duration ttl) {
        Row row = row(group);
        if (!row.owner.isEmpty() && time.now().isBefore(row.expiry) && !row.owner.equals(owner)) {
            row.knocks++;
            return new Busy(row.owner, row.expiry);
        }
        row.owner = owner;
        row.counter++;
        row.expiry = time.now().plus(ttl);
        return new Held(lease(group, row), row.memory);
    }

    private static Lease lease(GroupName group, Row row) {
        return new Lease(group, row.owner, row.counter, row.expiry, row.knocks);
    }

    @Override
    public Lease renew(Lease lease, Duration ttl) {
        Row row = owned(lease);
        row.expiry = time.now().plus(ttl);
        return new Lease(lease.group(), lease.owner(), lease.counter(), row.expiry, lease.knocks());
    }

    @Override
    public void begin(Lease lease, Move move, Map<EniId, EniMemory> enis) {
        Row row = owned(lease);
        row.memory = new GroupMemory(
                Map.copyOf(enis), Optional.of(move), row.memory.lastAutomatic(), row.memory.preferred());
    }

    @Override
    public Optional<Lease> end(Lease lease, Ending ending) {
        Row row = owned(lease);
        row.memory = new GroupMemory(
                Map.copyOf(ending.enis()),
                ending.clearsMove() ? Optional.empty() : row.memory.unfinished(),
                ending.automaticAt().or(row.memory::lastAutomatic),
                ending.preferred().or(row.memory::preferred));
        if (row.knocks != lease.knocks()) {
            return Optional.of(lease(lease.group(), row));
        }
        row.owner = "";
        return Optional.empty();
    }

    @Override
    public void journal(GroupName group, Run run, Duration keep) {
        row(group).runs.addFirst(run);
    }

    @Override
    public List<Run> history(GroupName group, int most) {
        return row(group).runs.stream().limit(most).toList();
    }

    @Override
    public Map<GroupName, GroupMemory> memories() {
        Map<GroupName, GroupMemory> memories = new LinkedHashMap<>();
        rows.forEach((name, row) -> memories.put(name, row(name).memory));
        return memories;
    }

    @Override
    public void remember(GroupName group, Map<EniId, EniMemory> enis) {
        Row row = row(group);
        row.memory = new GroupMemory(
                Map.copyOf(enis), row.memory.unfinished(), row.memory.lastAutomatic(), row.memory.preferred());
    }
}
