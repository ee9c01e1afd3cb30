package enifailover.failover;

import static enifailover.failover.Story.SIP;
import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.attached;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.NoAction;
import enifailover.assess.AssessmentSettings;
import enifailover.assess.Assessor;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.model.AttachmentAttributes;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.group.GroupState;
import enifailover.model.group.MoveRecord;
import enifailover.model.group.SavedAttachment;
import enifailover.model.group.Situation;
import enifailover.port.GroupStore.Acquired;
import enifailover.report.Report;
import enifailover.report.ReportText;
import enifailover.sweep.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// ENIs that came to a member without a run that has seen their routing verified there: the sweep sees that the table
/// remembers them elsewhere, and has the guest verify, without moving anything.
class UnverifiedRoutingTest {
    private static void is(Verdict verdict, Report report) {
        assertEquals(verdict, report.verdict(), () -> ReportText.of(report));
    }

    private static GroupState memory(Story story) {
        return Optional.ofNullable(story.groupStore.memories().get(SIP)).orElseThrow();
    }

    private static Optional<InstanceId> remembered(Story story) {
        return Optional.ofNullable(memory(story).enis().get(ENI)).map(SavedAttachment::holder);
    }

    private static List<String> writes(Story story, int from) {
        return story.region.writes.subList(from, story.region.writes.size());
    }

    /// The ENI is on A, as a sweep has seen.
    private static Story remembering() {
        Story story = new Story(usual());
        story.sweeps();
        assertEquals(Optional.of(A), remembered(story));
        return story;
    }

    private static void byHand(Story story, InstanceId to) {
        story.region.put(story.region.eni(ENI), Optional.of(attached(ENI, to, 1)));
    }

