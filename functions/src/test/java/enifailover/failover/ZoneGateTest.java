package enifailover.failover;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.ZONE;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.model.InstanceState;
import enifailover.model.group.FailedAttaches;
import enifailover.port.ErrorKind;
import enifailover.port.EventPublisher.Announcement;
import enifailover.port.EventPublisher.Kind;
import enifailover.report.Report;
import enifailover.report.ReportText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Where attaches fail in a row, no further automatic move begins in the zone; the first that succeeds ends it.
class ZoneGateTest {
    private static Story stopped() {
        return new Story(usual().state(A, InstanceState.STOPPED));
    }

    /// Other groups' attaches.
    private static void failed(Story story, int number) {
        for (int i = 0; i < number; i++) {
            story.brake.attachFailed(ZONE, "another group's " + i, Instant.EPOCH);
        }
    }

    private static Story stoppedZone() {
        Story story = stopped();
        failed(story, 5);
        story.brake.stopZone(ZONE, Optional.empty(), story.time.now().plus(Duration.ofMinutes(5)));
        return story;
    }

    private static void is(Verdict verdict, Report report) {
        assertEquals(verdict, report.verdict(), () -> ReportText.of(report));
    }

    private static List<Kind> kinds(Story story) {
        return story.region.told.stream().map(Announcement::kind).toList();
    }

    @Test
    void aStoppedZoneHoldsAMoveBackAndSaysWhatToDo() {
        Story story = stoppedZone();
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.ZONE_STOPPED, report);
        assertTrue(report.evidence()
                .getLast()
                .startsWith("5 attaches in a row have failed in eu-west-1a: automatic failover is stopped"));
        assertTrue(ReportText.subject(report).startsWith("ACT NOW: attaches fail"));
        assertTrue(ReportText.of(report).contains("Health Dashboard"));
        assertEquals(List.of(), story.region.writes);
        assertEquals(Optional.of(A), story.holder(ENI));
        is(Verdict.ZONE_STOPPED, story.sweeps().reports().getFirst());
        assertEquals(List.of(Kind.REFUSED), kinds(story), "told once, not every minute");
    }

    @Test
    void afterFiveMinutesOneTriesAndItsSuccessEndsIt() {
        Story story = stoppedZone();
        story.time.sleep(Duration.ofMinutes(5));
        Report report = story.sweeps().reports().getFirst();
        is(Verdict.SUCCEEDED, report);
        assertTrue(ReportText.of(report).contains("tests whether an attach succeeds now"), () -> ReportText.of(report));
        assertEquals(Map.of(), story.brake.read().zones());
    }

    @Test
    void whileOneTriesTheOthersWait() {
        Story story = stoppedZone();
        Instant until = Objects.requireNonNull(story.brake.read().zones().get(ZONE))
                .stoppedUntil()
                .orElseThrow();
        story.time.sleep(Duration.ofMinutes(5));
        assertTrue(
                story.brake.stopZone(ZONE, Optional.of(until), story.time.now().plus(Duration.ofMinutes(5))));
        is(Verdict.ZONE_STOPPED, story.event(Cause.STATE_CHANGE, A));
    }

    @Test
    void theFifthFailedAttachStopsTheZoneAndIsToldOnce() {
        Story story = new Story(usual().without(C).state(A, InstanceState.STOPPED));
        failed(story, 4);
        story.region.nextAttach.add(ErrorKind.UNEXPECTED);
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.FAILED, report);
        FailedAttaches now = Objects.requireNonNull(story.brake.read().zones().get(ZONE));
        assertEquals(5, now.inARow());
        assertTrue(now.stoppedUntil().isPresent());
        assertTrue(
                report.warnings().stream().anyMatch(message -> message.startsWith("5 attaches in a row have failed")),
                () -> ReportText.of(report));
        assertEquals(1, kinds(story).stream().filter(Kind.ZONE_STOPPED::equals).count());
        assertTrue(story.region.told.stream()
                .filter(one -> one.kind() == Kind.ZONE_STOPPED)
                .allMatch(one -> one.message().contains("automatic failover is stopped there until")));
    }

    @Test
    void whatHadBegunGoesOnInAStoppedZone() {
        Story story = new Story(usual().without(C).state(A, InstanceState.STOPPED));
        failed(story, 4);
        story.region.nextAttach.add(ErrorKind.UNEXPECTED);
        is(Verdict.FAILED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(Optional.empty(), story.holder(ENI));
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
        assertEquals(Map.of(), story.brake.read().zones(), "and its success ends the stop");
    }

    @Test
    void aStandbyThatRefusesBeforeTheNextOneTakesThemIsNoRow() {
        Story story = stopped();
        failed(story, 3);
        story.region.nextAttach.add(ErrorKind.UNEXPECTED);
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(Optional.of(C), story.holder(ENI));
        assertEquals(Map.of(), story.brake.read().zones());
    }

    @Test
    void aRefusalForWhatIsWrongWithOneStandbyDoesNotCount() {
        Story story = stopped();
        story.region.nextAttach.addAll(List.of(ErrorKind.SLOT_TAKEN, ErrorKind.LIMIT_REACHED));
        story.event(Cause.STATE_CHANGE, A);
        assertEquals(Map.of(), story.brake.read().zones());
    }

    @Test
    void aPersonsFailoverIsNotHeldBackAndItsSuccessEndsTheStop() {
        Story story = stoppedZone();
        Report plan = story.drill("{\"action\":\"plan\",\"group\":\"sip\"}");
        is(Verdict.PLANNED, plan);
        assertTrue(
                plan.warnings().stream()
                        .anyMatch(message -> message.contains("automatic failover is stopped there until")),
                () -> ReportText.of(plan));
        is(Verdict.SUCCEEDED, story.drill("{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\"}"));
        assertEquals(Optional.of(B), story.holder(ENI));
        assertEquals(Map.of(), story.brake.read().zones());
    }

    @Test
    void anotherZonesFailuresStopNothingHere() {
        Story story = stopped();
        for (int i = 0; i < 6; i++) {
            story.brake.attachFailed("eu-west-1b", "another group's " + i, Instant.EPOCH);
        }
        story.brake.stopZone("eu-west-1b", Optional.empty(), Instant.MAX);
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
    }
}
