package enifailover.port;

import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupState;
import enifailover.model.group.MoveRecord;
import enifailover.model.group.PendingWork;
import enifailover.model.group.SavedAttachment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The one table: a group's lease, what EC2 forgets of it, and the journal of its runs. All methods throw
/// [AwsCallException]; writes under a lease throw [LeaseLost] when another run has taken it meanwhile.
public interface GroupStore {

    /// What asking for the lease gave.
    sealed interface AcquireResult {}

    /// The lease is ours until its expiry.
    record Acquired(Lease lease, GroupState memory) implements AcquireResult {}

    /// Another run has it. If a recheck was requested, that run observes again before it releases the lease.
    record HeldByOther(String owner, Instant until) implements AcquireResult {}

    /// The right to change a group.
    ///
    /// @param group the group
    /// @param owner who holds it
    /// @param counter the fencing counter: grows with each acquisition, never falls
    /// @param expiry when it ends unless renewed, by the clock of the holder
    /// @param recheckRequests the number of recheck requests when it was last read
    record Lease(GroupName group, String owner, long counter, Instant expiry, long recheckRequests) {}

    /// What is to be remembered at the end of a run, all at once. An empty field leaves what was there.
    ///
    /// @param enis what is now known of these ENIs
    /// @param automaticAt when an automatic failover ended, if this was one
    /// @param preferred the holder before it, if this was the first since a failback
    /// @param clearsMove the unfinished move is over
    /// @param move the unfinished move as it stands now, where that is news
    /// @param after what has to follow now, where that is news
    record RunOutcome(
            Map<EniId, SavedAttachment> enis,
            Optional<Instant> automaticAt,
            Optional<InstanceId> preferred,
            boolean clearsMove,
            Optional<MoveRecord> move,
            Optional<PendingWork> after) {
        /// With no news of what has to follow.
        public RunOutcome(
                Map<EniId, SavedAttachment> enis,
                Optional<Instant> automaticAt,
                Optional<InstanceId> preferred,
                boolean clearsMove) {
            this(enis, automaticAt, preferred, clearsMove, Optional.empty(), Optional.empty());
        }
    }

    /// One run, as history shows it.
    ///
    /// @param at when it began
    /// @param runId unique
    /// @param verdict the verdict's name
    /// @param situation verdict, cause and place: bad news that has the same is not told again at once
    /// @param reportJson the whole report
    record JournalEntry(Instant at, String runId, String verdict, String situation, String reportJson) {}

    /// Takes the lease, or requests a recheck where another run has it.
    ///
    /// @param owner unique to this run
    /// @param ttl how long it lasts without a renewal
    default AcquireResult acquire(GroupName group, String owner, Duration ttl) {
        return acquire(group, owner, ttl, true);
    }

    /// Takes the lease where it is free. An owner may take its own again, and has then seen every recheck request
    /// so far.
    ///
    /// @param owner unique to this run
    /// @param ttl how long it lasts without a renewal
    /// @param recheck whether to request a recheck where another run has it; not where the caller tries again
    AcquireResult acquire(GroupName group, String owner, Duration ttl, boolean recheck);

    /// Prolongs the lease from now.
    Lease renew(Lease lease, Duration ttl);

    /// Writes down what is about to be done and what EC2 is about to forget, before the first detach.
    void recordMove(Lease lease, MoveRecord moveRecord, Map<EniId, SavedAttachment> enis);

    /// Records the run and releases the lease, unless a recheck was requested since it was last read.
    ///
    /// @return empty when the lease is free; else the lease, still held: observe again
    Optional<Lease> end(Lease lease, RunOutcome runOutcome);

    /// Adds to the journal.
    ///
    /// @param keep how long history keeps it
    void journal(GroupName group, JournalEntry journalEntry, Duration keep);

    /// The newest runs of a group, newest first.
    List<JournalEntry> history(GroupName group, int most);

    /// What is remembered of every group that has a row.
    Map<GroupName, GroupState> memories();

    /// Remembers what was observed and adopted, without a lease, unless a run holds it. What was remembered before
    /// is replaced.
    ///
    /// @return false when a run holds the lease, so that nothing was written
    boolean saveAttachments(GroupName group, Map<EniId, SavedAttachment> enis, Set<InstanceId> members);

    /// The same, where the table still remembers these ENIs and members: who has read longer ago must not undo what
    /// was adopted since.
    ///
    /// @param read what was remembered when the caller looked
    /// @return false when nothing was written
    boolean saveAttachments(
            GroupName group, GroupState read, Map<EniId, SavedAttachment> enis, Set<InstanceId> members);

    /// Writes down what has to follow, under the lease.
    void savePendingWork(Lease lease, PendingWork next);

    /// Writes down what has to follow, without a lease: only where no run holds it, and nobody else has written it.
    ///
    /// @param seen what was read
    /// @return false when it was not written, because a run is at work or it was written meanwhile
    boolean savePendingWork(GroupName group, PendingWork seen, PendingWork next);

    /// Who holds which leases now, and until when.
    Map<GroupName, HeldByOther> activeLeases();
}
