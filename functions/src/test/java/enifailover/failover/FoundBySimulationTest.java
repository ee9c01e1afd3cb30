package enifailover.failover;

import static enifailover.failover.Story.SIP;
import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.ENI2;
import static enifailover.model.group.Situation.attached;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Assessment;
import enifailover.assess.AssessmentSettings;
import enifailover.assess.Assessor;
import enifailover.assess.Verdict;
import enifailover.drill.DrillRequest;
import enifailover.drill.DrillReturnMode;
import enifailover.event.Cause;
import enifailover.execute.LeaseGuard;
import enifailover.model.Attachment;
import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentId;
import enifailover.model.AttachmentStatus;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.StatusChecks;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupState;
import enifailover.model.group.MoveRecord;
import enifailover.model.group.Situation;
import enifailover.port.GroupStore.AcquireResult;
import enifailover.port.GroupStore.Acquired;
import enifailover.port.GroupStore.HeldByOther;
import enifailover.port.LeaseLost;
import enifailover.report.Report;
import enifailover.report.ReportText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the seeded simulation has found in the flow, each as the shortest story of it.
class FoundBySimulationTest {
    private static void is(Verdict verdict, Report report) {
        assertEquals(verdict, report.verdict(), () -> ReportText.of(report));
    }

    private static List<String> stops(Story story) {
        return story.region.writes.stream().filter(w -> w.startsWith("stop")).toList();
    }

    private static void open(Story story, InstanceId from, InstanceId to, boolean planned) {
        Acquired acquired = (Acquired) story.groupStore.acquire(SIP, "before", Duration.ofSeconds(30));
        MoveRecord moveRecord = new MoveRecord(Optional.of(from), to, planned, story.time.now());
        story.groupStore.recordMove(acquired.lease(), moveRecord, Map.of());
        story.time.sleep(Duration.ofMinutes(1));
    }

    /// The table knew nothing of the group, one ENI was attached nowhere, and routing failed where the other one was.
    @Test
    void aFreeEniOfANewGroupIsRememberedWithTheOthers() {
        Story story = new Story(usual().without(C)
                .state(A, InstanceState.TERMINATED)
                .orphan(ENI)
                .eni(ENI2, attached(ENI2, B, 2)));
        story.region.noDevice.add(B);
        is(Verdict.FAILED, story.sweeps().reports().getFirst());
        GroupState known = story.groupStore.memories().getOrDefault(SIP, GroupState.NONE);
        assertEquals(Set.of(ENI, ENI2), known.enis().keySet());
        story.region.noDevice.clear();
        story.time.sleep(Duration.ofHours(1));
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
    }

