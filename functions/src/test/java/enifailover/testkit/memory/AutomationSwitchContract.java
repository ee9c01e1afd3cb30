package enifailover.testkit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.model.group.FailedAttaches;
import enifailover.port.AutomationSwitch;
import enifailover.port.AutomationSwitch.Admission;
import enifailover.port.AutomationSwitch.Admitted;
import enifailover.port.AutomationSwitch.KillSwitch;
import enifailover.port.AutomationSwitch.Limit;
import enifailover.port.AutomationSwitch.LimitReached;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every brake does, whatever it is kept in.
public abstract class AutomationSwitchContract {
    private static final String ZONE = "eu-west-1a";
    private static final Limit THREE_A_MINUTE = new Limit(3, Duration.ofMinutes(1));

    /// One that nobody has used yet.
    protected abstract AutomationSwitch brake();

    protected abstract ManualScheduler time();

    @Test
    void nothingIsStoppedUntilSomebodySaysSo() {
        assertEquals(Optional.empty(), brake().stopped());
    }

    @Test
    void aStopIsSeenWithItsReasonUntilItIsTakenBack() {
        KillSwitch killSwitch =
                new KillSwitch(Optional.of(Instant.parse("2026-11-24T10:00:00Z")), "false alarms all over");
        brake().stop(killSwitch);
        assertEquals(Optional.of(killSwitch), brake().stopped());
        KillSwitch newer = new KillSwitch(Optional.empty(), "");
        brake().stop(newer);
        assertEquals(Optional.of(newer), brake().stopped());
        brake().resume();
        assertEquals(Optional.empty(), brake().stopped());
        brake().resume();
        assertEquals(Optional.empty(), brake().stopped());
        brake().stop(killSwitch);
        assertEquals(Optional.of(killSwitch), brake().stopped());
    }

    @Test
    void theNumberOfGroupsIsKnownOnceItWasNoted() {
        assertEquals(OptionalInt.empty(), brake().read().groups());
        brake().groups(12);
        brake().groups(12);
        assertEquals(OptionalInt.of(12), brake().read().groups());
        assertInstanceOf(Admitted.class, brake().admit("run", THREE_A_MINUTE));
        brake().groups(500);
        assertEquals(OptionalInt.of(500), brake().read().groups());
        assertEquals(Optional.empty(), brake().stopped());
    }

    @Test
    void attachesThatFailAreCountedByZoneUntilOneSucceeds() {
        Instant hourAgo = time().now().minus(Duration.ofHours(1));
        assertEquals(Map.of(), brake().read().zones());
        brake().attachSucceeded(ZONE);
        assertEquals(Map.of(), brake().read().zones());
        assertEquals(1, brake().attachFailed(ZONE, "a", hourAgo).inARow());
        assertEquals(1, brake().attachFailed(ZONE, "a", hourAgo).inARow(), "asked again, its answer was lost");
        time().sleep(Duration.ofSeconds(5));
        FailedAttaches two = brake().attachFailed(ZONE, "b", hourAgo);
        assertEquals(new FailedAttaches(2, time().now(), Optional.empty()), two);
        assertEquals(1, brake().attachFailed("eu-west-1b", "b", hourAgo).inARow());
        assertEquals(two, brake().read().zones().get(ZONE));
        brake().attachSucceeded(ZONE);
        assertEquals(Set.of("eu-west-1b"), brake().read().zones().keySet());
        assertEquals(1, brake().attachFailed(ZONE, "c", hourAgo).inARow());
    }

    @Test
    void whatFailedLongAgoIsNotInARow() {
        Instant until = time().now().plusSeconds(300);
        brake().attachFailed(ZONE, "a", time().now());
        brake().attachFailed(ZONE, "b", time().now());
        assertTrue(brake().stopZone(ZONE, Optional.empty(), until));
        time().sleep(Duration.ofHours(2));
        assertEquals(
                new FailedAttaches(1, time().now(), Optional.empty()),
                brake().attachFailed(ZONE, "c", time().now().minusSeconds(3600)));
    }