    /// B refused, C was to be the next, and the run died before it took the ENI from B.
    @Test
    void aRunThatDiesOnItsWayToASecondTargetLeavesTheFirstToBeVerified() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED).eni(ENI, attached(ENI, B, 1)));
        Acquired acquired = (Acquired) story.groupStore.acquire(SIP, "dead", Duration.ofSeconds(30));
        story.groupStore.recordMove(
                acquired.lease(),
                new MoveRecord(Optional.of(B), C, false, story.time.now()),
                Map.of(ENI, new SavedAttachment(new DevicePosition(1, 0), AttachmentAttributes.FRESH, A)));
        story.time.sleep(Duration.ofSeconds(33));
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
        assertEquals(List.of("apply on " + B), story.region.writes);
        assertEquals(Optional.empty(), memory(story).unfinished());
        assertEquals(Optional.of(B), remembered(story));
        assertEquals(List.of(), story.sweeps().reports());
    }

    /// Neither the move nor what came of it could be written down, and routing was not verified.
    @Test
    void aMoveWithoutATableIsVerifiedByTheSweep() {
        Story story = remembering();
        story.region.state(A, InstanceState.STOPPED);
        story.groupStore.away = true;
        story.region.hangs.add(B);
        is(Verdict.FAILED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(Optional.of(B), story.holder(ENI));
        story.groupStore.away = false;
        story.region.hangs.clear();
        int before = story.region.writes.size();
        Report report = story.sweeps().reports().getFirst();
        is(Verdict.SUCCEEDED, report);
        assertTrue(ReportText.of(report).contains("no run has verified"), () -> ReportText.of(report));
        assertEquals(List.of("apply on " + B), writes(story, before));
        assertEquals(Optional.of(B), remembered(story));
        assertEquals(Optional.empty(), memory(story).lastAutomatic());
        // Whose routing is still there cleans it up when it comes back.
        assertTrue(memory(story).after().pendingCleanups().containsKey(A));
        assertEquals(List.of(), story.sweeps().reports());
    }

    /// Found by the simulation: a table that knew nothing of the group, and was back before the run ended.
    @Test
    void aMoveWithoutATableThatKnewNothingIsVerifiedToo() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED));
        story.groupStore.away = true;
        story.region.hangs.add(B);
        story.time.at(Duration.ofSeconds(20), () -> story.groupStore.away = false);
        is(Verdict.FAILED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(Optional.of(B), story.holder(ENI));
        assertEquals(Optional.of(A), remembered(story));
        story.region.hangs.clear();
        int before = story.region.writes.size();
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
        assertEquals(List.of("apply on " + B), writes(story, before));
        assertEquals(Optional.of(B), remembered(story));
    }

    /// The table knew nothing, and a sweep has told it meanwhile where the ENIs are.
    @Test
    void aMoveWithoutATableIsVerifiedThoughTheTableHasLearnedOfItsEnd() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED));
        story.groupStore.away = true;
        story.region.hangs.add(B);
        story.time.at(Duration.ofSeconds(20), () -> {
            story.groupStore.away = false;
            Map<EniId, SavedAttachment> there = Map.of(
                    ENI, SavedAttachment.of(story.region.eni(ENI).attachment().orElseThrow()));
            assertTrue(story.groupStore.table.saveAttachments(SIP, there, Set.of(A, B, C)));
            assertEquals(Optional.of(B), remembered(story));
        });
        is(Verdict.FAILED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(Optional.of(A), remembered(story));
        story.region.hangs.clear();
        int before = story.region.writes.size();
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
        assertEquals(List.of("apply on " + B), writes(story, before));
        assertEquals(Optional.of(B), remembered(story));
    }

    /// What could not be written down is said.
    @Test
    void aMoveWithoutATableToTheEndSaysWhatIsNotWrittenDown() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED));
        story.groupStore.away = true;
        story.region.hangs.add(B);
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.FAILED, report);
        assertTrue(
                ReportText.of(report).contains("it could not be recorded that routing is not verified"),
                () -> ReportText.of(report));
    }

    @Test
    void whatAPersonHasMovedIsRoutedAndLeftThere() {
        Story story = remembering();
        byHand(story, C);
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
        assertEquals(List.of("apply on " + C, "cleanup on " + A), story.region.writes);
        assertEquals(Optional.of(C), remembered(story));
    }

    /// The sweep says so each minute, and takes the ENI from nobody.
    @Test
    void aGuestThatDoesNotVerifyIsAskedAgainAndKeepsTheEni() {
        Story story = remembering();
        byHand(story, C);
        story.region.hangs.add(C);
        is(Verdict.FAILED, story.sweeps().reports().getFirst());
        assertEquals(Verdict.ROUTING_UNVERIFIED, story.sweeps().verdicts().get(Story.SIP), "not due yet");
        story.region.hangs.clear();
        story.region.shell(C, Reach.LOST);
        story.time.sleep(Duration.ofSeconds(30));
        Report lost = story.sweeps().reports().getFirst();
        is(Verdict.FAILED, lost);
        assertTrue(ReportText.of(lost).contains("agent is not online"), () -> ReportText.of(lost));
        assertEquals(Optional.of(A), remembered(story));
        assertEquals(
                2,
                memory(story)
                        .unfinished()
                        .flatMap(MoveRecord::retry)
                        .orElseThrow()
                        .tries());
        story.region.shell(C, Reach.ONLINE);
        story.time.sleep(Duration.ofMinutes(1));
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
        assertEquals(Optional.of(C), story.holder(ENI));
        assertTrue(story.region.writes.stream().noneMatch(w -> w.contains("tach")), story.region.writes::toString);
    }

    @Test
    void nobodyIsAskedWhileTheGroupIsPausedOrTheDeploymentOnlyReports() {
        Story story = remembering();
        byHand(story, C);
        assertEquals(List.of(), story.reportingSweep().reports());
        story.policy = Situation.paused(story.policy, Instant.MAX);
        assertEquals(List.of(), story.sweeps().reports());
        assertEquals(List.of(), story.region.writes);
        story.policy = Situation.paused(story.policy, Instant.MIN);
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
    }

    /// Found by the simulation: it wrote down the ENI where it saw it, over what it had not read.
    @Test
    void aSweepThatCouldNotReadTheTableRemembersNothing() {
        Story story = remembering();
        byHand(story, C);
        story.groupStore.table.unread = true;
        assertEquals(List.of(), story.sweeps().reports());
        story.groupStore.table.unread = false;
        assertEquals(Optional.of(A), remembered(story));
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
    }

    /// A read that is older than the last move shows the ENI where it was before.
    @Test
    void oneLookElsewhereIsNotBelieved() {
        Story story = remembering();
        byHand(story, B);
        story.time.at(Duration.ofSeconds(1), () -> byHand(story, A));
        is(Verdict.HEALTHY, story.sweeps().reports().getFirst());
        assertEquals(List.of(), story.region.writes);
    }

    /// A person has put it on an instance that is none of ours.
    @Test
    void whoIsNoMemberIsNotAsked() {
        SavedAttachment onA = new SavedAttachment(new DevicePosition(1, 0), AttachmentAttributes.FRESH, A);
        GroupState memory = new GroupState(Map.of(ENI, onA), Optional.empty(), Optional.empty(), Optional.empty());
        Situation there = usual().eni(ENI, attached(ENI, C, 1)).memory(memory);
        Assessor assessor = new Assessor(new AssessmentSettings(Duration.ofHours(1), false));
        assertInstanceOf(MoveRequired.class, assessor.assess(there.snapshot(), Trigger.SWEEP, Situation.NOW));
        there.without(C).nonMember(Situation.well(C));
        assertInstanceOf(NoAction.class, assessor.assess(there.snapshot(), Trigger.SWEEP, Situation.NOW));
    }

    /// Trouble is announced for who has them, sooner or later, and there is nobody else: they have to be routed there
    /// until then. Found by the simulation.
    @Test
    void underAnnouncedTroubleTheyAreVerifiedWhereTheyAre() {
        for (Duration ahead : List.of(Duration.ofMinutes(30), Duration.ofDays(14))) {
            Story story = remembering();
            byHand(story, B);
            story.region.schedule(B, story.time.now().plus(ahead));
            List.of(A, C).forEach(id -> story.region.state(id, InstanceState.STOPPED));
            is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
            assertEquals(List.of("apply on " + B), writes(story, 0));
            assertEquals(Optional.of(B), remembered(story));
            Sweep.Swept next = story.sweeps();
            assertEquals(1, story.region.writes.size());
            Verdict verdict = ahead.toDays() > 0
                    ? Optional.ofNullable(next.verdicts().get(SIP)).orElseThrow()
                    : next.reports().getFirst().verdict();
            assertEquals(ahead.toDays() > 0 ? Verdict.ANNOUNCED : Verdict.NO_STANDBY, verdict);
        }
    }

    /// Where somebody can take them, they are moved there and verified there, and nowhere else.
    @Test
    void troubleThatIsNearIsLeftWhereThatIsPossible() {
        Story story = remembering();
        byHand(story, B);
        story.region.schedule(B, story.time.now().plus(Duration.ofMinutes(30)));
        story.region.state(A, InstanceState.STOPPED);
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
        assertEquals(Optional.of(C), story.holder(ENI));
        assertEquals(Optional.of(C), remembered(story));
        assertFalse(story.region.writes.contains("apply on " + B));
    }

    /// Whose routing fails there is told as that: somebody has to look.
    @Test
    void routingThatFailsUnderAnnouncedTroubleIsAFailure() {
        Story story = remembering();
        byHand(story, B);
        story.region.schedule(B, story.time.now().plus(Duration.ofMinutes(30)));
        List.of(A, C).forEach(id -> story.region.state(id, InstanceState.STOPPED));
        story.region.hangs.add(B);
        is(Verdict.FAILED, story.sweeps().reports().getFirst());
        assertEquals(Optional.of(A), remembered(story));
    }
}