    /// The function stood still right before the attach, and the reservation ended meanwhile.
    @Test
    void nothingIsAttachedToASlotThatAnotherGroupHasReservedMeanwhile() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED));
        story.region.detaches = Duration.ofSeconds(8);
        story.time.at(Duration.ofSeconds(7), () -> story.region.readTakes = Duration.ofSeconds(52));
        story.time.at(Duration.ofSeconds(55), () -> {
            story.region.readTakes = Duration.ofMillis(40);
            Instant until = story.time.now().plusSeconds(45);
            Set<DevicePosition> slots = Set.of(new DevicePosition(1, 0), new DevicePosition(2, 0));
            assertTrue(story.reservations.reserve(new GroupName("db"), B, slots, until, story.reservations.read()));
        });
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(Optional.of(C), story.holder(ENI));
        assertTrue(story.region.writes.stream().noneMatch(w -> w.startsWith("attach") && w.contains(B.value())));
    }

    /// A person had put one ENI of the group on another member.
    @Test
    void fencingNeverStopsAWellInstanceThatMerelyHoldsAnEni() {
        Story story = new Story(usual().eni(ENI2, attached(ENI2, B, 2)).policy(Situation::fencing));
        is(Verdict.SPLIT, story.sweeps().reports().getFirst());
        assertEquals(List.of(), story.region.writes);
        assertEquals(1, story.region.told.size(), "told once");
        story.time.sleep(Duration.ofHours(1));
        is(Verdict.SPLIT, story.sweeps().reports().getFirst());
        assertEquals(1, story.region.told.size(), "told once");
    }

    @Test
    void fencingStopsEachFailedHolderOfASplitGroup() {
        Story story = new Story(usual().eni(ENI2, attached(ENI2, B, 2))
                .impaired(A, Duration.ofMinutes(3))
                .impaired(B, Duration.ofMinutes(3))
                .policy(Situation::fencing));
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
        assertEquals(Optional.of(C), story.holder(ENI));
        assertEquals(Optional.of(C), story.holder(ENI2));
        assertEquals(
                List.of("stop " + A, "stop " + B),
                stops(story).stream().sorted().toList());
    }

    /// The move was planned, and then its target failed before the end.
    @Test
    void fencingStopsAFailedInstanceAlsoWhereTheMoveWasPlanned() {
        Story story = new Story(usual().eni(ENI, attached(ENI, B, 1))
                .eni(ENI2, attached(ENI2, A, 2))
                .state(B, InstanceState.STOPPING)
                .policy(Situation::fencing));
        open(story, A, B, true);
        Report report = story.sweeps().reports().getFirst();
        assertEquals(List.of("stop " + B), stops(story), () -> ReportText.of(report));
    }

    @Test
    void backToWhereAPlannedMoveBeganIsNoSuccess() {
        Story story = new Story(usual().without(C));
        story.region.hangs.add(B);
        Report report = story.drill("{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\"}");
        assertEquals(Optional.of(A), story.holder(ENI));
        is(Verdict.FAILED, report);
    }

    /// Law 6: the attachment has to be seen attached.
    @Test
    void anEniThatIsStillAttachingIsWaitedFor() {
        Attachment attaching = new Attachment(
                new AttachmentId("eni-attach-0a0a0a0a"),
                B,
                new DevicePosition(1, 0),
                AttachmentStatus.ATTACHING,
                AttachmentAttributes.FRESH);
        Story story = new Story(usual().eni(ENI, attaching));
        open(story, A, B, false);
        story.time.at(
                Duration.ofSeconds(7), () -> story.region.put(story.region.eni(ENI), Optional.of(attached(ENI, B, 1))));
        Report report = story.sweeps().reports().getFirst();
        is(Verdict.SUCCEEDED, report);
        assertTrue(
                report.outcomes().stream().anyMatch(o -> o.message().contains("observed attached")),
                () -> ReportText.of(report));
        assertEquals(
                List.of(),
                story.region.writes.stream().filter(w -> w.contains("tach")).toList());
    }

    /// A planned move is graceful for a minute, twice as long as a lease lasts.
    @Test
    void aLongDetachDoesNotCostTheLease() {
        Story story = new Story(usual());
        story.region.stuck = true;
        List<AcquireResult> others = new ArrayList<>();
        for (int seconds : new int[] {20, 40, 55}) {
            story.time.at(
                    Duration.ofSeconds(seconds),
                    () -> others.add(story.groupStore.acquire(SIP, "other", Duration.ofSeconds(30))));
        }
        is(Verdict.SUCCEEDED, story.drill("{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\"}"));
        assertEquals(3, others.size());
        assertTrue(others.stream().allMatch(HeldByOther.class::isInstance), others::toString);
    }

    /// The run was on its way from A to B when a person attached the ENI to C.
    @Test
    void whatAPersonAttachesMeanwhileIsLeftThere() {
        Attachment attaching = new Attachment(
                new AttachmentId("eni-attach-0b0b0b0b"),
                C,
                new DevicePosition(1, 0),
                AttachmentStatus.ATTACHING,
                AttachmentAttributes.FRESH);
        Story story = new Story(usual().state(A, InstanceState.STOPPED).eni(ENI, attaching));
        open(story, A, B, false);
        story.sweeps();
        assertEquals(Optional.of(C), story.holder(ENI));
        assertEquals(List.of(), story.region.writes);
    }

    @Test
    void withoutTheTableNothingIsTakenFromAnInstanceThatRuns() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED));
        story.groupStore.away = true;
        story.region.hangs.add(B);
        is(Verdict.FAILED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(Optional.of(B), story.holder(ENI));
    }

    /// The standby is started and never comes up: nothing was moved, so no move is open.
    @Test
    void aPlanThatFailsBeforeItsMoveLeavesNoMoveOpen() {
        Story story = new Story(usual().without(C)
                .state(A, InstanceState.STOPPED)
                .state(B, InstanceState.STOPPED)
                .policy(Situation::cold));
        story.region.denied.add("ec2:StartInstances");
        Report report = story.event(Cause.STATE_CHANGE, A);
        assertFalse(report.verdict() == Verdict.SUCCEEDED, () -> ReportText.of(report));
        assertEquals(
                Optional.empty(),
                Optional.ofNullable(story.groupStore.memories().get(SIP))
                        .orElseThrow()
                        .unfinished());
    }

    /// The way back of a drill lost its lease after the attach, and looked again.
    @Test
    void aWayBackThatWasInterruptedIsFinishedAndNotTakenForDone() {
        MoveRecord open = new MoveRecord(Optional.of(B), A, true, Situation.NOW);
        GroupState memory = new GroupState(Map.of(), Optional.of(open), Optional.empty(), Optional.empty());
        DrillRequest.Drill drill = new DrillRequest.Drill(
                DrillRequest.Action.FAILOVER,
                SIP,
                Optional.empty(),
                false,
                Optional.of(Duration.ofSeconds(20)),
                Optional.empty(),
                Optional.empty());
        Assessor assessor = new Assessor(new AssessmentSettings(Duration.ofHours(1), false));
        Assessment assessment = new DrillReturnMode(drill, B, A, assessor)
                .assess(usual().memory(memory).snapshot(), Situation.NOW, false);
        assertTrue(
                assessment instanceof Assessment.MoveRequired moveRequired
                        && moveRequired.reason() == Assessment.Reason.UNFINISHED,
                assessment::toString);
    }

    /// It would have to be started first: a failed active is no way back.
    @Test
    void theStoppedInstanceThatAMoveLeftIsNotStartedForTheWayBack() {
        Story story =
                new Story(usual().without(C).state(A, InstanceState.STOPPED).policy(Situation::cold));
        story.region.hangs.add(B);
        is(Verdict.FAILED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(Optional.of(B), story.holder(ENI));
        assertFalse(story.region.writes.contains("start " + A), story.region.writes::toString);
    }

    private static Story cold() {
        return new Story(usual().state(A, InstanceState.STOPPED)
                .state(B, InstanceState.STOPPED)
                .priority(B, 1)
                .policy(Situation::cold));
    }

    /// It was terminated while it started; nobody waits for it until the function's time is over.
    @Test
    void aStandbyThatDiesWhileItStartsIsGivenUpAtOnce() {
        Story story = cold();
        story.time.at(Duration.ofSeconds(10), () -> story.region.state(B, InstanceState.SHUTTING_DOWN));
        Instant before = story.time.now();
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.SUCCEEDED, report);
        assertEquals(Optional.of(C), story.holder(ENI));
        assertTrue(
                ReportText.of(report).replaceAll("\\s+", " ").contains("is shutting-down again"),
                () -> ReportText.of(report));
        assertTrue(Duration.between(before, story.time.now()).toSeconds() < 30);
    }

    /// EC2 accepts a start for which it then has no capacity.
    @Test
    void aStandbyThatStopsAgainWhileItStartsIsGivenUpAtOnce() {
        Story story = cold();
        story.time.at(Duration.ofSeconds(10), () -> story.region.state(B, InstanceState.STOPPED));
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(Optional.of(C), story.holder(ENI));
    }

    /// The renewal was sent in time, and the program stood still over it for longer than the lease lasts.
    @Test
    void aLeaseThatRanOutWhileItWasRenewedIsLost() {
        Story story = new Story(usual());
        Acquired acquired = (Acquired) story.groupStore.acquire(SIP, "a", LeaseGuard.TTL);
        LeaseGuard leaseGuard = new LeaseGuard(story.groupStore, story.time, Optional.of(acquired.lease()));
        story.time.sleep(Duration.ofSeconds(16));
        story.groupStore.renewal = () -> story.time.sleep(Duration.ofSeconds(45));
        assertThrows(LeaseLost.class, leaseGuard::check);
        Acquired next = (Acquired) story.groupStore.acquire(SIP, "b", LeaseGuard.TTL);
        LeaseGuard other = new LeaseGuard(story.groupStore, story.time, Optional.of(next.lease()));
        story.time.sleep(Duration.ofSeconds(16));
        story.groupStore.renewal = () -> {
            story.time.sleep(Duration.ofSeconds(10));
            story.groupStore.away = true;
        };
        assertThrows(LeaseLost.class, other::check);
    }

    /// The standby's start took nearly all of the function's time; the sweep has a whole one.
    @Test
    void nothingIsDetachedAtTheEndOfTheFunctionsTime() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED));
        Report report = story.event(Cause.STATE_CHANGE, A, Duration.ofSeconds(20));
        is(Verdict.FAILED, report);
        assertTrue(
                ReportText.of(report).replaceAll("\\s+", " ").contains("so no move is started"),
                () -> ReportText.of(report));
        assertEquals(List.of(), story.region.writes);
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
    }

    @Test
    void anEniThatIsAttachedNowhereIsAttachedAlsoAtTheEndOfTheFunctionsTime() {
        Story story = new Story(usual().state(A, InstanceState.TERMINATED).orphan(ENI));
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A, Duration.ofSeconds(29)));
    }

    /// Two events of one failure, and no right to detach: the second one's look would be refused as the first was.
    @Test
    void whatIsRefusedForGoodIsNotTriedAgainForWhoKnocked() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED));
        story.region.denied.add("ec2:DetachNetworkInterface");
        story.region.beforeNextWrite.add(() -> story.groupStore.acquire(SIP, "another", LeaseGuard.TTL));
        is(Verdict.FAILED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(
                1,
                story.region.writes.stream().filter(w -> w.startsWith("apply")).count(),
                story.region.writes::toString);
    }

    /// It was stopped when the move began, and another group's move has started it since.
    @Test
    void fencingStopsNobodyThatHoldsNothingAndIsNotSeenFailed() {
        Story story =
                new Story(usual().orphan(ENI).checks(C, StatusChecks.UNKNOWN).policy(Situation::fencing));
        open(story, C, B, false);
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
        assertEquals(List.of(), stops(story));
        Story failed =
                new Story(usual().orphan(ENI).impaired(C, Duration.ofMinutes(3)).policy(Situation::fencing));
        open(failed, C, B, false);
        failed.sweeps();
        assertEquals(List.of("stop " + C), stops(failed));
    }

    /// A look that shows them elsewhere may be older than the move.
    @Test
    void aMoveStaysOpenThoughItsOwnRunSeesTheEnisWellElsewhere() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED));
        story.region.hangs.add(B);
        story.time.at(
                Duration.ofSeconds(60),
                () -> story.region.put(story.region.eni(ENI), Optional.of(attached(ENI, C, 1))));
        is(Verdict.MOVED_ALREADY, story.event(Cause.STATE_CHANGE, A));
        assertTrue(Optional.ofNullable(story.groupStore.memories().get(SIP))
                .flatMap(GroupState::unfinished)
                .isPresent());
        story.sweeps();
        assertEquals(
                Optional.empty(),
                Optional.ofNullable(story.groupStore.memories().get(SIP)).flatMap(GroupState::unfinished));
    }

    /// A person has put the ENI there and may be at work on it: that its routing is not verified is said, and no
    /// more.
    @Test
    void whoHasAnEniByHandIsNotRebootedThoughItDoesNotShow() {
        Story story = new Story(usual().policy(Situation::rebooting));
        story.sweeps();
        story.region.put(story.region.eni(ENI), Optional.of(attached(ENI, C, 1)));
        story.region.noDevice.add(C);
        story.region.showsAfterReboot.add(C);
        is(Verdict.FAILED, story.sweeps().reports().getFirst());
        assertEquals(
                List.of(),
                story.region.writes.stream().filter(w -> w.startsWith("reboot")).toList());
        assertEquals(Optional.of(C), story.holder(ENI));
    }

    @Test
    void whoOnlyStartedAStandbyHasBegunNothing() {
        Story story = cold();
        story.time.at(Duration.ofSeconds(5), () -> story.policy = Situation.paused(story.policy, Instant.MAX));
        story.time.at(Duration.ofSeconds(10), () -> story.region.state(B, InstanceState.STOPPED));
        is(Verdict.PAUSED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(Optional.of(A), story.holder(ENI));
    }

    /// The table was busy when the move began, and the run died later: who comes after it has to know of the move.
    @Test
    void aMoveThatCouldNotBeWrittenDownIsWrittenDownLater() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED));
        story.groupStore.throttledBegins = 1;
        story.region.hangs.add(B);
        List<Optional<MoveRecord>> open = new ArrayList<>();
        for (int seconds : List.of(10, 40)) {
            story.time.at(
                    Duration.ofSeconds(seconds), () -> open.add(memory(story).unfinished()));
        }
        Report report = story.event(Cause.STATE_CHANGE, A);
        assertEquals(Optional.empty(), open.getFirst());
        assertEquals(Optional.of(B), open.getLast().map(MoveRecord::to), () -> ReportText.of(report));
    }

    private static GroupState memory(Story story) {
        return Optional.ofNullable(story.groupStore.memories().get(SIP)).orElseThrow();
    }

    /// Without a lease: another run was quicker, and then a person took one of the ENIs elsewhere. All that this
    /// run has seen leave was taken by others, so that it has nothing to finish.
    @Test
    void withoutALeaseARunThatHasAskedForNothingTakesNothing() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED).eni(ENI2, attached(ENI2, A, 2)));
        story.groupStore.away = true;
        List.of(ENI, ENI2).forEach(eni -> status(story, eni, AttachmentStatus.DETACHING));
        story.time.at(Duration.ofSeconds(2), () -> {
            story.region.put(story.region.eni(ENI), Optional.of(attached(ENI, B, 1)));
            story.region.put(story.region.eni(ENI2), Optional.of(attached(ENI2, B, 2)));
        });
        story.region.hangs.add(B);
        story.time.at(
                Duration.ofSeconds(20),
                () -> story.region.put(story.region.eni(ENI), Optional.of(attached(ENI, C, 1))));
        Report report = story.event(Cause.STATE_CHANGE, A);
        assertEquals(List.of("apply on " + B), story.region.writes, () -> ReportText.of(report));
        is(Verdict.SPLIT, report);
        assertEquals(Optional.of(B), story.holder(ENI2));
    }

    private static void status(Story story, EniId id, AttachmentStatus status) {
        Attachment present = story.region.eni(id).attachment().orElseThrow();
        Attachment other =
                new Attachment(present.id(), present.holder(), present.devicePosition(), status, present.attributes());
        story.region.put(story.region.eni(id), Optional.of(other));
    }
}
