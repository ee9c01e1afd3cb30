package enifailover.drill;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.failover.Story;
import enifailover.model.InstanceState;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.PermissionCheck;
import enifailover.model.group.GroupName;
import enifailover.port.AuditStore;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.report.Report;
import enifailover.testkit.memory.MemoryAuditStore;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Only a drill that succeeded makes a group drilled.
class DrillRecorderTest {
    private static final String MOVE = "{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\"}";
    private final MemoryAuditStore book = new MemoryAuditStore();
    private final Story story = new Story(usual());

    @Test
    void aDrillThatSucceededIsWrittenDownWithItsEnd() {
        Report report = story.drill(MOVE);
        assertEquals(Verdict.SUCCEEDED, report.verdict());
        assertEquals(Optional.empty(), new DrillRecorder(book).note(report));
        assertEquals(
                Optional.of(report.started().plus(report.took())),
                book.read()
                        .groups()
                        .getOrDefault(Story.SIP, AuditBaseline.NOTHING)
                        .drilledAt());
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
        assertEquals(Optional.empty(), new DrillRecorder(book).note(report));
    }

    @Test
    void whereItCannotBeWrittenDownTheDrillIsNotCalledAFailureAndThatIsSaid() {
        AuditStore away = new AuditStore() {
            @Override
            public Pages read() {
                throw refused();
            }

            @Override
            public void keep(GroupName group, AuditBaseline auditBaseline) {
                throw refused();
            }

            @Override
            public void drilled(GroupName group, Instant at) {
                throw refused();
            }

            @Override
            public void asked(PermissionCheck permissionCheck) {
                throw refused();
            }

            private static AwsCallException refused() {
                return new AwsCallException(ErrorKind.UNANSWERED, "dynamodb:UpdateItem", "Timeout", "no answer", null);
            }
        };
        Optional<String> said = new DrillRecorder(away).note(story.drill(MOVE));
        assertTrue(said.orElse("").contains("not recorded"), said::toString);
    }
}
