package enifailover.failover;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.model.InstanceState;
import enifailover.model.group.Policy;
import enifailover.model.group.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Going back by itself: only where the tag wants it, and never to and fro.
class FailbackTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    /// A has failed, B holds the ENIs, A is well again since now.
    private static Story away(Policy policy) {
        Story story = new Story(usual().policy(_ -> policy));
        fails(story);
        assertEquals(Optional.of(B), story.holder(ENI));
        story.region.state(A, InstanceState.RUNNING);
        return story;
    }

    private static void fails(Story story) {
        story.region.state(A, InstanceState.STOPPED);
        story.event(Cause.STATE_CHANGE, A);
    }

    private static Policy auto(Duration after) {
        return Situation.failback(Policy.DEFAULT, after);
    }

    @Test
    void withoutTheTagNothingGoesBackByItself() {
        Story story = away(Policy.DEFAULT);
        story.sweepsFor(Duration.ofDays(2));
        assertEquals(Optional.of(B), story.holder(ENI));
    }

    /// EC2's simplified automatic recovery brings the same instance back, with the same id, as a reboot would.
    @Test
    void theSameInstanceThatComesBackByAutomaticRecoveryTakesNothing() {
        Story story = away(Policy.DEFAULT);
        for (Cause cause : List.of(Cause.RECOVERED, Cause.STATE_CHANGE, Cause.NO_DATA, Cause.STATUS_CHECK)) {
            assertEquals(Verdict.MOVED_ALREADY, story.event(cause, A).verdict());
        }
        story.sweepsFor(Duration.ofHours(1));
        assertEquals(Optional.of(B), story.holder(ENI));
    }

    @Test
    void afterTheTagsSecondsOfHealthTheEnisGoBackGracefully() {
        Story story = away(auto(TEN_MINUTES));
        story.sweepsFor(Duration.ofMinutes(10));
        assertEquals(Optional.of(B), story.holder(ENI), "not before the ten minutes are over");
        story.sweepsFor(Duration.ofMinutes(2));
        assertEquals(Optional.of(A), story.holder(ENI));
        String last = story.groupStore.history(Story.SIP, 1).getFirst().reportJson();
        assertTrue(last.contains("the preferred instance is healthy again"), last);
        assertTrue(last.contains("forced after 60 s"), last);
    }

    @Test
    void healthIsCountedFromTheLastTimeItWasNotWell() {
        Story story = away(auto(TEN_MINUTES));
        story.sweepsFor(Duration.ofMinutes(8));
        story.region.state(A, InstanceState.STOPPED);
        story.sweepsFor(Duration.ofMinutes(1));
        story.region.state(A, InstanceState.RUNNING);
        story.sweepsFor(Duration.ofMinutes(10));
        assertEquals(Optional.of(B), story.holder(ENI));
        story.sweepsFor(Duration.ofMinutes(2));
        assertEquals(Optional.of(A), story.holder(ENI));
    }

    @Test
    void neverInsideTheCoolDown() {
        Story story = away(auto(Duration.ZERO));
        Instant failover = story.time.now();
        while (story.holder(ENI).equals(Optional.of(B))) {
            story.sweepsFor(Duration.ofMinutes(1));
        }
        Duration after = Duration.between(failover, story.time.now());
        assertTrue(after.compareTo(Policy.DEFAULT.cooldown()) > 0, after::toString);
        assertTrue(after.compareTo(Policy.DEFAULT.cooldown().plusMinutes(2)) < 0, after::toString);
    }

    @Test
    void aDeploymentThatOnlyReportsMovesNothingBackAndSaysSo() {
        Story story = away(auto(TEN_MINUTES));
        int before = story.region.writes.size();
        for (int minute = 0; minute < 60; minute++) {
            story.time.sleep(Duration.ofMinutes(1));
            Verdict verdict = story.reportingSweep().verdicts().get(Story.SIP);
            assertEquals(minute < 10 ? Verdict.HEALTHY : Verdict.REPORTED, verdict, "minute " + minute);
        }
        assertEquals(Optional.of(B), story.holder(ENI));
        assertEquals(
                List.of(),
                story.region.writes.subList(before, story.region.writes.size()).stream()
                        .filter(write -> !write.equals("cleanup on " + A))
                        .toList());
        String status = story.reportingStatus();
        assertTrue(status.contains("the parameter ReportOnly is true"), status);
        story.sweepsFor(Duration.ofMinutes(2));
        assertEquals(Optional.of(A), story.holder(ENI), "and the same where it may");
    }

    @Test
    void aPauseHoldsItBackAndItsEndLetsItGo() {
        Story story = away(auto(TEN_MINUTES));
        story.policy = Situation.paused(story.policy, story.time.now().plus(Duration.ofHours(1)));
        story.sweepsFor(Duration.ofMinutes(59));
        assertEquals(Optional.of(B), story.holder(ENI));
        story.sweepsFor(Duration.ofMinutes(3));
        assertEquals(Optional.of(A), story.holder(ENI));
    }

    @Test
    void scheduledTroubleOfThePreferredHoldsItBack() {
        Story story = away(auto(TEN_MINUTES));
        story.region.schedule(A, story.time.now().plus(Duration.ofDays(14)));
        story.sweepsFor(Duration.ofHours(3));
        assertEquals(Optional.of(B), story.holder(ENI));
    }

    @Test
    void whereAPersonMovedThemTheyStay() {
        Story story = new Story(usual().policy(_ -> auto(TEN_MINUTES)));
        story.drill("{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\"}");
        story.sweepsFor(Duration.ofHours(3));
        assertEquals(Optional.of(B), story.holder(ENI));
        assertEquals(
                Verdict.SUCCEEDED,
                story.drill("{\"action\":\"failback\",\"group\":\"sip\",\"confirm\":\"sip\"}")
                        .verdict());
        assertEquals(Optional.of(A), story.holder(ENI));
    }

    /// The next failure is acted upon at once: a failback is no failover.
    @Test
    void aFailbackStartsNoCoolDown() {
        Story story = away(auto(TEN_MINUTES));
        story.sweepsFor(Duration.ofMinutes(12));
        assertEquals(Optional.of(A), story.holder(ENI));
        story.region.state(A, InstanceState.STOPPED);
        assertEquals(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A).verdict());
    }

    @Test
    void whileNothingChangesTheSweepWritesNothing() {
        Story story = away(auto(Duration.ofHours(10)));
        story.sweepsFor(Duration.ofMinutes(5));
        int writes = story.groupStore.writes;
        int changes = story.region.writes.size();
        story.sweepsFor(Duration.ofHours(1));
        assertEquals(writes, story.groupStore.writes);
        assertEquals(changes, story.region.writes.size());
    }

    /// Failure 32: an instance that fails soon after each failback, for a week. The wait doubles up to a day; without
    /// that there would be a failback each quarter of an hour, some seven hundred.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20, 50})
    void aPreferredThatFailsAgainAndAgainIsLeftAloneEverLonger(int minutesUntilItFails) {
        Story story = away(auto(Duration.ofMinutes(5)));
        List<Instant> failbacks = new ArrayList<>();
        Instant end = story.time.now().plus(Duration.ofDays(7));
        while (story.time.now().isBefore(end)) {
            story.sweepsFor(Duration.ofMinutes(1));
            if (story.holder(ENI).equals(Optional.of(A))) {
                failbacks.add(story.time.now());
                story.sweepsFor(Duration.ofMinutes(minutesUntilItFails));
                fails(story);
                assertNotEquals(Optional.of(A), story.holder(ENI));
                story.region.state(A, InstanceState.RUNNING);
            }
        }
        assertTrue(failbacks.size() >= 8, () -> "it has to be tried again: " + failbacks);
        assertTrue(failbacks.size() <= 16, () -> failbacks.size() + " failbacks in a week: " + failbacks);
        for (int i = 2; i < failbacks.size(); i++) {
            Duration former = Duration.between(failbacks.get(i - 2), failbacks.get(i - 1));
            Duration next = Duration.between(failbacks.get(i - 1), failbacks.get(i));
            boolean grows = next.compareTo(former) > 0 || next.compareTo(Duration.ofDays(1)) >= 0;
            assertTrue(grows, () -> failbacks.toString());
        }
    }

    @Test
    void whatHeldOutLongEnoughIsForgiven() {
        Story story = away(auto(Duration.ofMinutes(5)));
        story.sweepsFor(Duration.ofMinutes(8));
        assertEquals(Optional.of(A), story.holder(ENI));
        fails(story);
        story.region.state(A, InstanceState.RUNNING);
        story.sweepsFor(Duration.ofMinutes(9));
        assertEquals(Optional.of(B), story.holder(ENI), "the wait is doubled");
        story.sweepsFor(Duration.ofMinutes(4));
        assertEquals(Optional.of(A), story.holder(ENI));
        story.sweepsFor(Duration.ofHours(3));
        fails(story);
        story.region.state(A, InstanceState.RUNNING);
        story.sweepsFor(Duration.ofMinutes(8));
        assertEquals(Optional.of(A), story.holder(ENI), "the wait is the tag's again");
    }

    /// A failback that nobody can carry out is tried ever more seldom, and the ENIs stay where they are well.
    @Test
    void aFailbackThatCannotBeIsNotAnEmergencyAndNotTriedEachMinute() {
        Story story = away(auto(TEN_MINUTES));
        story.region.instances.computeIfPresent(
                A, (id, one) -> Story.occupying(one, new enifailover.model.DevicePosition(1, 0)));
        story.sweepsFor(Duration.ofHours(6));
        assertEquals(Optional.of(B), story.holder(ENI));
        List<String> verdicts = story.groupStore.history(Story.SIP, 100).stream()
                .map(journalEntry -> journalEntry.verdict())
                .toList();
        assertTrue(verdicts.contains("REFUSED"), verdicts::toString);
        assertTrue(verdicts.size() < 10 && !verdicts.contains("NO_STANDBY"), verdicts::toString);
    }

    @Test
    void anotherFailoverMeanwhileKeepsThePreferred() {
        Story story = away(auto(TEN_MINUTES));
        story.region.state(A, InstanceState.STOPPED);
        story.sweepsFor(Duration.ofMinutes(6));
        story.region.state(B, InstanceState.STOPPED);
        story.event(Cause.STATE_CHANGE, B);
        assertEquals(Optional.of(C), story.holder(ENI));
        story.region.state(A, InstanceState.RUNNING);
        story.region.state(B, InstanceState.RUNNING);
        story.sweepsFor(Duration.ofMinutes(13));
        assertEquals(Optional.of(A), story.holder(ENI));
    }
}
