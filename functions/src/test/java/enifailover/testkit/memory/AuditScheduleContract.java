package enifailover.testkit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.port.AuditSchedule;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every turn does, whatever it is kept in.
public abstract class AuditScheduleContract {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123Z");

    /// One that nobody ever took.
    protected abstract AuditSchedule nextAudit();

    @Test
    void oneOfManyHasTheTurnUntilItIsDue() {
        AuditSchedule auditSchedule = nextAudit();
        assertEquals(Optional.empty(), auditSchedule.due());
        assertTrue(auditSchedule.take(NOON, NOON.plusSeconds(30)));
        assertFalse(auditSchedule.take(NOON, NOON.plusSeconds(30)));
        assertFalse(auditSchedule.take(NOON.plusSeconds(29), NOON.plusSeconds(59)));
        assertEquals(Optional.of(NOON.plusSeconds(30)), auditSchedule.due());
    }

    /// What happens once that audit has begun is not seen by it.
    @Test
    void thenTheNextOneHasIt() {
        AuditSchedule auditSchedule = nextAudit();
        assertTrue(auditSchedule.take(NOON, NOON.plusSeconds(30)));
        assertTrue(auditSchedule.take(NOON.plusSeconds(30), NOON.plusSeconds(60)));
        assertEquals(Optional.of(NOON.plusSeconds(60)), auditSchedule.due());
    }
}
