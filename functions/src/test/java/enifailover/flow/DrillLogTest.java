package enifailover.flow;

import static enifailover.group.Situation.A;
import static enifailover.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Verdict;
import enifailover.group.GroupName;
import enifailover.group.InstanceState;
import enifailover.port.AuditBook;
import enifailover.port.MemoryAuditBook;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import enifailover.report.Report;
import enifailover.signal.Cause;
import enifailover.survey.Accepted;
import enifailover.survey.Rights;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Only a drill that succeeded makes a group drilled.
class DrillLogTest {
    private static final String MOVE = "{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\"}";
    private final MemoryAuditBook book = new MemoryAuditBook();
    private final Story story = new Story(usual());

    @Test
    void aDrillThatSucceededIsWrittenDownWithItsEnd() {
        Report report = story.drill(MOVE);
        assertEquals(Verdict.SUCCEEDED, report.verdict());
        assertEquals(Optional.empty(), new DrillLog(book).note(report));
        assertEquals(
                Optional.of(report.started().plus(report.took())),
                book.read().groups().getOrDefault(Story.SIP, Accepted.NOTHING).drilledAt());
    }

    @Test
    void aPlanARefusalAndAFailoverAreNoDrill() {
        note(story.drill("{\"action\":\"plan\",\"group\":\"sip\"}"), Verdict.PLANNED);
        note(story.drill("{\"action\":\"failback\",\"group\":\"sip\",\"confirm\":\"sip\"}"), Verdict.REFUSED);
        story.region.state(A, InstanceState.STOPPED);
        note(story.event(Cause.STATE_CHANGE, A), Verdict.SUCCEEDED);
        assertEquals(Map.of(), book.read().groups());
    }

    @Test
    void aDrillThatFailedIsNoDrillEither() {
        story.region.instances.keySet().forEach(story.region.noDevice::add);
        Report report = story.drill(MOVE);
        note(report, Verdict.FAILED);
        assertEquals(Map.of(), book.read().groups());
    }

    private void note(Report report, Verdict expected) {
        assertEquals(expected, report.verdict(), report::headline);
        assertEquals(Optional.empty(), new DrillLog(book).note(report));
    }

    @Test
    void whereItCannotBeWrittenDownTheDrillIsNotCalledAFailureAndThatIsSaid() {
        AuditBook away = new AuditBook() {
            @Override
            public Pages read() {
                throw refused();
            }

            @Override
            public void keep(GroupName group, Accepted accepted) {
                throw refused();
            }

            @Override
            public void drilled(GroupName group, Instant at) {
                throw refused();
            }

            @Override
            public void asked(Rights rights) {
                throw refused();
            }

            private static Refused refused() {
                return new Refused(Refusal.UNANSWERED, "dynamodb:UpdateItem", "Timeout", "no answer", null);
            }
        };
        Optional<String> said = new DrillLog(away).note(story.drill(MOVE));
        assertTrue(said.orElse("").contains("not written down"), said::toString);
    }
}
