package enifailover.flow;

import enifailover.group.Aftermath;
import enifailover.group.EniId;
import enifailover.group.EniMemory;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import enifailover.group.Move;
import enifailover.port.Ledger;
import enifailover.port.MemoryLedger;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The table for stories: the one in memory that the contract holds to the real one; it can be away, and counts what is
/// written besides leases and journal.
final class StoryLedger implements Ledger {
    final MemoryLedger table;
    boolean away;
    int writes;
    /// So many moves cannot be written down when they are begun.
    int throttledBegins;
    /// What happens while a renewal is under way.
    Runnable renewal = () -> {};

    StoryLedger(StoryTime time) {
        this.table = new MemoryLedger(time);
    }

    private MemoryLedger reached() {
        if (away) {
            throw new Refused(Refusal.UNANSWERED, "dynamodb:UpdateItem", "Timeout", "no answer", null);
        }
        return table;
    }

    @Override
    public Claim acquire(GroupName group, String owner, Duration ttl, boolean knock) {
        return reached().acquire(group, owner, ttl, knock);
    }

    @Override
    public Lease renew(Lease lease, Duration ttl) {
        Lease renewed = reached().renew(lease, ttl);
        renewal.run();
        reached();
        return renewed;
    }

    @Override
    public void begin(Lease lease, Move move, Map<EniId, EniMemory> enis) {
        if (throttledBegins-- > 0) {
            throw new Refused(Refusal.THROTTLED, "dynamodb:UpdateItem", "ThrottlingException", "too many", null);
        }
        reached().begin(lease, move, enis);
    }

    @Override
    public Optional<Lease> end(Lease lease, Ending ending) {
        return reached().end(lease, ending);
    }

    @Override
    public void journal(GroupName group, Run run, Duration keep) {
        reached().journal(group, run, keep);
    }

    @Override
    public List<Run> history(GroupName group, int most) {
        return reached().history(group, most);
    }

    @Override
    public Map<GroupName, GroupMemory> memories() {
        return reached().memories();
    }

    @Override
    public boolean remember(GroupName group, Map<EniId, EniMemory> enis, Set<InstanceId> members) {
        writes++;
        return reached().remember(group, enis, members);
    }

    @Override
    public boolean remember(GroupName group, GroupMemory read, Map<EniId, EniMemory> enis, Set<InstanceId> members) {
        writes++;
        return reached().remember(group, read, enis, members);
    }

    @Override
    public void keep(Lease lease, Aftermath next) {
        writes++;
        reached().keep(lease, next);
    }

    @Override
    public boolean keep(GroupName group, Aftermath seen, Aftermath next) {
        writes++;
        return reached().keep(group, seen, next);
    }

    @Override
    public Map<GroupName, Busy> held() {
        return reached().held();
    }
}
