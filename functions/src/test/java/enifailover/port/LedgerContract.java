package enifailover.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.group.Aftermath;
import enifailover.group.Aftermath.Debt;
import enifailover.group.Aftermath.FailedTarget;
import enifailover.group.Aftermath.Promise;
import enifailover.group.Aftermath.Setback;
import enifailover.group.Aftermath.Well;
import enifailover.group.AttachmentAttributes;
import enifailover.group.EniId;
import enifailover.group.EniMemory;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import enifailover.group.Move;
import enifailover.group.Slot;
import enifailover.port.Ledger.Busy;
import enifailover.port.Ledger.Claim;
import enifailover.port.Ledger.Ending;
import enifailover.port.Ledger.Held;
import enifailover.port.Ledger.Lease;
import enifailover.port.Ledger.Run;
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
public abstract class LedgerContract {
    private static final Set<InstanceId> MEMBERS = Set.of(new InstanceId("i-0000000000000000a"));
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final Duration SKEW = Duration.ofSeconds(2);
    private static final EniId ENI = new EniId("eni-0a1b2c3d4e5f60718");
    private static final EniId OTHER_ENI = new EniId("eni-0a1b2c3d4e5f60719");
    private static final InstanceId FIRST = new InstanceId("i-0a1b2c3d4e5f60711");
    private static final InstanceId SECOND = new InstanceId("i-0a1b2c3d4e5f60722");
    private static final EniMemory ON_FIRST = new EniMemory(new Slot(1, 0), AttachmentAttributes.FRESH, FIRST);
    private static final EniMemory ON_SECOND =
            new EniMemory(new Slot(2, 1), new AttachmentAttributes(true, Optional.of(4), true, true), SECOND);
    private static final Ending NOTHING = new Ending(Map.of(), Optional.empty(), Optional.empty(), false);

    private final HandTime time = new HandTime();
    private final GroupName group = new GroupName("group-" + UUID.randomUUID());

    protected abstract Ledger ledger(Time with);

    private Held take(String owner) {
        return assertInstanceOf(Held.class, ledger(time).acquire(group, owner, TTL));
    }

    private Busy knock(String owner) {
        return assertInstanceOf(Busy.class, ledger(time).acquire(group, owner, TTL));
    }

    private GroupMemory remembered() {
        return ledger(time).memories().getOrDefault(group, GroupMemory.NONE);
    }

    @Test
    void aFreeLeaseIsTaken() {
        Held held = take("a");
        assertEquals(new Lease(group, "a", 1, time.now().plus(TTL), 0), held.lease());
        assertEquals(GroupMemory.NONE, held.memory());
    }

    @Test
    void aHeldLeaseIsNotTakenAndItsHolderIsNamed() {
        take("a");
        assertEquals(new Busy("a", time.now().plus(TTL).plus(SKEW)), knock("b"));
    }

    @Test
    void whoComesAgainByItselfDoesNotKnock() {
        Lease lease = take("a").lease();
        assertEquals(
                new Busy("a", time.now().plus(TTL).plus(SKEW)), ledger(time).acquire(group, "b", TTL, false));
        assertEquals(Optional.empty(), ledger(time).end(lease, NOTHING));
        assertInstanceOf(Held.class, ledger(time).acquire(group, "b", TTL, false));
    }

    @Test
    void whoTakesItsOwnLeaseAgainHasHeardTheKnocksSoFar() {
        Lease lease = take("a").lease();
        knock("b");
        Lease again = take("a").lease();
        assertThrows(LeaseLost.class, () -> ledger(time).renew(lease, TTL));
        assertEquals(Optional.empty(), ledger(time).end(again, NOTHING));
    }

