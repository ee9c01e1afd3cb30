package enifailover.harness.simulation;

import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupState;
import enifailover.model.group.MoveRecord;
import enifailover.model.group.PendingWork;
import enifailover.model.group.SavedAttachment;
import enifailover.port.AwsCallException;
import enifailover.port.GroupStore;
import enifailover.port.LeaseLost;
import enifailover.testkit.memory.MemoryGroupStore;
import enifailover.testkit.region.call.Attempt.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The table as one function sees it: by its own clock, and by requests that may be slow, refused or lost like any.
final class TableDoor implements GroupStore {
    private static final String UPDATE = "UpdateItem";

    private final Sandbox sandbox;
    private final MemoryGroupStore table;
    private final Watch watch;

    TableDoor(Sandbox sandbox, MemoryGroupStore table, Watch watch) {
        this.sandbox = sandbox;
        this.watch = watch;
        this.table = table.by(sandbox.scheduler);
    }

    @Override
    public AcquireResult acquire(GroupName group, String owner, Duration ttl, boolean recheck) {
        try {
            AcquireResult acquireResult = write("take the lease of " + group, () -> {
                AcquireResult taken = table.acquire(group, owner, ttl, recheck);
                if (taken instanceof Acquired) {
                    watch.facts.takers.put(group, sandbox);
                }
                return taken;
            });
            sandbox.claimed(group, acquireResult);
            return acquireResult;
        } catch (AwsCallException away) {
            // Who has only waited for a turn goes on with the lease that it has.
            if (!(sandbox.hadTurn && sandbox.claims.get(group) instanceof Acquired)) {
                sandbox.withoutLease(group);
            }
            throw away;
        }
    }

    @Override
    public Lease renew(Lease lease, Duration ttl) {
        return write("renew the lease of " + lease.group(), () -> table.renew(lease, ttl));
    }

    @Override
    public void recordMove(Lease lease, MoveRecord moveRecord, Map<EniId, SavedAttachment> enis) {
        watch.beginning(sandbox, lease.group());
        write("write down the move of " + lease.group() + " to " + moveRecord.to(), () -> {
            table.recordMove(lease, moveRecord, enis);
            watch.facts.adopted.written(sandbox, lease.group());
            return "";
        });
    }

    @Override
    public Optional<Lease> end(Lease lease, RunOutcome runOutcome) {
        Optional<Lease> knocked = write(
                "let the lease of " + lease.group() + " go" + (runOutcome.clearsMove() ? ", the move is over" : ""),
                () -> {
                    Optional<Lease> still = table.end(lease, runOutcome);
                    watch.facts.adopted.written(sandbox, lease.group());
                    return still;
                });
        sandbox.ended(lease.group(), runOutcome.clearsMove());
        return knocked;
    }

    @Override
    public void journal(GroupName group, JournalEntry journalEntry, Duration keep) {
        try {
            write("journal " + journalEntry.verdict(), () -> {
                table.journal(group, journalEntry, keep);
                watch.facts.told.journaled(sandbox, group, journalEntry.verdict());
                return "";
            });
        } catch (AwsCallException awsCallException) {
            sandbox.unjournaled.add(group);
            throw awsCallException;
        }
    }

    @Override
    public List<JournalEntry> history(GroupName group, int most) {
        return read(() -> table.history(group, most));
    }

    @Override
    public Map<GroupName, GroupState> memories() {
        Map<GroupName, GroupState> all = read(table::memories);
        sandbox.memories = all;
        return all;
    }

    @Override
    public boolean saveAttachments(GroupName group, Map<EniId, SavedAttachment> enis, Set<InstanceId> members) {
        return write("remember " + group, () -> {
            boolean done = table.saveAttachments(group, enis, members);
            watch.facts.adopted.written(sandbox, group);
            return done;
        });
    }

    @Override
    public boolean saveAttachments(
            GroupName group, GroupState read, Map<EniId, SavedAttachment> enis, Set<InstanceId> members) {
        return write("remember " + group, () -> {
            boolean done = table.saveAttachments(group, read, enis, members);
            watch.facts.adopted.written(sandbox, group);
            return done;
        });
    }

    @Override
    public void savePendingWork(Lease lease, PendingWork next) {
        write("note what has to follow in " + lease.group(), () -> {
            table.savePendingWork(lease, next);
            return "";
        });
    }

    @Override
    public boolean savePendingWork(GroupName group, PendingWork seen, PendingWork next) {
        return write("note what has to follow in " + group, () -> table.savePendingWork(group, seen, next));
    }

    @Override
    public Map<GroupName, HeldByOther> activeLeases() {
        return read(table::activeLeases);
    }

    private <T> T read(Supplier<T> rule) {
        return sandbox.ask("dynamodb:Query", () -> sandbox.region()
                .request(sandbox.caller, "dynamodb", "Query", Kind.READ, "", rule));
    }

    /// What the table answers: done, or that the condition of the write did not hold.
    private record Answer<T>(Optional<T> done, Optional<LeaseLost> lost) {}

    private <T> T write(String message, Supplier<T> rule) {
        Answer<T> answer = sandbox.act("dynamodb:" + UPDATE, message, () -> sandbox.region()
                .request(sandbox.caller, "dynamodb", UPDATE, Kind.WRITE, message, () -> answer(rule)));
        if (answer.lost().isPresent()) {
            sandbox.tell(() -> "the lease is lost");
            throw answer.lost().get();
        }
        return answer.done().orElseThrow();
    }

    private static <T> Answer<T> answer(Supplier<T> rule) {
        try {
            return new Answer<>(Optional.of(rule.get()), Optional.empty());
        } catch (LeaseLost lost) {
            return new Answer<>(Optional.empty(), Optional.of(lost));
        }
    }
}
