package enifailover.aws.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.MoveRecord;
import enifailover.port.GroupStore;
import enifailover.port.GroupStore.Acquired;
import enifailover.port.GroupStore.HeldByOther;
import enifailover.port.GroupStore.Lease;
import enifailover.port.GroupStore.RunOutcome;
import enifailover.port.Scheduler;
import enifailover.testkit.memory.GroupStoreContract;
import enifailover.testkit.memory.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The ledger on DynamoDB keeps the contract.
class DynamoGroupStoreTest extends GroupStoreContract {
    private static final GroupName GROUP = new GroupName("counted");
    private static final GroupName OTHER = new GroupName("lost");
    private static final InstanceId INSTANCE = new InstanceId("i-0a1b2c3d4e5f60711");
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final RunOutcome NOTHING = new RunOutcome(Map.of(), Optional.empty(), Optional.empty(), false);

    @RegisterExtension
    static final DynamoClients DYNAMO = new DynamoClients();

    @Override
    protected GroupStore groupStore(Scheduler with) {
        return new DynamoGroupStore(DYNAMO.clients(), DYNAMO.table(), with);
    }

    /// A run that meets nobody writes three times besides its journal.
    @Test
    void theGoodPathCostsOneRequestEach() {
        GroupStore groupStore = groupStore(new ManualScheduler());
        DYNAMO.wire.requests();
        Lease lease = assertInstanceOf(Acquired.class, groupStore.acquire(GROUP, "a", TTL))
                .lease();
        assertEquals(1, DYNAMO.wire.requests());
        groupStore.recordMove(lease, new MoveRecord(Optional.empty(), INSTANCE, false, Instant.EPOCH), Map.of());
        assertEquals(1, DYNAMO.wire.requests());
        assertInstanceOf(HeldByOther.class, groupStore.acquire(GROUP, "b", TTL));
        assertEquals(2, DYNAMO.wire.requests());
        Lease again = groupStore.end(lease, NOTHING).orElseThrow();
        assertEquals(2, DYNAMO.wire.requests());
        assertEquals(Optional.empty(), groupStore.end(again, NOTHING));
        assertEquals(1, DYNAMO.wire.requests());
        groupStore.memories();
        assertEquals(1, DYNAMO.wire.requests());
    }

    /// What was written although the answer was lost is recognised when the SDK asks again.
    @Test
    void aLostAnswerIsNoLostLease() {
        GroupStore groupStore = groupStore(new ManualScheduler());
        DYNAMO.wire.loseNext(1);
        Lease lease = assertInstanceOf(Acquired.class, groupStore.acquire(OTHER, "a", TTL))
                .lease();
        assertEquals(2, lease.counter());
        DYNAMO.wire.loseNext(1);
        lease = groupStore.renew(lease, TTL);
        DYNAMO.wire.loseNext(1);
        assertEquals(Optional.empty(), groupStore.end(lease, NOTHING));
        assertInstanceOf(Acquired.class, groupStore.acquire(OTHER, "b", TTL));
    }
}
