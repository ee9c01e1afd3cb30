package enifailover.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import enifailover.group.Move;
import enifailover.port.HandTime;
import enifailover.port.Ledger;
import enifailover.port.Ledger.Busy;
import enifailover.port.Ledger.Ending;
import enifailover.port.Ledger.Held;
import enifailover.port.Ledger.Lease;
import enifailover.port.LedgerContract;
import enifailover.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The ledger on DynamoDB keeps the contract.
class DynamoLedgerTest extends LedgerContract {
    private static final GroupName GROUP = new GroupName("counted");
    private static final GroupName OTHER = new GroupName("lost");
    private static final InstanceId INSTANCE = new InstanceId("i-0a1b2c3d4e5f60711");
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final Ending NOTHING = new Ending(Map.of(), Optional.empty(), Optional.empty(), false);

    @RegisterExtension
    static final DynamoClients DYNAMO = new DynamoClients();

    private static String table = "";

    /// One for the class, as `template.yaml` makes it.
    @BeforeAll
    static void makeTable() {
        table = DYNAMO.freshTable();
    }

    @Override
    protected Ledger ledger(Time with) {
        return new DynamoLedger(DYNAMO.clients(), table, with);
    }

    /// A run that meets nobody writes three times besides its journal.
    @Test
    void theGoodPathCostsOneRequestEach() {
        Ledger ledger = ledger(new HandTime());
        DYNAMO.wire.requests();
        Lease lease =
                assertInstanceOf(Held.class, ledger.acquire(GROUP, "a", TTL)).lease();
        assertEquals(1, DYNAMO.wire.requests());
        ledger.begin(lease, new Move(Optional.empty(), INSTANCE, false, Instant.EPOCH), Map.of());
        assertEquals(1, DYNAMO.wire.requests());
        assertInstanceOf(Busy.class, ledger.acquire(GROUP, "b", TTL));
        assertEquals(2, DYNAMO.wire.requests());
        Lease again = ledger.end(lease, NOTHING).orElseThrow();
        assertEquals(2, DYNAMO.wire.requests());
        assertEquals(Optional.empty(), ledger.end(again, NOTHING));
        assertEquals(1, DYNAMO.wire.requests());
        ledger.memories();
        assertEquals(1, DYNAMO.wire.requests());
    }

    /// What was written although the answer was lost is recognised when the SDK asks again.
    @Test
    void aLostAnswerIsNoLostLease() {
        Ledger ledger = ledger(new HandTime());
        DYNAMO.wire.loseNext(1);
        Lease lease =
                assertInstanceOf(Held.class, ledger.acquire(OTHER, "a", TTL)).lease();
        assertEquals(2, lease.counter());
        DYNAMO.wire.loseNext(1);
        lease = ledger.renew(lease, TTL);
        DYNAMO.wire.loseNext(1);
        assertEquals(Optional.empty(), ledger.end(lease, NOTHING));
        assertInstanceOf(Held.class, ledger.acquire(OTHER, "b", TTL));
    }
}
