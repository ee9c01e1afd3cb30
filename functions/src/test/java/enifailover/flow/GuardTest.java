package enifailover.flow;

import static enifailover.flow.Story.SIP;
import static enifailover.group.Situation.A;
import static enifailover.group.Situation.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.execute.Guard;
import enifailover.group.GroupMemory;
import enifailover.group.Move;
import enifailover.port.Ledger.Held;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A move that the table was too busy for when it was begun.
class GuardTest {
    private final StoryTime time = new StoryTime();
    private final StoryLedger ledger = new StoryLedger(time);
    private final Held held = (Held) ledger.acquire(SIP, "run", Guard.TTL);
    private final Guard guard = new Guard(ledger, time, Optional.of(held.lease()));

    private void begin() {
        ledger.throttledBegins = 1;
        Move move = new Move(Optional.of(A), B, false, time.now());
        assertTrue(guard.begin(move, Map.of()).isPresent());
        time.sleep(Duration.ofSeconds(16));
    }

    private Optional<Move> written() {
        return Optional.ofNullable(ledger.memories().get(SIP)).flatMap(GroupMemory::unfinished);
    }

    @Test
    void itIsWrittenDownWithTheNextRenewal() {
        begin();
        assertEquals(Optional.empty(), written());
        guard.check();
        assertEquals(Optional.of(B), written().map(Move::to));
    }

    /// Found by the simulation: somebody had knocked, so that the run kept its lease, and its move was over.
    @Test
    void whatHasEndedMeanwhileIsNotWrittenDownAnyMore() {
        begin();
        guard.lease(held.lease());
        guard.check();
        assertEquals(Optional.empty(), written());
    }
}
