package enifailover.simulation;

import enifailover.group.Aftermath;
import enifailover.group.EniId;
import enifailover.group.EniMemory;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import enifailover.group.Move;
import enifailover.port.LeaseLost;
import enifailover.port.Ledger;
import enifailover.port.MemoryLedger;
import enifailover.port.Refused;
import enifailover.region.call.Attempt.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The table as one function sees it: by its own clock, and by requests that may be slow, refused or lost like any.
final class TableDoor implements Ledger {
    private static final String UPDATE = "UpdateItem";

    private final Sandbox sandbox;
    private final MemoryLedger table;
    private final Watch watch;

    TableDoor(Sandbox sandbox, MemoryLedger table, Watch watch) {
        this.sandbox = sandbox;
        this.watch = watch;
        this.table = table.by(sandbox.time);
    }

    @Override
    public Claim acquire(GroupName group, String owner, Duration ttl, boolean knock) {
        try {
            Claim claim = write("take the lease of " + group, () -> table.acquire(group, owner, ttl, knock));
            sandbox.claimed(group, claim);
            return claim;
        } catch (Refused away) {
            // Who has only waited for a turn goes on with the lease that it has.
            if (!(sandbox.hadTurn && sandbox.claims.get(group) instanceof Held)) {
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
    public void begin(Lease lease, Move move, Map<EniId, EniMemory> enis) {
        watch.beginning(sandbox, lease.group());
        write("write down the move of " + lease.group() + " to " + move.to(), () -> {
            table.begin(lease, move, enis);
            watch.facts.adopted.written(sandbox, lease.group());
            return "";
        });
    }

    @Override
    public Optional<Lease> end(Lease lease, Ending ending) {
        Optional<Lease> knocked = write(
                "let the lease of " + lease.group() + " go" + (ending.clearsMove() ? ", the move is over" : ""), () -> {
                    Optional<Lease> still = table.end(lease, ending);
                    watch.facts.adopted.written(sandbox, lease.group());
                    return still;
                });
        sandbox.ended(lease.group(), ending.clearsMove());
        return knocked;
    }

    @Override
    public void journal(GroupName group, Run run, Duration keep) {
        try {
            write("journal " + run.verdict(), () -> {
                table.journal(group, run, keep);
                watch.facts.told.journaled(sandbox, group, run.verdict());
                return "";
            });
        } catch (Refused refused) {
            sandbox.unjournaled.add(group);
            throw refused;
        }
    }

    @Override
    public List<Run> history(GroupName group, int most) {
        return read(() -> table.history(group, most));
    }

    @Override
    public Map<GroupName, GroupMemory> memories() {
        Map<GroupName, GroupMemory> all = read(table::memories);
        sandbox.memories = all;
        return all;
    }

    @Override
    public boolean remember(GroupName group, Map<EniId, EniMemory> enis, Set<InstanceId> members) {
        return write("remember " + group, () -> {
            boolean done = table.remember(group, enis, members);
            if (done) {
                watch.facts.learned(sandbox, enis.keySet());
            }
            watch.facts.adopted.written(sandbox, group);
            return done;
        });
    }

    @Override
    public boolean remember(GroupName group, GroupMemory read, Map<EniId, EniMemory> enis, Set<InstanceId> members) {
        return write("remember " + group, () -> {
            boolean done = table.remember(group, read, enis, members);
            if (done) {
                watch.facts.learned(sandbox, enis.keySet());
            }
            watch.facts.adopted.written(sandbox, group);
            return done;
        });
    }

    @Override
    public void keep(Lease lease, Aftermath next) {
        write("note what has to follow in " + lease.group(), () -> {
            table.keep(lease, next);
            return "";
        });
    }

    @Override
    public boolean keep(GroupName group, Aftermath seen, Aftermath next) {
        return write("note what has to follow in " + group, () -> table.keep(group, seen, next));
    }

    @Override
    public Map<GroupName, Busy> held() {
        return read(table::held);
    }

    private <T> T read(Supplier<T> rule) {
        return sandbox.ask("dynamodb:Query", () -> sandbox.region()
                .request(sandbox.caller, "dynamodb", "Query", Kind.READ, "", rule));
    }

    /// What the table answers: done, or that the condition of the write did not hold.
    private record Answer<T>(Optional<T> done, Optional<LeaseLost> lost) {}

    private <T> T write(String words, Supplier<T> rule) {
        Answer<T> answer = sandbox.act("dynamodb:" + UPDATE, words, () -> sandbox.region()
                .request(sandbox.caller, "dynamodb", UPDATE, Kind.WRITE, words, () -> answer(rule)));
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
