package enifailover.failover;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.execute.Contention;
import enifailover.model.InstanceState;
import enifailover.model.Provisioning;
import enifailover.port.ErrorKind;
import enifailover.port.GroupStore.HeldByOther;
import enifailover.report.Report;
import enifailover.report.ReportText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// More groups fail at once than EC2 takes requests: what one of them does.
class AdmissionControlTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FIVE = Duration.ofMinutes(5);

    private static Story stopped() {
        return new Story(usual().state(A, InstanceState.STOPPED));
    }

    private static Report inTurn(Story story, Cause cause, Duration functionTime) {
        Trigger trigger =
                new Trigger(cause, Optional.of(A), Optional.of(story.time.now()), Optional.empty(), cause.message());
        return story.failover.run(
                Story.SIP,
                new AutomaticMode(story.assessor, trigger),
                "in-turn",
                story.time.now().plus(functionTime),
                Contention.IN_TURN);
    }

    private static void is(Verdict verdict, Report report) {
        assertEquals(verdict, report.verdict(), () -> ReportText.of(report));
    }

    /// Others are before it for so long.
    private static void queue(Story story, Duration length) {
        story.turns.take(length, FIVE);
    }

    @Test
    void itLooksWhenItsTurnComesAndNotBefore() {
        Story story = stopped();
        queue(story, MINUTE);
        // The standby that it would have seen at first is gone by then.
        story.time.at(Duration.ofSeconds(30), () -> story.region.state(B, InstanceState.STOPPED));
        is(Verdict.SUCCEEDED, inTurn(story, Cause.STATE_CHANGE, FIVE));
        assertEquals(Optional.of(C), story.holder(ENI));
        assertTrue(story.region.writes.stream().noneMatch(write -> write.contains(B.value())));
    }

    @Test
    void itKeepsItsLeaseWhileItWaits() {
        Story story = stopped();
        queue(story, MINUTE.multipliedBy(2));
        List<Boolean> held = new ArrayList<>();
        for (int second = 10; second < 120; second += 10) {
            story.time.at(
                    Duration.ofSeconds(second),
                    () -> held.add(
                            Optional.ofNullable(story.groupStore.activeLeases().get(Story.SIP))
                                    .map(HeldByOther::owner)
                                    .equals(Optional.of("in-turn"))));
        }
        is(Verdict.SUCCEEDED, inTurn(story, Cause.STATE_CHANGE, FIVE));
        assertEquals(11, held.size());
        assertTrue(held.stream().allMatch(Boolean::booleanValue), held::toString);
        assertEquals(Map.of(), story.groupStore.activeLeases());
    }

    @Test
    void whoseTurnComesTooLateLeavesTheGroupToTheSweep() {
        Story story = stopped();
        queue(story, MINUTE.multipliedBy(4).plusSeconds(1));
        Report report = inTurn(story, Cause.STATE_CHANGE, FIVE);
        is(Verdict.INCONCLUSIVE, report);
        assertEquals(List.of(), story.region.writes);
        assertEquals(Map.of(), story.groupStore.activeLeases());
        assertTrue(report.took().compareTo(Duration.ofSeconds(1)) < 0);
        story.sweepsFor(Duration.ofMinutes(2));
        assertEquals(Optional.of(B), story.holder(ENI));
    }

    /// A Spot warning is nowhere to be seen afterwards, so it does not wait for a sweep.
    @Test
    void whatOnlyTheEventKnowsGoesAheadAllTheSame() {
        Story story = new Story(usual().provisioned(A, new Provisioning(true, false, Optional.empty())));
        queue(story, FIVE);
        is(Verdict.SUCCEEDED, inTurn(story, Cause.SPOT_INTERRUPTION, FIVE));
    }

    @Test
    void whoIsRefusedTheFirstDetachTakesATurnAndLooksAgain() {
        Story story = stopped();
        queue(story, MINUTE);
        story.region.refuseNext("ec2:DetachNetworkInterface", ErrorKind.THROTTLED);
        Instant begun = story.time.now();
        story.time.at(Duration.ofSeconds(30), () -> story.region.state(B, InstanceState.STOPPED));
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertTrue(Duration.between(begun, story.time.now()).compareTo(MINUTE) > 0);
        assertEquals(Optional.of(C), story.holder(ENI));
    }

    /// What has begun is not put off.
    @Test
    void whoIsRefusedTheAttachAsksAgainSoon() {
        Story story = stopped();
        queue(story, MINUTE);
        story.region.refuseNext("ec2:AttachNetworkInterface", ErrorKind.THROTTLED);
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.SUCCEEDED, report);
        assertTrue(report.took().compareTo(Duration.ofSeconds(8)) < 0, () -> "too slow: " + report.took());
    }

    @Test
    void aRecheckRequestBeforeTheLookIsServedByIt() {
        Story story = stopped();
        queue(story, MINUTE);
        story.time.at(Duration.ofSeconds(30), () -> is(Verdict.BUSY, story.event(Cause.STATE_CHANGE, A)));
        Instant begun = story.time.now();
        is(Verdict.SUCCEEDED, inTurn(story, Cause.STATE_CHANGE, FIVE));
        // Where somebody knocks after the look, one more is made.
        assertTrue(Duration.between(begun, story.time.now()).compareTo(Duration.ofSeconds(68)) < 0);
        assertEquals(1, story.region.looks);
    }

    @Test
    void aRecheckRequestAfterTheLookIsNotLost() {
        Story story = stopped();
        story.time.at(Duration.ofSeconds(2), () -> is(Verdict.BUSY, story.event(Cause.STATE_CHANGE, A)));
        is(Verdict.SUCCEEDED, inTurn(story, Cause.STATE_CHANGE, FIVE));
        assertEquals(2, story.region.looks);
    }

    @Test
    void theSweepDoesNotMakeARunAtWorkLookAgain() {
        Story story = stopped();
        List<Verdict> sweep = new ArrayList<>();
        story.time.at(Duration.ofSeconds(2), () -> story.sweeps().reports().forEach(one -> sweep.add(one.verdict())));
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(List.of(Verdict.BUSY), sweep);
        assertEquals(1, story.region.looks - 1, "one look of the sweep's own at everything");
    }

    @Test
    void withoutTheQueueItGoesAhead() {
        Story story = stopped();
        story.turnsAway = true;
        is(Verdict.SUCCEEDED, inTurn(story, Cause.STATE_CHANGE, FIVE));
    }
}
