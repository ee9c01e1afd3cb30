package enifailover.failover;

import static enifailover.model.group.Altered.altered;
import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.AssessmentSettings;
import enifailover.assess.Assessor;
import enifailover.assess.AutomaticLimit;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.execute.LeaseGuard;
import enifailover.model.InstanceState;
import enifailover.model.group.FailedAttaches;
import enifailover.model.group.Policy;
import enifailover.model.group.Situation;
import enifailover.port.AutomationSwitch;
import enifailover.port.AutomationSwitch.Admitted;
import enifailover.port.AutomationSwitch.KillSwitch;
import enifailover.port.AutomationSwitch.Limit;
import enifailover.port.AutomationSwitch.LimitReached;
import enifailover.port.ErrorKind;
import enifailover.port.EventPublisher.Announcement;
import enifailover.port.EventPublisher.Kind;
import enifailover.port.GroupStore.Acquired;
import enifailover.port.Scheduler;
import enifailover.report.Report;
import enifailover.report.ReportText;
import enifailover.testkit.memory.MemoryAutomationSwitch;
import enifailover.testkit.memory.MemoryGroupStore;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The switch and the limit hold automatic moves back, and nothing else.
class AutomationGateTest {
    private static final Limit ONE = new Limit(1, Duration.ofMinutes(10));

    private static Story stopped(Optional<Limit> limit) {
        return new Story(usual().state(A, InstanceState.STOPPED), limit);
    }

    private static Story switchedOff() {
        Story story = stopped(Optional.empty());
        story.brake.stop(new KillSwitch(Optional.of(story.time.now()), "false alarms all over"));
        return story;
    }

    private static void is(Verdict verdict, Report report) {
        assertEquals(verdict, report.verdict(), () -> ReportText.of(report));
    }

    private static List<Kind> kinds(Story story) {
        return story.region.told.stream().map(Announcement::kind).toList();
    }

    private static boolean warns(Report report, String message) {
        return report.warnings().stream().anyMatch(warning -> warning.contains(message));
    }

