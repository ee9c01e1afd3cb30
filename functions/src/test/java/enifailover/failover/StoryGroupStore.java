package enifailover.failover;

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
import enifailover.testkit.memory.MemoryGroupStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The table for stories: the one in memory that the contract holds to the real one; it can be away, and counts what is
/// written besides leases and journal.
public final class StoryGroupStore implements GroupStore {
    final MemoryGroupStore table;
    public boolean away;
    int writes;
    /// So many moves cannot be written down when they are begun.
    int throttledBegins;
    /// What happens while a renewal is under way.
    Runnable renewal = () -> {};

    StoryGroupStore(StoryTime time) {
        this.table = new MemoryGroupStore(time);
    }

    private MemoryGroupStore reached() {
        if (away) {
            throw new AwsCallException(ErrorKind.UNANSWERED, "dynamodb:UpdateItem", "Timeout", "no answer", null);
        }
        return table;
    }

    @Override
    public AcquireResult acquire(GroupName group, String owner, Duration ttl, boolean recheck) {
        return reached().acquire(group, owner, ttl, recheck);
    }

    @Override
    public Lease renew(Lease lease, Duration ttl) {
        Lease renewed = reached().renew(lease, ttl);
        renewal.run();
        reached();
        return renewed;
    }

    @Override
    public void recordMove(Lease lease, MoveRecord moveRecord, Map<EniId, SavedAttachment> enis) {
        if (throttledBegins-- > 0) {
            throw new AwsCallException(
                    ErrorKind.THROTTLED, "dynamodb:UpdateItem", "ThrottlingException", "too many", null);
        }
        reached().recordMove(lease, moveRecord, enis);
    }

    @Override
    public Optional<Lease> end(Lease lease, RunOutcome runOutcome) {
        return reached().end(lease, runOutcome);
    }

    @Override
    public void journal(GroupName group, JournalEntry journalEntry, Duration keep) {
        reached().journal(group, journalEntry, keep);
    }

    @Override
    public List<JournalEntry> history(GroupName group, int most) {
        return reached().history(group, most);
    }

    @Override
    public Map<GroupName, GroupState> memories() {
        return reached().memories();
    }

    @Override
    public boolean saveAttachments(GroupName group, Map<EniId, SavedAttachment> enis, Set<InstanceId> members) {
        writes++;
        return reached().saveAttachments(group, enis, members);
    }

    @Override
    public boolean saveAttachments(
            GroupName group, GroupState read, Map<EniId, SavedAttachment> enis, Set<InstanceId> members) {
        writes++;
        return reached().saveAttachments(group, read, enis, members);
    }

    @Override
    public void savePendingWork(Lease lease, PendingWork next) {
        writes++;
        reached().savePendingWork(lease, next);
    }

    @Override
    public boolean savePendingWork(GroupName group, PendingWork seen, PendingWork next) {
        writes++;
        return reached().savePendingWork(group, seen, next);
    }

    @Override
    public Map<GroupName, HeldByOther> activeLeases() {
        return reached().activeLeases();
    }
}
