package enifailover.failover;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.AutomaticLimit;
import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.model.InstanceState;
import enifailover.port.AutomationSwitch.Admitted;
import enifailover.port.AutomationSwitch.Limit;
import enifailover.port.AutomationSwitch.LimitReached;
import enifailover.report.Report;
import enifailover.report.ReportText;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Without a limit of the operator's, what only checks tell of is limited to a fifth of the groups, and nothing else
/// is.
class DefaultLimitTest {
    private static final Limit FIVE = new Limit(5, Duration.ofMinutes(10));

    private static Story impaired() {
        return new Story(usual().impaired(A, Duration.ofMinutes(3)), new AutomaticLimit.ByDefault());
    }

    private static void others(Story story, int number) {
        for (int i = 0; i < number; i++) {
            assertEquals(new Admitted(), story.brake.admit("another group " + i, FIVE));
        }
    }

    private static void is(Verdict verdict, Report report) {
        assertEquals(verdict, report.verdict(), () -> ReportText.of(report));
    }

    @Test
    void fiveMayBeginAndTheSixthIsToldToAPersonUntilTheWindowIsOver() {
        Story story = impaired();
        others(story, 5);
        Report report = story.event(Cause.STATUS_CHECK, A);
        is(Verdict.LIMIT_REACHED, report);
        String why = report.evidence().getLast();
        assertTrue(why.contains("the limit is 5 automatic failovers shown only by status checks"), why);
        assertTrue(why.contains("the number of groups is not known yet"), why);
        assertTrue(why.contains("the next may start at"), why);
        assertEquals(Optional.of(A), story.holder(ENI));
        story.time.sleep(Duration.ofMinutes(10).plusMillis(1));
        is(Verdict.SUCCEEDED, story.sweeps().reports().getFirst());
    }

    @Test
    void theFifthBeginsAndIsCounted() {
        Story story = impaired();
        others(story, 4);
        is(Verdict.SUCCEEDED, story.event(Cause.STATUS_CHECK, A));
        assertInstanceOf(LimitReached.class, story.brake.admit("the sixth", FIVE));
    }

    @Test
    void ofAHundredGroupsTwentyMayBegin() {
        Story story = impaired();
        others(story, 5);
        story.brake.groups(100);
        is(Verdict.SUCCEEDED, story.event(Cause.STATUS_CHECK, A));
    }

    @Test
    void anInstanceThatEc2ShowsStoppedIsLeftWhateverTheLimitAndNotCounted() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED), new AutomaticLimit.ByDefault());
        others(story, 5);
        is(Verdict.SUCCEEDED, story.event(Cause.STATE_CHANGE, A));
        Story uncounted = new Story(usual().state(A, InstanceState.STOPPED), new AutomaticLimit.ByDefault());
        is(Verdict.SUCCEEDED, uncounted.event(Cause.STATE_CHANGE, A));
        others(uncounted, 5);
    }

    @Test
    void aPersonIsNotLimitedAndZeroIsNoLimit() {
        Story story = impaired();
        others(story, 5);
        is(Verdict.SUCCEEDED, story.drill("{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\"}"));
        Story none = new Story(usual().impaired(A, Duration.ofMinutes(3)), new AutomaticLimit.None());
        others(none, 5);
        is(Verdict.SUCCEEDED, none.event(Cause.STATUS_CHECK, A));
        assertEquals(Optional.of(B), none.holder(ENI));
    }

    @Test
    void theSweepWritesTheNumberOfGroupsDownOnceAndReadsItSeldom() {
        Story story = new Story(usual(), new AutomaticLimit.ByDefault());
        story.sweepsFor(Duration.ofMinutes(3));
        assertEquals(OptionalInt.of(1), story.brake.read().groups());
        // Another process has seen it otherwise, and is wrong; nobody looks before ten minutes are over.
        story.brake.groups(7);
        story.sweepsFor(Duration.ofMinutes(5));
        assertEquals(OptionalInt.of(7), story.brake.read().groups());
        story.sweepsFor(Duration.ofMinutes(6));
        assertEquals(OptionalInt.of(1), story.brake.read().groups());
        Story limited = new Story(usual(), Optional.of(FIVE));
        limited.sweepsFor(Duration.ofMinutes(1));
        assertEquals(OptionalInt.empty(), limited.brake.read().groups(), "nobody needs it");
    }
}
