package enifailover.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every turn does, whatever it is kept in.
public abstract class NextAuditContract {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123Z");

    /// One that nobody ever took.
    protected abstract NextAudit nextAudit();

    @Test
    void oneOfManyHasTheTurnUntilItIsDue() {
        NextAudit nextAudit = nextAudit();
        assertEquals(Optional.empty(), nextAudit.due());
        assertTrue(nextAudit.take(NOON, NOON.plusSeconds(30)));
        assertFalse(nextAudit.take(NOON, NOON.plusSeconds(30)));
        assertFalse(nextAudit.take(NOON.plusSeconds(29), NOON.plusSeconds(59)));
        assertEquals(Optional.of(NOON.plusSeconds(30)), nextAudit.due());
    }

    /// What happens once that audit has begun is not seen by it.
    @Test
    void thenTheNextOneHasIt() {
        NextAudit nextAudit = nextAudit();
        assertTrue(nextAudit.take(NOON, NOON.plusSeconds(30)));
        assertTrue(nextAudit.take(NOON.plusSeconds(30), NOON.plusSeconds(60)));
        assertEquals(Optional.of(NOON.plusSeconds(60)), nextAudit.due());
    }
}