    /// Failure 18: two events for one instance.
    @Test
    void ofManyAtOnceExactlyOneHoldsAndNoKnockIsLost() throws Exception {
        int many = 24;
        List<Claim> claims = atOnce(IntStream.range(0, many)
                .<Callable<Claim>>mapToObj(i -> () -> ledger(time).acquire(group, "run-" + i, TTL))
                .toList());
        List<Held> held = claims.stream()
                .filter(Held.class::isInstance)
                .map(Held.class::cast)
                .toList();
        assertEquals(1, held.size());
        Lease again = ledger(time).end(held.getFirst().lease(), NOTHING).orElseThrow();
        assertEquals(many - 1, again.knocks());
        assertEquals(1, again.counter());
        assertEquals(Optional.empty(), ledger(time).end(again, NOTHING));
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
            if (ledger(time).acquire(group, owner + "/" + counters.size(), TTL) instanceof Held held) {
                counters.add(held.lease().counter());
                Optional<Lease> lease = Optional.of(held.lease());
                while (lease.isPresent()) {
                    lease = ledger(time).end(lease.get(), NOTHING);
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
        knock("b");
        time.sleep(Duration.ofMillis(1));
        Held held = take("b");
        assertEquals(2, held.lease().counter());
        assertThrows(LeaseLost.class, () -> ledger(time).renew(dead, TTL));
        assertThrows(LeaseLost.class, () -> ledger(time).begin(dead, move(), Map.of(ENI, ON_FIRST)));
        assertThrows(LeaseLost.class, () -> ledger(time).end(dead, NOTHING));
        assertEquals(Optional.empty(), ledger(time).end(held.lease(), NOTHING));
        assertThrows(LeaseLost.class, () -> ledger(time).renew(dead, TTL));
        assertThrows(LeaseLost.class, () -> ledger(time).end(dead, NOTHING));
        assertEquals(GroupMemory.NONE, take("c").memory());
    }

    @Test
    void anExpiredLeaseThatNobodyTookIsRenewed() {
        Lease lease = take("a").lease();
        time.sleep(Duration.ofMinutes(5));
        assertEquals(time.now().plus(TTL), ledger(time).renew(lease, TTL).expiry());
        knock("b");
    }

    @Test
    void itsOwnerTakesItAgainAfterALostAnswer() {
        Lease lost = take("a").lease();
        Lease lease = take("a").lease();
        assertTrue(lease.counter() > lost.counter());
        assertThrows(LeaseLost.class, () -> ledger(time).renew(lost, TTL));
        assertEquals(Optional.empty(), ledger(time).end(lease, NOTHING));
    }

    @Test
    void endingTwiceAfterALostAnswerIsEndingOnce() {
        Lease lease = take("a").lease();
        assertEquals(Optional.empty(), ledger(time).end(lease, NOTHING));
        assertEquals(Optional.empty(), ledger(time).end(lease, NOTHING));
    }

    /// Law 5: an event that comes while a run works is not lost, though it does nothing itself.
    @Test
    void aKnockIsNotOverlookedByARenewal() {
        Lease lease = take("a").lease();
        knock("b");
        Lease renewed = ledger(time).renew(lease, TTL);
        assertEquals(lease.knocks(), renewed.knocks());
        Lease again = ledger(time).end(renewed, NOTHING).orElseThrow();
        assertEquals(lease.knocks() + 1, again.knocks());
        assertEquals(renewed.expiry(), again.expiry());
        knock("c");
        Lease third = ledger(time).end(again, NOTHING).orElseThrow();
        assertEquals(Optional.empty(), ledger(time).end(third, NOTHING));
        assertFalse(take("d").lease().counter() <= third.counter());
    }

    /// Failure 10: a crash between detach and attach.
    @Test
    void whatWasBegunIsKnownToTheNext() {
        Lease lease = take("a").lease();
        ledger(time).begin(lease, move(), Map.of(ENI, ON_FIRST));
        time.sleep(Duration.ofMinutes(1));
        GroupMemory memory = take("b").memory();
        assertEquals(Optional.of(move()), memory.unfinished());
        assertEquals(Map.of(ENI, ON_FIRST), memory.enis());
    }

    @Test
    void aMoveFromNowhereIsRememberedToo() {
        Move move = new Move(Optional.empty(), SECOND, false, time.now());
        ledger(time).begin(take("a").lease(), move, Map.of());
        time.sleep(Duration.ofMinutes(1));
        assertEquals(Optional.of(move), take("b").memory().unfinished());
    }

    @Test
    void anEndingIsRememberedAtOnceAndItsEmptyFieldsLeaveWhatWas() {
        Lease lease = take("a").lease();
        ledger(time).begin(lease, move(), Map.of(ENI, ON_FIRST));
        Instant now = time.now();
        Ending ending = new Ending(Map.of(OTHER_ENI, ON_SECOND), Optional.of(now), Optional.of(FIRST), true);
        assertEquals(Optional.empty(), ledger(time).end(lease, ending));
        GroupMemory whole = new GroupMemory(
                Map.of(ENI, ON_FIRST, OTHER_ENI, ON_SECOND), Optional.empty(), Optional.of(now), Optional.of(FIRST));
        Held held = take("b");
        assertEquals(whole, held.memory());
        assertEquals(Optional.empty(), ledger(time).end(held.lease(), NOTHING));
        assertEquals(whole, take("c").memory());
    }

    @Test
    void aKnockDoesNotKeepAnEndingFromBeingRemembered() {
        Lease lease = take("a").lease();
        ledger(time).begin(lease, move(), Map.of(ENI, ON_FIRST));
        knock("b");
        Ending ending = new Ending(Map.of(ENI, ON_SECOND), Optional.empty(), Optional.empty(), true);
        assertTrue(ledger(time).end(lease, ending).isPresent());
        assertEquals(
                new GroupMemory(Map.of(ENI, ON_SECOND), Optional.empty(), Optional.empty(), Optional.empty()),
                remembered());
    }

    @Test
    void anUnfinishedMoveOutlivesAnEndingThatDoesNotClearIt() {
        Lease lease = take("a").lease();
        ledger(time).begin(lease, move(), Map.of());
        assertEquals(Optional.empty(), ledger(time).end(lease, NOTHING));
        assertEquals(Optional.of(move()), take("b").memory().unfinished());
    }

    @Test
    void theSweepsSightReplacesWhatWasRemembered() {
        assertTrue(ledger(time).remember(group, Map.of(ENI, ON_FIRST, OTHER_ENI, ON_FIRST), MEMBERS));
        assertEquals(Map.of(ENI, ON_FIRST, OTHER_ENI, ON_FIRST), remembered().enis());
        assertTrue(ledger(time).remember(group, Map.of(ENI, ON_SECOND), MEMBERS));
        assertEquals(Map.of(ENI, ON_SECOND), remembered().enis());
        assertTrue(ledger(time).remember(group, Map.of(ENI, ON_SECOND), MEMBERS));
        assertEquals(Map.of(ENI, ON_SECOND), take("a").memory().enis());
    }

    @Test
    void whoHasReadBeforeUndoesNothingThatWasAdoptedSince() {
        assertTrue(ledger(time).remember(group, GroupMemory.NONE, Map.of(ENI, ON_FIRST), MEMBERS));
        GroupMemory read = remembered();
        assertTrue(ledger(time).remember(group, read, Map.of(ENI, ON_FIRST), Set.of()));
        assertFalse(ledger(time).remember(group, read, Map.of(ENI, ON_SECOND), MEMBERS));
        assertFalse(ledger(time).remember(group, GroupMemory.NONE, Map.of(ENI, ON_SECOND), MEMBERS));
        assertEquals(Map.of(ENI, ON_FIRST), remembered().enis());
        assertEquals(Set.of(), remembered().members());
        assertTrue(ledger(time).remember(group, remembered(), Map.of(ENI, ON_SECOND), MEMBERS));
        assertEquals(MEMBERS, remembered().members());
        Lease lease = take("a").lease();
        assertFalse(ledger(time).remember(group, remembered(), Map.of(ENI, ON_FIRST), MEMBERS));
        assertEquals(Optional.empty(), ledger(time).end(lease, NOTHING));
    }

    @Test
    void theSweepWritesNothingWhileARunWorks() {
        Lease lease = take("a").lease();
        assertFalse(ledger(time).remember(group, Map.of(ENI, ON_FIRST), MEMBERS));
        assertEquals(Map.of(), remembered().enis());
        assertEquals(Optional.empty(), ledger(time).end(lease, NOTHING));
        assertTrue(ledger(time).remember(group, Map.of(ENI, ON_FIRST), MEMBERS));
        assertEquals(Map.of(ENI, ON_FIRST), remembered().enis());
    }

    @Test
    void historyIsNewestFirstAndEndsByItself() {
        Instant start = time.now();
        for (int i = 0; i < 5; i++) {
            ledger(time)
                    .journal(
                            group,
                            new Run(start.plusMillis(i * 250L), "run-" + i, "SUCCEEDED", "SUCCEEDED FAILURE", "{}"),
                            keep(i));
        }
        List<String> ids =
                ledger(time).history(group, 3).stream().map(Run::runId).toList();
        assertEquals(List.of("run-4", "run-3", "run-2"), ids);
        assertEquals(5, ledger(time).history(group, 100).size());
        assertEquals(
                new Run(start.plusMillis(1000), "run-4", "SUCCEEDED", "SUCCEEDED FAILURE", "{}"),
                ledger(time).history(group, 1).getFirst());
        time.sleep(Duration.ofDays(3));
        assertEquals(2, ledger(time).history(group, 100).size());
        assertEquals(List.of(), ledger(time).history(new GroupName("nobody"), 3));
    }

    /// Failure 12: another pair's state used.
    @Test
    void groupsDoNotSeeEachOther() {
        GroupName other = new GroupName(group + "-2");
        ledger(time).journal(other, new Run(time.now(), "run", "FAILED", "FAILED DRILL", "{}"), Duration.ofDays(1));
        ledger(time).remember(other, Map.of(ENI, ON_FIRST), MEMBERS);
        assertEquals(List.of(), ledger(time).history(group, 3));
        assertEquals(GroupMemory.NONE, take("a").memory());
        assertTrue(ledger(time).memories().keySet().containsAll(List.of(group, other)));
    }

    private static Duration keep(int i) {
        return Duration.ofDays(i + 1L);
    }

    private static Aftermath everything(Instant at) {
        return new Aftermath(
                true,
                Optional.of(new Promise(SECOND, FIRST, at, "drill-1")),
                Optional.of(new Well(FIRST, at)),
                Optional.of(new Setback(FIRST, at, 3)),
                Map.of(SECOND, new FailedTarget(at, 2)),
                Map.of(FIRST, Debt.since(at), SECOND, new Debt(at, 2, Optional.of("command-1"), Optional.of(at))));
    }

    @Test
    void whatHasToFollowIsKeptWholeUnderTheLeaseAndAtItsEnd() {
        Aftermath all = everything(Instant.parse("2026-11-23T10:00:00.123456789Z"));
        Lease lease = take("a").lease();
        ledger(time).keep(lease, all);
        assertEquals(all, remembered().after());
        assertEquals(Optional.empty(), ledger(time).end(lease, NOTHING));
        assertEquals(all, remembered().after(), "an end without news leaves it");
        Lease again = take("b").lease();
        Ending ending = new Ending(
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.of(all.withPromise(Optional.empty())));
        assertEquals(Optional.empty(), ledger(time).end(again, ending));
        assertEquals(all.withPromise(Optional.empty()), remembered().after());
        Lease last = take("c").lease();
        ledger(time).keep(last, Aftermath.NONE);
        assertEquals(Aftermath.NONE, remembered().after());
    }

    @Test
    void whatHasToFollowIsWrittenUnderAForeignLeaseByNobody() {
        Lease lease = take("a").lease();
        time.sleep(TTL.plus(SKEW).plusMillis(1));
        take("b");
        assertThrows(LeaseLost.class, () -> ledger(time).keep(lease, everything(time.now())));
    }

    @Test
    void withoutALeaseItIsWrittenOnlyWhereNobodyHasWrittenSince() {
        Aftermath first = everything(Instant.parse("2026-11-23T10:00:00Z"));
        Aftermath second = first.withChosen(false);
        assertFalse(ledger(time).keep(group, second, first), "nothing is there to compare with");
        assertTrue(ledger(time).keep(group, Aftermath.NONE, first));
        assertFalse(ledger(time).keep(group, Aftermath.NONE, second));
        assertTrue(ledger(time).keep(group, first, second));
        assertEquals(second, remembered().after());
        assertTrue(ledger(time).keep(group, second, Aftermath.NONE));
        assertEquals(Aftermath.NONE, remembered().after());
    }

    @Test
    void withoutALeaseNothingIsWrittenWhileARunHoldsIt() {
        Lease lease = take("a").lease();
        assertFalse(ledger(time).keep(group, Aftermath.NONE, everything(time.now())));
        assertEquals(Optional.empty(), ledger(time).end(lease, NOTHING));
        assertTrue(ledger(time).keep(group, Aftermath.NONE, everything(time.now())));
        assertEquals(everything(time.now()), take("b").memory().after());
    }

    @Test
    void whoHoldsWhatIsToldUntilItEnds() {
        Lease lease = take("a").lease();
        assertEquals(
                new Busy("a", time.now().plus(TTL).plus(SKEW)),
                ledger(time).held().get(group));
        assertEquals(Optional.empty(), ledger(time).end(lease, NOTHING));
        assertFalse(ledger(time).held().containsKey(group));
        take("b");
        time.sleep(TTL.plus(SKEW).plusMillis(1));
        assertFalse(ledger(time).held().containsKey(group));
    }

    private static Move move() {
        return new Move(Optional.of(FIRST), SECOND, true, Instant.parse("2026-11-23T10:00:00.123456Z"));
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
