package enifailover.failover;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.attached;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.model.InstanceState;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.group.GroupState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The former holder comes back: it takes nothing, and forgets what it had of the ENI.
class ReturnedHolderTest {
    private static Story failedOver() {
        Story story = new Story(usual());
        story.region.state(A, InstanceState.STOPPED);
        story.event(Cause.STATE_CHANGE, A);
        assertEquals(Optional.of(B), story.holder(ENI));
        return story;
    }

    private static long cleanUps(Story story) {
        return story.region.writes.stream().filter(("cleanup on " + A)::equals).count();
    }

    private static boolean owes(Story story) {
        return Optional.ofNullable(story.groupStore.memories().get(Story.SIP))
                .orElse(GroupState.NONE)
                .after()
                .pendingCleanups()
                .containsKey(A);
    }

    @Test
    void whileItIsAwayNothingIsSentAndNothingWritten() {
        Story story = failedOver();
        story.sweepsFor(Duration.ofMinutes(2));
        int writes = story.groupStore.writes;
        story.sweepsFor(Duration.ofHours(4));
        assertEquals(0, cleanUps(story));
        assertEquals(writes, story.groupStore.writes);
        assertTrue(owes(story));
    }

    @Test
    void onceItsAgentAnswersItCleansUpOnceAndIsForgotten() {
        Story story = failedOver();
        story.region.shell(A, Reach.LOST);
        story.region.state(A, InstanceState.RUNNING);
        story.sweepsFor(Duration.ofMinutes(3));
        assertEquals(0, cleanUps(story));
        story.region.shell(A, Reach.ONLINE);
        story.sweepsFor(Duration.ofMinutes(2));
        assertEquals(1, cleanUps(story));
        assertTrue(!owes(story));
        story.sweepsFor(Duration.ofHours(2));
        assertEquals(1, cleanUps(story));
        assertEquals(Optional.of(B), story.holder(ENI));
    }

    /// EC2 tells of it before its agent is there, so its event could clean nothing.
    @Test
    void itsEventComesTooEarlyAndTheSweepCleansWithinAMinuteOfItsAgent() {
        Story story = failedOver();
        story.region.shell(A, Reach.LOST);
        story.region.state(A, InstanceState.RUNNING);
        assertEquals(Verdict.MOVED_ALREADY, story.event(Cause.RECOVERED, A).verdict());
        story.sweepsFor(Duration.ofMinutes(1));
        assertEquals(0, cleanUps(story));
        story.time.sleep(Duration.ofSeconds(10));
        story.region.shell(A, Reach.ONLINE);
        story.time.sleep(Duration.ofSeconds(50));
        story.sweeps();
        assertEquals(1, cleanUps(story));
        assertEquals(Verdict.MOVED_ALREADY, story.event(Cause.RECOVERED, A).verdict());
        assertEquals(Optional.of(B), story.holder(ENI));
    }

    @Test
    void whatDoesNotSucceedIsTriedFiveTimesEverMoreSeldomAndThenTold() {
        Story story = failedOver();
        story.region.state(A, InstanceState.RUNNING);
        story.region.uncleanable.add(A);
        List<String> told = new ArrayList<>();
        for (int minute = 0; minute < 300; minute++) {
            story.time.sleep(Duration.ofMinutes(1));
            told.addAll(story.sweeps().warnings());
        }
        assertEquals(5, cleanUps(story));
        assertTrue(told.size() == 1 && told.getFirst().contains("after 5 clean-ups"), told::toString);
        assertTrue(!owes(story));
    }

    /// The sweep had to wait for another group's failover, and what it saw is older than the last move.
    @Test
    void whoHasTheEnisBackSinceTheSweepLookedIsSentNothing() {
        Story story = failedOver();
        story.region.state(A, InstanceState.RUNNING);
        story.time.at(
                Duration.ofMillis(60), () -> story.region.put(story.region.eni(ENI), Optional.of(attached(ENI, A, 1))));
        story.sweeps();
        assertEquals(Optional.of(A), story.holder(ENI));
        assertEquals(0, cleanUps(story));
    }

    @Test
    void aTerminatedHolderOwesNothing() {
        Story story = failedOver();
        story.region.state(A, InstanceState.TERMINATED);
        story.sweepsFor(Duration.ofMinutes(1));
        assertTrue(!owes(story));
        assertEquals(0, cleanUps(story));
    }

    @Test
    void aHolderThatHasTheEnisAgainOwesNothing() {
        Story story = failedOver();
        story.region.state(A, InstanceState.RUNNING);
        story.drill("{\"action\":\"failback\",\"group\":\"sip\",\"confirm\":\"sip\"}");
        assertEquals(Optional.of(A), story.holder(ENI));
        assertTrue(!owes(story));
        story.sweepsFor(Duration.ofHours(1));
        assertEquals(0, cleanUps(story));
    }

    @Test
    void afterAMonthItIsForgotten() {
        Story story = failedOver();
        story.time.sleep(Duration.ofDays(31));
        story.sweepsFor(Duration.ofMinutes(1));
        assertTrue(!owes(story));
    }
}
