package enifailover.testkit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.model.AttachmentAttributes;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupState;
import enifailover.model.group.MoveRecord;
import enifailover.model.group.PendingWork;
import enifailover.model.group.PendingWork.FailedTarget;
import enifailover.model.group.PendingWork.PendingCleanup;
import enifailover.model.group.PendingWork.Promise;
import enifailover.model.group.PendingWork.Setback;
import enifailover.model.group.PendingWork.Well;
import enifailover.model.group.SavedAttachment;
import enifailover.port.GroupStore;
import enifailover.port.GroupStore.AcquireResult;
import enifailover.port.GroupStore.Acquired;
import enifailover.port.GroupStore.HeldByOther;
import enifailover.port.GroupStore.JournalEntry;
import enifailover.port.GroupStore.Lease;
import enifailover.port.GroupStore.RunOutcome;
import enifailover.port.LeaseLost;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every ledger does, whatever it keeps its rows in.
public abstract class GroupStoreContract {
    private static final Set<InstanceId> MEMBERS = Set.of(new InstanceId("i-0000000000000000a"));
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final Duration SKEW = Duration.ofSeconds(2);
    private static final EniId ENI = new EniId("eni-0a1b2c3d4e5f60718");
    private static final EniId OTHER_ENI = new EniId("eni-0a1b2c3d4e5f60719");
    private static final InstanceId FIRST = new InstanceId("i-0a1b2c3d4e5f60711");
    private static final InstanceId SECOND = new InstanceId("i-0a1b2c3d4e5f60722");
    private static final SavedAttachment ON_FIRST =
            new SavedAttachment(new DevicePosition(1, 0), AttachmentAttributes.FRESH, FIRST);
    private static final SavedAttachment ON_SECOND = new SavedAttachment(
            new DevicePosition(2, 1), new AttachmentAttributes(true, Optional.of(4), true, true), SECOND);
    private static final RunOutcome NOTHING = new RunOutcome(Map.of(), Optional.empty(), Optional.empty(), false);

    private final ManualScheduler time = new ManualScheduler();
    private final GroupName group = new GroupName("group-" + UUID.randomUUID());

    protected abstract GroupStore groupStore(Scheduler with);

    private Acquired take(String owner) {
        return assertInstanceOf(Acquired.class, groupStore(time).acquire(group, owner, TTL));
    }

    private HeldByOther recheck(String owner) {
        return assertInstanceOf(HeldByOther.class, groupStore(time).acquire(group, owner, TTL));
    }

    private GroupState remembered() {
        return groupStore(time).memories().getOrDefault(group, GroupState.NONE);
    }

    @Test
    void aFreeLeaseIsTaken() {
        Acquired acquired = take("a");
        assertEquals(new Lease(group, "a", 1, time.now().plus(TTL), 0), acquired.lease());
        assertEquals(GroupState.NONE, acquired.memory());
    }

    @Test
    void aHeldLeaseIsNotTakenAndItsHolderIsNamed() {
        take("a");
        assertEquals(new HeldByOther("a", time.now().plus(TTL).plus(SKEW)), recheck("b"));
    }

    @Test
    void theOwnerItselfRequestsNoRecheck() {
        Lease lease = take("a").lease();
        assertEquals(
                new HeldByOther("a", time.now().plus(TTL).plus(SKEW)),
                groupStore(time).acquire(group, "b", TTL, false));
        assertEquals(Optional.empty(), groupStore(time).end(lease, NOTHING));
        assertInstanceOf(Acquired.class, groupStore(time).acquire(group, "b", TTL, false));
    }

    @Test
    void theOwnerHasReadTheRecheckRequestsSoFar() {
        Lease lease = take("a").lease();
        recheck("b");
        Lease again = take("a").lease();
        assertThrows(LeaseLost.class, () -> groupStore(time).renew(lease, TTL));
        assertEquals(Optional.empty(), groupStore(time).end(again, NOTHING));
    }

