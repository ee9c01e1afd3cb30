package enifailover.harness.simulation.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.harness.simulation.model.LeaseModel.Found;
import enifailover.model.group.GroupName;
import enifailover.port.GroupStore;
import enifailover.port.GroupStore.Acquired;
import enifailover.port.GroupStore.Lease;
import enifailover.port.GroupStore.RunOutcome;
import enifailover.port.LeaseLost;
import enifailover.testkit.memory.ManualScheduler;
import enifailover.testkit.memory.MemoryGroupStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseModelTest {
    private static final GroupName GROUP = new GroupName("sip");
    private static final RunOutcome NOTHING = new RunOutcome(Map.of(), Optional.empty(), Optional.empty(), false);
    /// As `aws.DynamoLedger` allows for clocks; the model's tick is as long.
    private static final Duration TICK = Duration.ofSeconds(2);

    private static final Duration TTL = TICK.multipliedBy(Row.TTL);

    @Test
    void noInterleavingOfTwoRunsACrashAndTheSweepBreaksAnything() {
        Found found = LeaseModel.PROGRAM.explore();
        System.out.println(
                "lease and move: " + found.states() + " states, all interleavings of two runs, one crash, the"
                        + " sweep; wrong: " + found.wrong().orElse("none"));
        assertEquals(Optional.empty(), found.wrong());
        assertTrue(found.states() > 10_000, () -> "only " + found.states() + " states");
    }

    @Test
    void aTableThatDoesNotAllowForClocksIsFoundOut() {
        assertTrue(new LeaseModel(0, true, true, true).explore().wrong().isPresent());
    }

    @Test
    void aDetachByTheEniInsteadOfItsAttachmentIsFoundOut() {
        assertTrue(new LeaseModel(2, false, true, true).explore().wrong().isPresent());
    }

    /// Each sequence of five acts of two owners gives the same answers in the model and in the ledger, whose contract
    /// the table itself is held to.
    @Test
    void theModelsLeaseIsTheLedgers() {
        int sequences = 0;
        for (int code = 0; code < 7 * 7 * 7 * 7 * 7; code++) {
            List<Integer> acts = new ArrayList<>();
            for (int left = code, i = 0; i < 5; i++, left /= 7) {
                acts.add(left % 7);
            }
            same(acts);
            sequences++;
        }
        assertEquals(16_807, sequences);
    }

    private static void same(List<Integer> acts) {
        ManualScheduler time = new ManualScheduler();
        GroupStore groupStore = new MemoryGroupStore(time);
        Row row = Row.FREE;
        int now = 0;
        Optional<Lease> first = Optional.empty();
        Optional<Lease> second = Optional.empty();
        for (int act : acts) {
            if (act == 6) {
                now++;
                time.sleep(TICK);
                continue;
            }
            int who = act % 2 + 1;
            Optional<Lease> mine = who == 1 ? first : second;
            switch (act / 2) {
                case 0 -> {
                    row = row.acquired(who, now, 1);
                    boolean granted = groupStore.acquire(GROUP, "run" + who, TTL) instanceof Acquired acquired
                            && acquired.lease().counter() == row.counter();
                    assertEquals(row.owner() == who, granted, acts::toString);
                    if (granted) {
                        Row taken = row;
                        mine = Optional.of(new Lease(
                                GROUP, "run" + who, taken.counter(), time.now().plus(TTL), taken.recheckRequests()));
                    }
                }
                case 1 -> {
                    boolean ours = mine.isPresent()
                            && row.ours(who, Math.toIntExact(mine.get().counter()));
                    assertEquals(ours, mine.isPresent() && renews(groupStore, mine.get()), acts::toString);
                    row = ours ? row.renewed(now) : row;
                }
                default -> {
                    if (mine.isPresent()
                            && row.ours(who, Math.toIntExact(mine.get().counter()))) {
                        row = row.ended(Math.toIntExact(mine.get().recheckRequests()));
                        Optional<Lease> again = groupStore.end(mine.get(), NOTHING);
                        assertEquals(row.owner() != 0, again.isPresent(), acts::toString);
                        mine = again;
                    }
                }
            }
            first = who == 1 ? mine : first;
            second = who == 2 ? mine : second;
        }
    }

    private static boolean renews(GroupStore groupStore, Lease lease) {
        try {
            return groupStore.renew(lease, TTL).counter() == lease.counter();
        } catch (LeaseLost lost) {
            return false;
        }
    }
}
