package enifailover.assess;

import static enifailover.model.group.Situation.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.ZoneStop.May;
import enifailover.assess.ZoneStop.Permission;
import enifailover.assess.ZoneStop.Tries;
import enifailover.assess.ZoneStop.Waits;
import enifailover.model.group.FailedAttaches;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Five failed attaches in a row stop a zone; then one move at a time tries.
class ZoneStopTest {
    private static FailedAttaches failed(int inARow, Optional<Instant> until) {
        return new FailedAttaches(inARow, NOW.minusSeconds(20), until);
    }

    private static Permission permission(FailedAttaches failed) {
        return ZoneStop.permission(Optional.of(failed), NOW);
    }

    @Test
    void aMoveMayBeginWhereLessThanFiveInARowHaveFailed() {
        assertEquals(new May(), ZoneStop.permission(Optional.empty(), NOW));
        for (int inARow = 1; inARow <= 4; inARow++) {
            assertEquals(new May(), permission(failed(inARow, Optional.empty())));
        }
    }

    @Test
    void afterFiveItWaitsAndThenOneTries() {
        Instant later = NOW.plusSeconds(1);
        assertEquals(new Waits(later, 5), permission(failed(5, Optional.of(later))));
        assertEquals(new Tries(Optional.of(NOW), 6), permission(failed(6, Optional.of(NOW))));
        // Whoever counted the fifth died before it could stop the zone.
        assertEquals(new Tries(Optional.empty(), 5), permission(failed(5, Optional.empty())));
    }

    @Test
    void whatFailedAnHourAgoIsForgotten() {
        Instant old = NOW.minus(Duration.ofHours(1)).minusMillis(1);
        assertEquals(new May(), permission(new FailedAttaches(9, old, Optional.empty())));
        assertTrue(ZoneStop.forgotten(new FailedAttaches(9, old, Optional.empty()), NOW));
        assertFalse(ZoneStop.forgotten(new FailedAttaches(9, old.plusMillis(1), Optional.empty()), NOW));
    }

    @Test
    void theFifthStopsTheZoneAndEachFailedTryStopsItAgain() {
        assertFalse(ZoneStop.begins(failed(4, Optional.empty()), NOW));
        assertTrue(ZoneStop.begins(failed(5, Optional.empty()), NOW));
        assertFalse(ZoneStop.begins(failed(6, Optional.of(NOW.plusSeconds(1))), NOW), "it is stopped already");
        assertTrue(ZoneStop.begins(failed(7, Optional.of(NOW)), NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "FAILURE, true",
        "ANNOUNCED, true",
        "FAILBACK, true",
        "RETURN, true",
        "UNFINISHED, false",
        "SPLIT, false",
        "ORPHANED, false",
        "UNVERIFIED, false"
    })
    void whatIsHalfMovedOrOnNobodyGoesOn(Reason reason, boolean waits) {
        assertEquals(waits, ZoneStop.concerns(new MoveRequired(reason, Set.of(), false, Optional.empty(), List.of())));
    }
}