    @Test
    void aZoneIsStoppedByWhoeverIsFirst() {
        Instant until = time().now().plusSeconds(300);
        Instant later = until.plusSeconds(300);
        assertFalse(brake().stopZone(ZONE, Optional.empty(), until), "nothing has failed there");
        brake().attachFailed(ZONE, "a", time().now());
        assertTrue(brake().stopZone(ZONE, Optional.empty(), until));
        assertFalse(brake().stopZone(ZONE, Optional.empty(), until));
        assertEquals(
                Optional.of(until),
                Objects.requireNonNull(brake().read().zones().get(ZONE)).stoppedUntil());
        assertTrue(brake().stopZone(ZONE, Optional.of(until), later));
        assertFalse(brake().stopZone(ZONE, Optional.of(until), later.plusSeconds(1)));
        assertEquals(
                Optional.of(later),
                brake().attachFailed(ZONE, "b", time().now()).stoppedUntil());
        brake().attachSucceeded(ZONE);
        assertEquals(Map.of(), brake().read().zones());
    }

    @Test
    void whatIsGivenBackIsAdmittedAgain() {
        for (int i = 0; i < 3; i++) {
            assertInstanceOf(Admitted.class, brake().admit("run-" + i, THREE_A_MINUTE));
        }
        brake().giveBack("run-1", THREE_A_MINUTE);
        brake().giveBack("never counted", THREE_A_MINUTE);
        assertInstanceOf(Admitted.class, brake().admit("run-3", THREE_A_MINUTE));
        assertInstanceOf(LimitReached.class, brake().admit("run-1", THREE_A_MINUTE));
    }

    @Test
    void soManyAreAdmittedAndTheNextWhenTheOldestLeavesTheWindow() {
        Instant first = time().now();
        for (int i = 0; i < 3; i++) {
            assertInstanceOf(Admitted.class, brake().admit("run-" + i, THREE_A_MINUTE));
            time().sleep(Duration.ofSeconds(10));
        }
        assertEquals(new LimitReached(first.plusSeconds(60)), brake().admit("run-3", THREE_A_MINUTE));
        time().sleep(Duration.ofSeconds(30));
        assertInstanceOf(LimitReached.class, brake().admit("run-3", THREE_A_MINUTE));
        time().sleep(Duration.ofMillis(1));
        assertInstanceOf(Admitted.class, brake().admit("run-3", THREE_A_MINUTE));
        assertEquals(new LimitReached(first.plusSeconds(70)), brake().admit("run-4", THREE_A_MINUTE));
    }

    @Test
    void theSameRunIsCountedOnce() {
        for (int i = 0; i < 5; i++) {
            assertInstanceOf(Admitted.class, brake().admit("run", THREE_A_MINUTE));
        }
        assertInstanceOf(Admitted.class, brake().admit("other", THREE_A_MINUTE));
        assertInstanceOf(Admitted.class, brake().admit("third", THREE_A_MINUTE));
        assertInstanceOf(LimitReached.class, brake().admit("fourth", THREE_A_MINUTE));
    }

    @Test
    void aLowerLimitHoldsAtOnce() {
        for (int i = 0; i < 3; i++) {
            assertInstanceOf(Admitted.class, brake().admit("run-" + i, THREE_A_MINUTE));
        }
        assertInstanceOf(LimitReached.class, brake().admit("more", new Limit(2, Duration.ofMinutes(1))));
        assertInstanceOf(Admitted.class, brake().admit("more", new Limit(4, Duration.ofMinutes(1))));
    }

    @Test
    void ofManyAtOnceExactlyTheLimitIsAdmitted() throws Exception {
        Limit limit = new Limit(10, Duration.ofMinutes(1));
        List<Callable<Admission>> all = IntStream.range(0, 60)
                .<Callable<Admission>>mapToObj(i -> () -> brake().admit("run-" + i, limit))
                .toList();
        List<Admission> given = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(all.size())) {
            for (Future<Admission> end : threads.invokeAll(all)) {
                given.add(end.get());
            }
        }
        assertEquals(10, given.stream().filter(Admitted.class::isInstance).count());
    }
}
