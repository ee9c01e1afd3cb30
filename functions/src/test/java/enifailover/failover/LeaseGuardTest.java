package enifailover.failover;

import static enifailover.failover.Story.SIP;
import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.execute.LeaseGuard;
import enifailover.model.group.GroupState;
import enifailover.model.group.MoveRecord;
import enifailover.port.GroupStore.Acquired;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A move that the table was too busy for when it was begun.
class LeaseGuardTest {
    private final StoryTime time = new StoryTime();
    private final StoryGroupStore groupStore = new StoryGroupStore(time);
    private final Acquired acquired = (Acquired) groupStore.acquire(SIP, "run", LeaseGuard.TTL);
    private final LeaseGuard leaseGuard = new LeaseGuard(groupStore, time, Optional.of(acquired.lease()));

    private void begin() {
        groupStore.throttledBegins = 1;
        MoveRecord moveRecord = new MoveRecord(Optional.of(A), B, false, time.now());
        assertTrue(leaseGuard.recordMove(moveRecord, Map.of()).isPresent());
        time.sleep(Duration.ofSeconds(16));
    }

    private Optional<MoveRecord> written() {
        return Optional.ofNullable(groupStore.memories().get(SIP)).flatMap(GroupState::unfinished);
    }

    @Test
    void itIsWrittenDownWithTheNextRenewal() {
        begin();
        assertEquals(Optional.empty(), written());
        leaseGuard.check();
        assertEquals(Optional.of(B), written().map(MoveRecord::to));
    }

    /// Found by the simulation: somebody had knocked, so that the run kept its lease, and its move was over.
    @Test
    void whatHasEndedMeanwhileIsNotWrittenDownAnyMore() {
        begin();
        leaseGuard.lease(acquired.lease());
        leaseGuard.check();
        assertEquals(Optional.empty(), written());
    }
}
