package enifailover.flow;

import static enifailover.group.Altered.altered;
import static enifailover.group.Situation.A;
import static enifailover.group.Situation.B;
import static enifailover.group.Situation.C;
import static enifailover.group.Situation.ENI;
import static enifailover.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Assessor;
import enifailover.assess.AutomaticLimit;
import enifailover.assess.Settings;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.execute.Guard;
import enifailover.group.FailedAttaches;
import enifailover.group.InstanceState;
import enifailover.group.Policy;
import enifailover.group.Situation;
import enifailover.port.Announcer.Announcement;
import enifailover.port.Announcer.Kind;
import enifailover.port.Brake;
import enifailover.port.Brake.Admitted;
import enifailover.port.Brake.Full;
import enifailover.port.Brake.Limit;
import enifailover.port.Brake.Stop;
import enifailover.port.Ledger.Held;
import enifailover.port.MemoryBrake;
import enifailover.port.MemoryLedger;
import enifailover.port.Refusal;
import enifailover.port.Time;
import enifailover.region.time.VirtualTime;
import enifailover.report.Report;
import enifailover.report.ReportText;
import enifailover.signal.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The switch and the limit hold automatic moves back, and nothing else.
class BrakesTest {
    private static final Limit ONE = new Limit(1, Duration.ofMinutes(10));

    private static Story stopped(Optional<Limit> limit) {
        return new Story(usual().state(A, InstanceState.STOPPED), limit);
    }

    private static Story switchedOff() {
        Story story = stopped(Optional.empty());
        story.brake.stop(new Stop(Optional.of(story.time.now()), "false alarms all over"));
        return story;
    }

    private static void is(Verdict verdict, Report report) {
        assertEquals(verdict, report.verdict(), () -> ReportText.of(report));
    }

    private static List<Kind> kinds(Story story) {
        return story.region.told.stream().map(Announcement::kind).toList();
    }

    private static boolean warns(Report report, String words) {
        return report.warnings().stream().anyMatch(warning -> warning.contains(words));
    }