    /// Failure 18: two events for one instance.
    @Test
    void ofManyAtOnceOneHoldsAndNoRecheckRequestIsLost() throws Exception {
        int many = 24;
        List<AcquireResult> claims = atOnce(IntStream.range(0, many)
                .<Callable<AcquireResult>>mapToObj(i -> () -> groupStore(time).acquire(group, "run-" + i, TTL))
                .toList());
        List<Acquired> held = claims.stream()
                .filter(Acquired.class::isInstance)
                .map(Acquired.class::cast)
                .toList();
        assertEquals(1, held.size());
        Lease again = groupStore(time).end(held.getFirst().lease(), NOTHING).orElseThrow();
        assertEquals(many - 1, again.recheckRequests());
        assertEquals(1, again.counter());
        assertEquals(Optional.empty(), groupStore(time).end(again, NOTHING));
    }

    @Test
    void takenAndLetGoByManyEachHasItsOwnCounter() throws Exception {
        List<Long> counters =
                atOnce(IntStream.range(0, 6)
                                .<Callable<List<Long>>>mapToObj(i -> () -> turns("run-" + i, 4))
                                .toList())
                        .stream()
                        .flatMap(List::stream)
                        .toList();
        assertEquals(24, counters.size());
        assertEquals(24, counters.stream().distinct().count());
        assertEquals(24, counters.stream().mapToLong(Long::longValue).max().orElseThrow());
    }

