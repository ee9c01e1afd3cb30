package enifailover.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.port.AuditBook;
import enifailover.port.AuditBookContract;
import enifailover.port.HandTime;
import enifailover.port.Ledger;
import enifailover.survey.Accepted;
import enifailover.survey.Accepted.LastAudit;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The book on DynamoDB keeps the contract, beside the ledger in one table.
class DynamoAuditBookTest extends AuditBookContract {
    private static final GroupName GROUP = new GroupName("web");

    @RegisterExtension
    static final DynamoClients DYNAMO = new DynamoClients();

    private String table = "";

    @BeforeEach
    void freshTable() {
        table = DYNAMO.freshTable();
    }

    @Override
    protected AuditBook book() {
        return new DynamoAuditBook(DYNAMO.clients(), table);
    }

    private Ledger ledger() {
        return new DynamoLedger(DYNAMO.clients(), table, new HandTime());
    }

    @Test
    void neitherReadsWhatTheOtherWrites() {
        book().keep(GROUP, Accepted.NOTHING);
        assertEquals(Map.of(), ledger().memories());
        var held = ledger().acquire(new GroupName("db"), "a", Duration.ofSeconds(30));
        assertEquals(Ledger.Held.class, held.getClass());
        assertEquals(GroupMemory.NONE, ledger().memories().get(new GroupName("db")));
        assertEquals(Map.of(GROUP, Accepted.NOTHING), book().read().groups());
    }

    @Test
    void aLostAnswerIsNoSecondWrite() {
        book().drilled(GROUP, Instant.EPOCH);
        DYNAMO.wire.loseNext(1);
        book().drilled(GROUP, Instant.EPOCH.plusSeconds(5));
        assertEquals(
                Optional.of(Instant.EPOCH.plusSeconds(5)),
                book().read().groups().getOrDefault(GROUP, Accepted.NOTHING).drilledAt());
    }

    /// DynamoDB deletes a row at its time; one of a group that came back has none.
    @Test
    void theRowOfAGroupThatIsGoneEndsByItself() {
        Instant gone = Instant.parse("2026-11-24T12:00:00Z");
        Accepted there = Accepted.NOTHING.withTraits(Map.of());
        book().keep(GROUP, there.withGoneSince(Optional.of(gone)));
        assertEquals(Optional.of(gone.plus(Duration.ofDays(30)).getEpochSecond()), expiresAt());
        book().keep(GROUP, there);
        assertEquals(Optional.empty(), expiresAt());
    }

    private Optional<Long> expiresAt() {
        return Optional.ofNullable(DYNAMO.clients()
                        .dynamoDb()
                        .getItem(request -> request.tableName(table).key(AuditRows.key(GROUP.value())))
                        .item()
                        .get("expires_at"))
                .map(value -> Long.valueOf(value.n()));
    }

    /// A thousand groups with their findings, in as many requests as there are megabytes.
    @Test
    void aThousandGroupsAreReadInAFewRequests() {
        TreeSet<String> keys = new TreeSet<>();
        IntStream.range(0, 5).forEach(i -> keys.add("WARNING alarm-missing i-0a1b2c3d4e5f6071" + i));
        AuditBook book = book();
        for (int i = 0; i < 1000; i++) {
            book.keep(
                    new GroupName("group-" + i),
                    Accepted.NOTHING.withLast(Optional.of(new LastAudit(false, keys, Instant.EPOCH))));
        }
        DYNAMO.wire.requests();
        assertEquals(1000, book.read().groups().size());
        assertEquals(1, DYNAMO.wire.requests());
    }
}
