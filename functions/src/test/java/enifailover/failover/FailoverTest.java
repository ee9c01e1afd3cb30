package enifailover.failover;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.ENI2;
import static enifailover.model.group.Situation.attached;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.model.Attachment;
import enifailover.model.AttachmentAttributes;
import enifailover.model.DevicePosition;
import enifailover.model.InstanceState;
import enifailover.model.group.Situation;
import enifailover.port.ErrorKind;
import enifailover.port.EventPublisher.Announcement;
import enifailover.port.EventPublisher.Kind;
import enifailover.report.Report;
import enifailover.report.ReportText;
import enifailover.sweep.Sweep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailoverTest {
    private static Story stopped() {
        return new Story(usual().state(A, InstanceState.STOPPED));
    }

    private static void is(Verdict verdict, Report report) {
        assertEquals(verdict, report.verdict(), () -> ReportText.of(report));
    }

    private static List<Kind> kinds(Story story) {
        return story.region.told.stream().map(Announcement::kind).toList();
    }

    @Test
    void theEniMovesToTheStandbyAtTheSameIndexWithTwoWrites() {
        Story story = stopped();
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.SUCCEEDED, report);
        assertEquals(Optional.of(B), story.holder(ENI));
        assertEquals(
                new DevicePosition(1, 0),
                story.region.eni(ENI).attachment().orElseThrow().devicePosition());
        assertEquals(
                List.of(
                        "apply on " + B,
                        "detach " + attached(ENI, A, 1).id(),
                        "attach " + ENI + " to " + B + " at index 1"),
                story.region.writes);
        assertEquals(List.of(Kind.STARTED, Kind.SUCCEEDED), kinds(story));
        assertTrue(report.took().compareTo(Duration.ofMillis(5375)) < 0, () -> "too slow: " + report.took());
    }

    @Test
    void theSameEventAgainFindsItMoved() {
        Story story = stopped();
        story.event(Cause.STATE_CHANGE, A);
        int writes = story.region.writes.size();
        for (int i = 0; i < 10; i++) {
            is(Verdict.MOVED_ALREADY, story.event(Cause.STATE_CHANGE, A));
        }
        assertEquals(writes, story.region.writes.size());
    }

    @Test
    void withoutAStandbyNothingIsTouched() {
        Story story =
                new Story(usual().without(C).state(A, InstanceState.STOPPED).state(B, InstanceState.STOPPED));
        is(Verdict.NO_STANDBY, story.event(Cause.STATE_CHANGE, A));
        assertEquals(List.of(), story.region.writes);
        assertEquals(List.of(Kind.REFUSED), kinds(story));
        is(Verdict.NO_STANDBY, story.event(Cause.STATE_CHANGE, A));
        assertEquals(1, kinds(story).size(), "the same bad news is not told every minute");
    }

    @Test
    void theNextStandbyIsTakenWhenOneRefusesTheAttach() {
        Story story = stopped();
        story.region.nextAttach.add(ErrorKind.LIMIT_REACHED);
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(Optional.of(C), story.holder(ENI));
    }

    @Test
    void theNextStandbyIsTakenWhenTheGuestNeverShowsTheInterface() {
        Story story = stopped();
        story.region.noDevice.add(B);
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.SUCCEEDED, report);
        assertEquals(Optional.of(C), story.holder(ENI));
        assertTrue(report.evidence().stream().anyMatch(message -> message.contains("02:aa")));
    }

    @Test
    void withoutAnotherStandbyAnUnverifiedMoveStaysAndIsSaidLoudly() {
        Story story = new Story(usual().without(C).state(A, InstanceState.STOPPED));
        story.region.hangs.add(B);
        is(Verdict.FAILED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(Optional.of(B), story.holder(ENI));
        assertEquals(List.of(Kind.STARTED, Kind.FAILED), kinds(story));
        story.region.hangs.clear();
        story.time.sleep(Duration.ofSeconds(30));
        Sweep.Swept swept = story.sweeps();
        is(Verdict.SUCCEEDED, swept.reports().getFirst());
    }

    @Test
    void whenEveryStandbyRefusesARunningHolderGetsItBack() {
        Story story = new Story(usual().impaired(A, Duration.ofMinutes(3)));
        story.region.nextAttach.addAll(List.of(ErrorKind.LIMIT_REACHED, ErrorKind.LIMIT_REACHED));
        is(Verdict.FAILED, story.event(Cause.STATUS_CHECK, A));
        assertEquals(Optional.of(A), story.holder(ENI));
        is(Verdict.COOLING_DOWN, story.event(Cause.STATUS_CHECK, A));
    }

    @Test
    void aLostAnswerToAnAttachIsNoSecondAttach() {
        Story story = stopped();
        story.region.nextAttach.add(ErrorKind.UNANSWERED);
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(
                1,
                story.region.writes.stream().filter(w -> w.startsWith("attach")).count());
    }

    @Test
    void aStuckDetachIsForcedAfterItsTime() {
        Story story = stopped();
        story.region.stuck = true;
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(
                List.of(
                        "detach " + attached(ENI, A, 1).id(),
                        "force-detach " + attached(ENI, A, 1).id()),
                story.region.writes.stream().filter(w -> w.contains("detach")).toList());
    }

    @Test
    void twoEnisMoveTogether() {
        Story story = new Story(usual().eni(ENI2, attached(ENI2, A, 2)).state(A, InstanceState.STOPPED));
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.SUCCEEDED, report);
        assertEquals(Optional.of(B), story.holder(ENI));
        assertEquals(Optional.of(B), story.holder(ENI2));
        assertEquals(5, story.region.writes.size());
    }

    @Test
    void oneOfTwoRefusedBringsBothToTheNext() {
        Story story = new Story(usual().eni(ENI2, attached(ENI2, A, 2)).state(A, InstanceState.STOPPED));
        story.region.nextAttach.addAll(List.of(ErrorKind.UNANSWERED, ErrorKind.LIMIT_REACHED));
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(Optional.of(C), story.holder(ENI));
        assertEquals(Optional.of(C), story.holder(ENI2));
    }

    @Test
    void aFunctionThatRunsOutOfTimeIsFinishedByTheSweep() {
        Story story = stopped();
        is(Verdict.FAILED, story.event(Cause.STATE_CHANGE, A, Duration.ofSeconds(7)));
        Sweep.Swept swept = story.sweeps();
        is(Verdict.SUCCEEDED, swept.reports().getFirst());
        assertEquals(Optional.of(B), story.holder(ENI));
        assertEquals(
                new DevicePosition(1, 0),
                story.region.eni(ENI).attachment().orElseThrow().devicePosition());
    }

    @Test
    void aMissingPermissionIsNamed() {
        Story story = stopped();
        story.region.denied.add("ec2:DetachNetworkInterface");
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.FAILED, report);
        assertTrue(ReportText.of(report).contains("may not call ec2:DetachNetworkInterface"));
        Story blind = stopped();
        blind.region.denied.add("ec2:DescribeNetworkInterfaces");
        Report unseen = blind.event(Cause.STATE_CHANGE, A);
        is(Verdict.FAILED, unseen);
        assertTrue(ReportText.of(unseen).contains("may not call ec2:DescribeNetworkInterfaces"));
    }

    @Test
    void anAnnouncementThatFailsFailsNothing() {
        Story story = stopped();
        story.region.denied.add("events:PutEvents");
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.SUCCEEDED, report);
        assertTrue(ReportText.of(report).contains("the event was not published"), () -> ReportText.of(report));
    }

    @Test
    void anEniThatDiedWithItsHolderIsSaidLoudly() {
        Story story = new Story(usual());
        story.sweeps();
        story.region.enis.clear();
        story.region.state(A, InstanceState.TERMINATED);
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.NO_GROUP, report);
        assertTrue(report.evidence().getLast().contains("no longer exists"));
        assertEquals(List.of(Kind.FAILED), kinds(story));
    }

    @Test
    void fencingStopsAnImpairedHolderFirst() {
        Story story = new Story(usual().impaired(A, Duration.ofMinutes(3)).policy(Situation::fencing));
        is(Verdict.SUCCEEDED, story.event(Cause.STATUS_CHECK, A));
        assertEquals("stop " + A, story.region.writes.getFirst());
    }

    @Test
    void aColdStandbyIsStartedAndTaken() {
        Story story = new Story(usual().without(C)
                .state(A, InstanceState.STOPPED)
                .state(B, InstanceState.STOPPED)
                .policy(Situation::cold));
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals("start " + B, story.region.writes.getFirst());
    }

    @Test
    void theHolderThatFailsDuringTheMoveToItIsLeftAgain() {
        Story story = stopped();
        story.region.beforeNextWrite.add(() -> story.time.at(Duration.ofSeconds(2), () -> {
            story.region.state(B, InstanceState.TERMINATED);
        }));
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(Optional.of(C), story.holder(ENI));
    }

    @Test
    void somebodyElseMovingItMeanwhileIsANormalEnd() {
        Story story = stopped();
        story.region.beforeNextWrite.add(
                () -> story.region.put(story.region.eni(ENI), Optional.of(attached(ENI, C, 1))));
        Report report = story.event(Cause.STATE_CHANGE, A);
        assertEquals(Optional.of(C), story.holder(ENI), () -> ReportText.of(report));
    }

    @Test
    void withoutTheTableOnlyThePlainCaseIsActedUpon() {
        Story story = stopped();
        story.groupStore.away = true;
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        Story impaired = new Story(usual().impaired(A, Duration.ofMinutes(3)));
        impaired.groupStore.away = true;
        is(Verdict.INCONCLUSIVE, impaired.event(Cause.STATUS_CHECK, A));
        assertEquals(List.of(), impaired.region.writes);
    }

    @Test
    void anOrphanIsAttachedAfterASecondLook() {
        Story story = new Story(usual().orphan(ENI));
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
        assertEquals(Optional.of(A), story.holder(ENI));
    }

    @Test
    void theSweepRemembersWhatEc2Forgets() {
        Story story = new Story(usual().eni(ENI, attached(ENI, A, 3)));
        assertEquals(List.of(), story.sweeps().reports());
        story.region.put(story.region.eni(ENI), Optional.empty());
        story.region.state(A, InstanceState.TERMINATED);
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
        assertEquals(
                new DevicePosition(3, 0),
                story.region.eni(ENI).attachment().orElseThrow().devicePosition());
    }

    @Test
    void aDrillPlanChangesNothing() {
        Story story = new Story(usual());
        Report report = story.drill("{\"action\":\"plan\",\"group\":\"sip\"}");
        is(Verdict.PLANNED, report);
        assertEquals(List.of(), story.region.writes);
        assertEquals(5, report.plan().size());
        assertTrue(report.outcomes().getFirst().message().contains("EC2 would allow it"));
    }

    @Test
    void aDrillMovesGracefullyAndAgainBack() {
        Story story = new Story(usual());
        String move = "{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\"}";
        is(Verdict.SUCCEEDED, story.drill(move));
        assertEquals(Optional.of(B), story.holder(ENI));
        is(Verdict.SUCCEEDED, story.drill(move));
        assertEquals(Optional.of(A), story.holder(ENI));
        is(
                Verdict.REFUSED,
                story.drill(
                        "{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\",\"target\":\"" + A + "\"}"));
    }

    @Test
    void aDrillThatMeetsARefusingStandbyEndsOnAWellInstance() {
        Story story = new Story(usual().without(C));
        story.region.nextAttach.add(ErrorKind.LIMIT_REACHED);
        Report report = story.drill("{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\"}");
        assertEquals(Optional.of(A), story.holder(ENI), () -> ReportText.of(report));
    }

    @Test
    void aProbeThatIsNotAnsweredIsSaidAndNotUndone() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED).policy(p -> Situation.probing(p, 5060)));
        story.probe = Optional.of("connection refused");
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.SUCCEEDED, report);
        assertTrue(ReportText.of(report)
                .contains("WARNED  open a TCP connection to 10.0.2.50 port 5060: connection refused"));
        story.probe = Optional.empty();
        story.time.sleep(Duration.ofMinutes(6));
        story.region.state(B, InstanceState.STOPPED);
        assertTrue(ReportText.of(story.event(Cause.STATE_CHANGE, B)).contains("the service answers"));
    }

    @Test
    void whatBelongsToTheAttachmentIsProtectedBeforeAndAskedForWithTheNewOne() {
        Story story = withEnaSettings();
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals("keep " + ENI, story.region.writes.getFirst());
        assertEquals(
                1,
                story.region.writes.stream()
                        .filter(write -> write.endsWith("with its ENA settings"))
                        .count());
        assertFalse(story.region.writes.contains("restore " + ENI), "the attachment has them already");
    }

    /// EC2 may not take them for the target's type. The ENI is worth more than its settings.
    @Test
    void whereTheTargetTakesNoEnaSettingsTheEniComesWithoutThem() {
        for (ErrorKind errorKind : List.of(ErrorKind.UNEXPECTED, ErrorKind.NOT_POSSIBLE, ErrorKind.LIMIT_REACHED)) {
            Story story = withEnaSettings();
            story.region.nextAttach.add(errorKind);
            Report report = story.event(Cause.STATE_CHANGE, A);
            is(Verdict.SUCCEEDED, report);
            assertEquals(Optional.of(B), story.holder(ENI), errorKind.name());
            assertEquals("restore " + ENI, story.region.writes.getLast(), "it is tried once more by itself");
            assertTrue(ReportText.of(report).contains("with its ENA settings"), ReportText.of(report));
        }
    }

    private static Story withEnaSettings() {
        AttachmentAttributes own = new AttachmentAttributes(true, Optional.of(4), true, false);
        Attachment there = attached(ENI, A, 1);
        return new Story(usual().eni(ENI, new Attachment(there.id(), A, there.devicePosition(), there.status(), own))
                .state(A, InstanceState.STOPPED));
    }
}