    private List<Long> turns(String owner, int times) {
        List<Long> counters = new ArrayList<>();
        while (counters.size() < times) {
            if (groupStore(time).acquire(group, owner + "/" + counters.size(), TTL) instanceof Acquired acquired) {
                counters.add(acquired.lease().counter());
                Optional<Lease> lease = Optional.of(acquired.lease());
                while (lease.isPresent()) {
                    lease = groupStore(time).end(lease.get(), NOTHING);
                }
            } else {
                // A run that was told BUSY ends; without a pause the knocks alone would keep the holder from ending.
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
        return counters;
    }

    /// Failure 11: a stale lock that nobody can ever break.
    @Test
    void anExpiredLeaseIsTakenButNotBeforeTheClocksAgree() {
        Lease dead = take("a").lease();
        time.sleep(TTL.plus(SKEW));
        recheck("b");
        time.sleep(Duration.ofMillis(1));
        Acquired acquired = take("b");
        assertEquals(2, acquired.lease().counter());
        assertThrows(LeaseLost.class, () -> groupStore(time).renew(dead, TTL));
        assertThrows(LeaseLost.class, () -> groupStore(time).recordMove(dead, move(), Map.of(ENI, ON_FIRST)));
        assertThrows(LeaseLost.class, () -> groupStore(time).end(dead, NOTHING));
        assertEquals(Optional.empty(), groupStore(time).end(acquired.lease(), NOTHING));
        assertThrows(LeaseLost.class, () -> groupStore(time).renew(dead, TTL));
        assertThrows(LeaseLost.class, () -> groupStore(time).end(dead, NOTHING));
        assertEquals(GroupState.NONE, take("c").memory());
    }

    @Test
    void anExpiredLeaseThatNobodyTookIsRenewed() {
        Lease lease = take("a").lease();
        time.sleep(Duration.ofMinutes(5));
        assertEquals(time.now().plus(TTL), groupStore(time).renew(lease, TTL).expiry());
        recheck("b");
    }

    @Test
    void itsOwnerTakesItAgainAfterALostAnswer() {
        Lease lost = take("a").lease();
        Lease lease = take("a").lease();
        assertTrue(lease.counter() > lost.counter());
        assertThrows(LeaseLost.class, () -> groupStore(time).renew(lost, TTL));
        assertEquals(Optional.empty(), groupStore(time).end(lease, NOTHING));
    }

    @Test
    void endingTwiceAfterALostAnswerIsEndingOnce() {
        Lease lease = take("a").lease();
        assertEquals(Optional.empty(), groupStore(time).end(lease, NOTHING));
        assertEquals(Optional.empty(), groupStore(time).end(lease, NOTHING));
    }

    /// Law 5: an event that comes while a run works is not lost, though it does nothing itself.
    @Test
    void aRecheckRequestIsNotLostByARenewal() {
        Lease lease = take("a").lease();
        recheck("b");
        Lease renewed = groupStore(time).renew(lease, TTL);
        assertEquals(lease.recheckRequests(), renewed.recheckRequests());
        Lease again = groupStore(time).end(renewed, NOTHING).orElseThrow();
        assertEquals(lease.recheckRequests() + 1, again.recheckRequests());
        assertEquals(renewed.expiry(), again.expiry());
        recheck("c");
        Lease third = groupStore(time).end(again, NOTHING).orElseThrow();
        assertEquals(Optional.empty(), groupStore(time).end(third, NOTHING));
        assertFalse(take("d").lease().counter() <= third.counter());
    }

    /// Failure 10: a crash between detach and attach.
    @Test
    void whatWasBegunIsKnownToTheNext() {
        Lease lease = take("a").lease();
        groupStore(time).recordMove(lease, move(), Map.of(ENI, ON_FIRST));
        time.sleep(Duration.ofMinutes(1));
        GroupState memory = take("b").memory();
        assertEquals(Optional.of(move()), memory.unfinished());
        assertEquals(Map.of(ENI, ON_FIRST), memory.enis());
    }

    @Test
    void aMoveFromNowhereIsRememberedToo() {
        MoveRecord moveRecord = new MoveRecord(Optional.empty(), SECOND, false, time.now());
        groupStore(time).recordMove(take("a").lease(), moveRecord, Map.of());
        time.sleep(Duration.ofMinutes(1));
        assertEquals(Optional.of(moveRecord), take("b").memory().unfinished());
    }

    @Test
    void anEndingIsRememberedAtOnceAndItsEmptyFieldsLeaveWhatWas() {
        Lease lease = take("a").lease();
        groupStore(time).recordMove(lease, move(), Map.of(ENI, ON_FIRST));
        Instant now = time.now();
        RunOutcome runOutcome =
                new RunOutcome(Map.of(OTHER_ENI, ON_SECOND), Optional.of(now), Optional.of(FIRST), true);
        assertEquals(Optional.empty(), groupStore(time).end(lease, runOutcome));
        GroupState whole = new GroupState(
                Map.of(ENI, ON_FIRST, OTHER_ENI, ON_SECOND), Optional.empty(), Optional.of(now), Optional.of(FIRST));
        Acquired acquired = take("b");
        assertEquals(whole, acquired.memory());
        assertEquals(Optional.empty(), groupStore(time).end(acquired.lease(), NOTHING));
        assertEquals(whole, take("c").memory());
    }

    @Test
    void aRecheckRequestDoesNotKeepAnOutcomeFromBeingSaved() {
        Lease lease = take("a").lease();
        groupStore(time).recordMove(lease, move(), Map.of(ENI, ON_FIRST));
        recheck("b");
        RunOutcome runOutcome = new RunOutcome(Map.of(ENI, ON_SECOND), Optional.empty(), Optional.empty(), true);
        assertTrue(groupStore(time).end(lease, runOutcome).isPresent());
        assertEquals(
                new GroupState(Map.of(ENI, ON_SECOND), Optional.empty(), Optional.empty(), Optional.empty()),
                remembered());
    }

    @Test
    void anUnfinishedMoveOutlivesAnEndingThatDoesNotClearIt() {
        Lease lease = take("a").lease();
        groupStore(time).recordMove(lease, move(), Map.of());
        assertEquals(Optional.empty(), groupStore(time).end(lease, NOTHING));
        assertEquals(Optional.of(move()), take("b").memory().unfinished());
    }

    @Test
    void theSweepsSightReplacesWhatWasRemembered() {
        assertTrue(groupStore(time).saveAttachments(group, Map.of(ENI, ON_FIRST, OTHER_ENI, ON_FIRST), MEMBERS));
        assertEquals(Map.of(ENI, ON_FIRST, OTHER_ENI, ON_FIRST), remembered().enis());
        assertTrue(groupStore(time).saveAttachments(group, Map.of(ENI, ON_SECOND), MEMBERS));
        assertEquals(Map.of(ENI, ON_SECOND), remembered().enis());
        assertTrue(groupStore(time).saveAttachments(group, Map.of(ENI, ON_SECOND), MEMBERS));
        assertEquals(Map.of(ENI, ON_SECOND), take("a").memory().enis());
    }

    @Test
    void whoHasReadBeforeUndoesNothingThatWasAdoptedSince() {
        assertTrue(groupStore(time).saveAttachments(group, GroupState.NONE, Map.of(ENI, ON_FIRST), MEMBERS));
        GroupState read = remembered();
        assertTrue(groupStore(time).saveAttachments(group, read, Map.of(ENI, ON_FIRST), Set.of()));
        assertFalse(groupStore(time).saveAttachments(group, read, Map.of(ENI, ON_SECOND), MEMBERS));
        assertFalse(groupStore(time).saveAttachments(group, GroupState.NONE, Map.of(ENI, ON_SECOND), MEMBERS));
        assertEquals(Map.of(ENI, ON_FIRST), remembered().enis());
        assertEquals(Set.of(), remembered().members());
        assertTrue(groupStore(time).saveAttachments(group, remembered(), Map.of(ENI, ON_SECOND), MEMBERS));
        assertEquals(MEMBERS, remembered().members());
        Lease lease = take("a").lease();
        assertFalse(groupStore(time).saveAttachments(group, remembered(), Map.of(ENI, ON_FIRST), MEMBERS));
        assertEquals(Optional.empty(), groupStore(time).end(lease, NOTHING));
    }

    @Test
    void theSweepWritesNothingWhileARunWorks() {
        Lease lease = take("a").lease();
        assertFalse(groupStore(time).saveAttachments(group, Map.of(ENI, ON_FIRST), MEMBERS));
        assertEquals(Map.of(), remembered().enis());
        assertEquals(Optional.empty(), groupStore(time).end(lease, NOTHING));
        assertTrue(groupStore(time).saveAttachments(group, Map.of(ENI, ON_FIRST), MEMBERS));
        assertEquals(Map.of(ENI, ON_FIRST), remembered().enis());
    }

    @Test
    void historyIsNewestFirstAndEndsByItself() {
        Instant start = time.now();
        for (int i = 0; i < 5; i++) {
            groupStore(time)
                    .journal(
                            group,
                            new JournalEntry(
                                    start.plusMillis(i * 250L), "run-" + i, "SUCCEEDED", "SUCCEEDED FAILURE", "{}"),
                            keep(i));
        }
        List<String> ids = groupStore(time).history(group, 3).stream()
                .map(JournalEntry::runId)
                .toList();
        assertEquals(List.of("run-4", "run-3", "run-2"), ids);
        assertEquals(5, groupStore(time).history(group, 100).size());
        assertEquals(
                new JournalEntry(start.plusMillis(1000), "run-4", "SUCCEEDED", "SUCCEEDED FAILURE", "{}"),
                groupStore(time).history(group, 1).getFirst());
        time.sleep(Duration.ofDays(3));
        assertEquals(2, groupStore(time).history(group, 100).size());
        assertEquals(List.of(), groupStore(time).history(new GroupName("nobody"), 3));
    }

    /// Failure 12: another pair's state used.
    @Test
    void groupsDoNotSeeEachOther() {
        GroupName other = new GroupName(group + "-2");
        groupStore(time)
                .journal(
                        other, new JournalEntry(time.now(), "run", "FAILED", "FAILED DRILL", "{}"), Duration.ofDays(1));
        groupStore(time).saveAttachments(other, Map.of(ENI, ON_FIRST), MEMBERS);
        assertEquals(List.of(), groupStore(time).history(group, 3));
        assertEquals(GroupState.NONE, take("a").memory());
        assertTrue(groupStore(time).memories().keySet().containsAll(List.of(group, other)));
    }

    private static Duration keep(int i) {
        return Duration.ofDays(i + 1L);
    }

    private static PendingWork everything(Instant at) {
        return new PendingWork(
                true,
                Optional.of(new Promise(SECOND, FIRST, at, "drill-1")),
                Optional.of(new Well(FIRST, at)),
                Optional.of(new Setback(FIRST, at, 3)),
                Map.of(SECOND, new FailedTarget(at, 2)),
                Map.of(
                        FIRST,
                        PendingCleanup.since(at),
                        SECOND,
                        new PendingCleanup(at, 2, Optional.of("command-1"), Optional.of(at))));
    }

    @Test
    void whatHasToFollowIsKeptWholeUnderTheLeaseAndAtItsEnd() {
        PendingWork all = everything(Instant.parse("2026-11-23T10:00:00.123456789Z"));
        Lease lease = take("a").lease();
        groupStore(time).savePendingWork(lease, all);
        assertEquals(all, remembered().after());
        assertEquals(Optional.empty(), groupStore(time).end(lease, NOTHING));
        assertEquals(all, remembered().after(), "an end without news leaves it");
        Lease again = take("b").lease();
        RunOutcome runOutcome = new RunOutcome(
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.of(all.withPromise(Optional.empty())));
        assertEquals(Optional.empty(), groupStore(time).end(again, runOutcome));
        assertEquals(all.withPromise(Optional.empty()), remembered().after());
        Lease last = take("c").lease();
        groupStore(time).savePendingWork(last, PendingWork.NONE);
        assertEquals(PendingWork.NONE, remembered().after());
    }

    @Test
    void whatHasToFollowIsWrittenUnderAForeignLeaseByNobody() {
        Lease lease = take("a").lease();
        time.sleep(TTL.plus(SKEW).plusMillis(1));
        take("b");
        assertThrows(LeaseLost.class, () -> groupStore(time).savePendingWork(lease, everything(time.now())));
    }

    @Test
    void withoutALeaseItIsWrittenOnlyWhereNobodyHasWrittenSince() {
        PendingWork first = everything(Instant.parse("2026-11-23T10:00:00Z"));
        PendingWork second = first.withChosen(false);
        assertFalse(groupStore(time).savePendingWork(group, second, first), "nothing is there to compare with");
        assertTrue(groupStore(time).savePendingWork(group, PendingWork.NONE, first));
        assertFalse(groupStore(time).savePendingWork(group, PendingWork.NONE, second));
        assertTrue(groupStore(time).savePendingWork(group, first, second));
        assertEquals(second, remembered().after());
        assertTrue(groupStore(time).savePendingWork(group, second, PendingWork.NONE));
        assertEquals(PendingWork.NONE, remembered().after());
    }

    @Test
    void withoutALeaseNothingIsWrittenWhileARunHoldsIt() {
        Lease lease = take("a").lease();
        assertFalse(groupStore(time).savePendingWork(group, PendingWork.NONE, everything(time.now())));
        assertEquals(Optional.empty(), groupStore(time).end(lease, NOTHING));
        assertTrue(groupStore(time).savePendingWork(group, PendingWork.NONE, everything(time.now())));
        assertEquals(everything(time.now()), take("b").memory().after());
    }

    @Test
    void whoHoldsWhatIsToldUntilItEnds() {
        Lease lease = take("a").lease();
        assertEquals(
                new HeldByOther("a", time.now().plus(TTL).plus(SKEW)),
                groupStore(time).activeLeases().get(group));
        assertEquals(Optional.empty(), groupStore(time).end(lease, NOTHING));
        assertFalse(groupStore(time).activeLeases().containsKey(group));
        take("b");
        time.sleep(TTL.plus(SKEW).plusMillis(1));
        assertFalse(groupStore(time).activeLeases().containsKey(group));
    }

    private static MoveRecord move() {
        return new MoveRecord(Optional.of(FIRST), SECOND, true, Instant.parse("2026-11-23T10:00:00.123456Z"));
    }

    private static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            for (Future<T> end : threads.invokeAll(work)) {
                results.add(end.get());
            }
        }
        return results;
    }
}
