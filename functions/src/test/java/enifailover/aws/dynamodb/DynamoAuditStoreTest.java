package enifailover.aws.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.AuditBaseline.LastAudit;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupState;
import enifailover.port.AuditStore;
import enifailover.port.GroupStore;
import enifailover.testkit.memory.AuditStoreContract;
import enifailover.testkit.memory.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The book on DynamoDB keeps the contract, beside the ledger in one table.
class DynamoAuditStoreTest extends AuditStoreContract {
    private static final GroupName GROUP = new GroupName("web");

    @RegisterExtension
    static final DynamoClients DYNAMO = new DynamoClients();

    @Override
    protected AuditStore book() {
        return new DynamoAuditStore(DYNAMO.clients(), DYNAMO.table());
    }

    private GroupStore groupStore() {
        return new DynamoGroupStore(DYNAMO.clients(), DYNAMO.table(), new ManualScheduler());
    }

    @Test
    void neitherReadsWhatTheOtherWrites() {
        book().keep(GROUP, AuditBaseline.NOTHING);
        assertEquals(Map.of(), groupStore().memories());
        var held = groupStore().acquire(new GroupName("db"), "a", Duration.ofSeconds(30));
        assertEquals(GroupStore.Acquired.class, held.getClass());
        assertEquals(GroupState.NONE, groupStore().memories().get(new GroupName("db")));
        assertEquals(Map.of(GROUP, AuditBaseline.NOTHING), book().read().groups());
    }

    @Test
    void aLostAnswerIsNoSecondWrite() {
        book().drilled(GROUP, Instant.EPOCH);
        DYNAMO.wire.loseNext(1);
        book().drilled(GROUP, Instant.EPOCH.plusSeconds(5));
        assertEquals(
                Optional.of(Instant.EPOCH.plusSeconds(5)),
                book().read()
                        .groups()
                        .getOrDefault(GROUP, AuditBaseline.NOTHING)
                        .drilledAt());
    }

    /// DynamoDB deletes a row at its time; one of a group that came back has none.
    @Test
    void theRowOfAGroupThatIsGoneEndsByItself() {
        Instant gone = Instant.parse("2026-11-24T12:00:00Z");
        AuditBaseline there = AuditBaseline.NOTHING.withTraits(Map.of());
        book().keep(GROUP, there.withGoneSince(Optional.of(gone)));
        assertEquals(Optional.of(gone.plus(Duration.ofDays(30)).getEpochSecond()), expiresAt());
        book().keep(GROUP, there);
        assertEquals(Optional.empty(), expiresAt());
    }

    private Optional<Long> expiresAt() {
        return Optional.ofNullable(DYNAMO.clients()
                        .dynamoDb()
                        .getItem(request -> request.tableName(DYNAMO.table()).key(AuditItems.key(GROUP.value())))
                        .item()
                        .get("expires_at"))
                .map(value -> Long.valueOf(value.n()));
    }

    /// A thousand groups with their findings, in as many requests as there are megabytes.
    @Test
    void aThousandGroupsAreReadInAFewRequests() {
        TreeSet<String> keys = new TreeSet<>();
        IntStream.range(0, 5).forEach(i -> keys.add("WARNING alarm-missing i-0a1b2c3d4e5f6071" + i));
        AuditStore book = book();
        for (int i = 0; i < 1000; i++) {
            book.keep(
                    new GroupName("group-" + i),
                    AuditBaseline.NOTHING.withLast(Optional.of(new LastAudit(false, keys, Instant.EPOCH))));
        }
        DYNAMO.wire.requests();
        assertEquals(1000, book.read().groups().size());
        assertEquals(1, DYNAMO.wire.requests());
    }
}