    @Test
    void switchedOffNothingMovesByItselfAndItIsSaidWhy() {
        Story story = switchedOff();
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.SWITCHED_OFF, report);
        assertTrue(report.evidence().getLast().endsWith(": false alarms all over"), () -> ReportText.of(report));
        assertTrue(ReportText.of(report).contains("\"action\":\"resume\""));
        is(Verdict.SWITCHED_OFF, story.sweeps().reports().getFirst());
        assertEquals(List.of(), story.region.writes);
        assertEquals(List.of(Kind.REFUSED), kinds(story), "told once, not every minute");
        assertEquals(Optional.of(A), story.holder(ENI));
        story.brake.resume();
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
        assertEquals(Optional.of(B), story.holder(ENI));
    }

    @Test
    void aHealthyGroupIsHealthyWhateverTheSwitch() {
        Story story = new Story(usual());
        story.brake.stop(new Stop(Optional.empty(), "maintenance"));
        is(Verdict.HEALTHY, story.event(Cause.STATUS_CHECK, A));
    }

    @Test
    void aPersonsFailoverIsNotSwitchedOffAndAPlanTellsOfTheSwitch() {
        Story story = new Story(usual());
        story.brake.stop(new Stop(Optional.empty(), "maintenance"));
        Report plan = story.drill("{\"action\":\"plan\",\"group\":\"sip\"}");
        is(Verdict.PLANNED, plan);
        assertTrue(warns(plan, "automatic moves of all groups are stopped: maintenance"), () -> ReportText.of(plan));
        is(Verdict.SUCCEEDED, story.drill("{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\"}"));
        Story running = new Story(usual());
        assertEquals(
                List.of(),
                running.drill("{\"action\":\"plan\",\"group\":\"sip\"}").warnings());
    }

    /// An ENI between two instances serves nobody, whatever a person meant by the switch.
    @Test
    void whatHasBegunIsFinishedThoughSwitchedOffMeanwhile() {
        Story story = new Story(
                usual().state(A, InstanceState.STOPPED)
                        .policy(policy -> altered(policy, "detach", Optional.of(Duration.ofMinutes(10)))),
                Optional.of(ONE));
        story.region.stuck = true;
        is(Verdict.FAILED, story.event(Cause.STATE_CHANGE, A, Duration.ofSeconds(100)));
        story.region.stuck = false;
        story.policy = Policy.DEFAULT;
        story.brake.stop(new Stop(Optional.empty(), "what is going on"));
        story.brake.admit("somebody else", ONE);
        story.time.sleep(Duration.ofMinutes(1));
        Report report = story.sweeps().reports().getFirst();
        is(Verdict.SUCCEEDED, report);
        assertTrue(warns(report, "this one had begun and is finished"), () -> ReportText.of(report));
        assertEquals(Optional.of(B), story.holder(ENI));
    }

    @Test
    void aSwitchThatCannotBeReadStopsNothingAndTheReportSaysSo() {
        Story story = stopped(Optional.of(ONE));
        story.brake.goAway();
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.SUCCEEDED, report);
        assertTrue(warns(report, "could not be read"), () -> ReportText.of(report));
        assertTrue(warns(report, "could not be counted"), () -> ReportText.of(report));
    }

    /// As for two groups of one sweep, of which one could read the switch.
    @Test
    void aSwitchReadAMomentAgoHoldsWhenItCannotBeReadNow() {
        Story story = switchedOff();
        is(Verdict.SWITCHED_OFF, story.event(Cause.STATE_CHANGE, A));
        story.brake.goAway();
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.SWITCHED_OFF, report);
        assertTrue(warns(report, "could not be read"), () -> ReportText.of(report));
        story.ledger.away = true;
        is(Verdict.SWITCHED_OFF, story.event(Cause.STATE_CHANGE, A));
        story.ledger.away = false;
        story.time.sleep(Duration.ofMinutes(2));
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
    }

    @Test
    void theSwitchIsReadBesideTheLookAndOnceARun() {
        VirtualTime.run(1, time -> {
            List<String> asked = new ArrayList<>();
            Brake slow = new Slow(new MemoryBrake(time), time, asked);
            Brakes brakes = new Brakes(slow, new AutomaticLimit.ByDefault(), time);
            MemoryLedger ledger = new MemoryLedger(time);
            var held = assertInstanceOf(Held.class, ledger.acquire(Story.SIP, "run", Guard.TTL));
            Intent sweep = new Automatic(new Assessor(new Settings(Duration.ZERO, false)), Trigger.SWEEP);
            Run run = new Run(
                    Story.SIP,
                    sweep,
                    new Guard(ledger, time, Optional.of(held.lease())),
                    new Chronicle(Story.SIP, "run", Trigger.SWEEP, time.now()),
                    Instant.MAX);
            for (int looks = 1; looks <= 3; looks++) {
                Instant before = time.now();
                assertEquals("seen", brakes.beside(run, () -> {
                    time.sleep(Duration.ofMillis(100));
                    return "seen";
                }));
                assertEquals(Duration.ofMillis(100), Duration.between(before, time.now()));
            }
            assertEquals(List.of("switch"), asked);
        });
    }

    @Test
    void withoutTheTableTheSwitchIsNotAskedForAndThePlainCaseMoves() {
        Story story = switchedOff();
        story.ledger.away = true;
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.SUCCEEDED, report);
        assertTrue(warns(report, "whether automatic moves are stopped"), () -> ReportText.of(report));
    }

    @Test
    void beyondTheLimitThereIsAnAlertInsteadOfAMoveUntilTheWindowIsOver() {
        Story story = stopped(Optional.of(ONE));
        assertEquals(new Admitted(), story.brake.admit("another group", ONE));
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.LIMIT_REACHED, report);
        assertTrue(ReportText.subject(report).startsWith("ACT NOW: too many failovers"));
        assertTrue(report.evidence().getLast().contains("the next may begin at"), () -> ReportText.of(report));
        assertEquals(List.of(), story.region.writes);
        assertEquals(List.of(Kind.REFUSED), kinds(story));
        story.time.sleep(Duration.ofMinutes(10).plusMillis(1));
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
    }

    @Test
    void whatDoesNotMoveIsNotCountedAndAPersonIsNotLimited() {
        Story story = new Story(
                usual().without(C).state(A, InstanceState.STOPPED).state(B, InstanceState.STOPPED), Optional.of(ONE));
        is(Verdict.NO_STANDBY, story.event(Cause.STATE_CHANGE, A));
        assertEquals(new Admitted(), story.brake.admit("another group", ONE));
        Story healthy = new Story(usual(), Optional.of(ONE));
        assertEquals(new Admitted(), healthy.brake.admit("another group", ONE));
        is(Verdict.SUCCEEDED, healthy.drill("{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\"}"));
    }

    @Test
    void aRunThatTriesTwoStandbysCountsOnce() {
        Story story = stopped(Optional.of(new Limit(2, Duration.ofMinutes(10))));
        story.region.nextAttach.add(Refusal.LIMIT_REACHED);
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(new Admitted(), story.brake.admit("another group", new Limit(2, Duration.ofMinutes(10))));
    }

    /// What changes nothing uses up nobody's limit: a fence that the role may not carry out.
    @Test
    void anAttemptThatChangesNothingIsNotCounted() {
        Limit one = new Limit(1, Duration.ofMinutes(10));
        Story story =
                new Story(usual().impaired(A, Duration.ofMinutes(3)).policy(Situation::fencing), Optional.of(one));
        story.region.nextStop.add(Refusal.DENIED);
        is(Verdict.FAILED, story.event(Cause.STATUS_CHECK, A));
        assertEquals(new Admitted(), story.brake.admit("another group", one));
    }

    /// A run that has stood still, and whose group another run has taken meanwhile, has begun nothing.
    @Test
    void aRunThatLosesItsLeaseBeforeItBeginsIsNotCounted() {
        Limit one = new Limit(1, Duration.ofMinutes(10));
        Story story = stopped(Optional.of(one));
        story.region.lookTakes = Duration.ofSeconds(61);
        story.time.at(
                Duration.ofSeconds(60),
                () -> story.ledger.acquire(Story.SIP, "another run", Duration.ofSeconds(30), false));
        is(Verdict.BUSY, story.event(Cause.STATE_CHANGE, A));
        assertEquals(new Admitted(), story.brake.admit("another run", one));
    }

    /// A fence that was carried out is a change, whatever comes after it.
    @Test
    void anAttemptThatHasStoppedTheActiveIsCounted() {
        Limit one = new Limit(1, Duration.ofMinutes(10));
        Story story =
                new Story(usual().impaired(A, Duration.ofMinutes(3)).policy(Situation::fencing), Optional.of(one));
        is(Verdict.SUCCEEDED, story.event(Cause.STATUS_CHECK, A));
        assertInstanceOf(Full.class, story.brake.admit("another group", one));
    }

    /// A switch that needs 90 ms to be read.
    private record Slow(Brake brake, Time time, List<String> asked) implements Brake {
        @Override
        public State read() {
            asked.add("switch");
            time.sleep(Duration.ofMillis(90));
            return brake.read();
        }

        @Override
        public void stop(Stop stop) {
            brake.stop(stop);
        }

        @Override
        public void resume() {
            brake.resume();
        }

        @Override
        public Admission admit(String run, Limit limit) {
            return brake.admit(run, limit);
        }

        @Override
        public void giveBack(String run, Limit limit) {
            brake.giveBack(run, limit);
        }

        @Override
        public void groups(int number) {
            brake.groups(number);
        }

        @Override
        public FailedAttaches attachFailed(String zone, String attempt, Instant forgotten) {
            return brake.attachFailed(zone, attempt, forgotten);
        }

        @Override
        public boolean stopZone(String zone, Optional<Instant> known, Instant until) {
            return brake.stopZone(zone, known, until);
        }

        @Override
        public void attachSucceeded(String zone) {
            brake.attachSucceeded(zone);
        }
    }
}