    @Test
    void switchedOffNothingMovesByItselfAndItIsSaidWhy() {
        Story story = switchedOff();
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.DISABLED, report);
        assertTrue(report.evidence().getLast().endsWith(": false alarms all over"), () -> ReportText.of(report));
        assertTrue(ReportText.of(report).contains("\"action\":\"resume\""));
        is(Verdict.DISABLED, story.sweeps().reports().getFirst());
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
        story.brake.stop(new KillSwitch(Optional.empty(), "maintenance"));
        is(Verdict.HEALTHY, story.event(Cause.STATUS_CHECK, A));
    }

    @Test
    void aPersonsFailoverIsNotSwitchedOffAndAPlanTellsOfTheSwitch() {
        Story story = new Story(usual());
        story.brake.stop(new KillSwitch(Optional.empty(), "maintenance"));
        Report plan = story.drill("{\"action\":\"plan\",\"group\":\"sip\"}");
        is(Verdict.PLANNED, plan);
        assertTrue(warns(plan, "automatic failover is stopped for all groups: maintenance"), () -> ReportText.of(plan));
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
        story.brake.stop(new KillSwitch(Optional.empty(), "what is going on"));
        story.brake.admit("somebody else", ONE);
        story.time.sleep(Duration.ofMinutes(1));
        Report report = story.sweeps().reports().getFirst();
        is(Verdict.SUCCEEDED, report);
        assertTrue(warns(report, "this failover had started before and is completed"), () -> ReportText.of(report));
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
        is(Verdict.DISABLED, story.event(Cause.STATE_CHANGE, A));
        story.brake.goAway();
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.DISABLED, report);
        assertTrue(warns(report, "could not be read"), () -> ReportText.of(report));
        story.groupStore.away = true;
        is(Verdict.DISABLED, story.event(Cause.STATE_CHANGE, A));
        story.groupStore.away = false;
        story.time.sleep(Duration.ofMinutes(2));
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
    }

    @Test
    void theSwitchIsReadBesideTheLookAndOnceARun() {
        VirtualTime.run(1, time -> {
            List<String> asked = new ArrayList<>();
            AutomationSwitch slow = new Slow(new MemoryAutomationSwitch(time), time, asked);
            AutomationGate automationGate = new AutomationGate(slow, new AutomaticLimit.ByDefault(), time);
            MemoryGroupStore groupStore = new MemoryGroupStore(time);
            var acquired = assertInstanceOf(Acquired.class, groupStore.acquire(Story.SIP, "run", LeaseGuard.TTL));
            RunMode sweep =
                    new AutomaticMode(new Assessor(new AssessmentSettings(Duration.ZERO, false)), Trigger.SWEEP);
            FailoverRun failoverRun = new FailoverRun(
                    Story.SIP,
                    sweep,
                    new LeaseGuard(groupStore, time, Optional.of(acquired.lease())),
                    new ReportBuilder(Story.SIP, "run", Trigger.SWEEP, time.now()),
                    Instant.MAX);
            for (int looks = 1; looks <= 3; looks++) {
                Instant before = time.now();
                assertEquals("seen", automationGate.observeAndReadSwitch(failoverRun, () -> {
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
        story.groupStore.away = true;
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.SUCCEEDED, report);
        assertTrue(warns(report, "whether automatic failover is stopped"), () -> ReportText.of(report));
    }

    @Test
    void beyondTheLimitThereIsAnAlertInsteadOfAMoveUntilTheWindowIsOver() {
        Story story = stopped(Optional.of(ONE));
        assertEquals(new Admitted(), story.brake.admit("another group", ONE));
        Report report = story.event(Cause.STATE_CHANGE, A);
        is(Verdict.LIMIT_REACHED, report);
        assertTrue(ReportText.subject(report).startsWith("ACT NOW: too many failovers"));
        assertTrue(report.evidence().getLast().contains("the next may start at"), () -> ReportText.of(report));
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
        story.region.nextAttach.add(ErrorKind.LIMIT_REACHED);
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        assertEquals(new Admitted(), story.brake.admit("another group", new Limit(2, Duration.ofMinutes(10))));
    }

    /// What changes nothing uses up nobody's limit: a fence that the role may not carry out.
    @Test
    void anAttemptThatChangesNothingIsNotCounted() {
        Limit one = new Limit(1, Duration.ofMinutes(10));
        Story story =
                new Story(usual().impaired(A, Duration.ofMinutes(3)).policy(Situation::fencing), Optional.of(one));
        story.region.nextStop.add(ErrorKind.DENIED);
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
                () -> story.groupStore.acquire(Story.SIP, "another run", Duration.ofSeconds(30), false));
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
        assertInstanceOf(LimitReached.class, story.brake.admit("another group", one));
    }

    /// A switch that needs 90 ms to be read.
    private record Slow(AutomationSwitch automationSwitch, Scheduler scheduler, List<String> asked)
            implements AutomationSwitch {
        @Override
        public State read() {
            asked.add("switch");
            scheduler.sleep(Duration.ofMillis(90));
            return automationSwitch.read();
        }

        @Override
        public void stop(KillSwitch killSwitch) {
            automationSwitch.stop(killSwitch);
        }

        @Override
        public void resume() {
            automationSwitch.resume();
        }

        @Override
        public Admission admit(String run, Limit limit) {
            return automationSwitch.admit(run, limit);
        }

        @Override
        public void giveBack(String run, Limit limit) {
            automationSwitch.giveBack(run, limit);
        }

        @Override
        public void groups(int number) {
            automationSwitch.groups(number);
        }

        @Override
        public FailedAttaches attachFailed(String zone, String attempt, Instant forgotten) {
            return automationSwitch.attachFailed(zone, attempt, forgotten);
        }

        @Override
        public boolean stopZone(String zone, Optional<Instant> known, Instant until) {
            return automationSwitch.stopZone(zone, known, until);
        }

        @Override
        public void attachSucceeded(String zone) {
            automationSwitch.attachSucceeded(zone);
        }
    }
}
