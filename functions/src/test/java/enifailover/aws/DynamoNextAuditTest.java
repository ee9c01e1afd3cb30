package enifailover.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.group.GroupName;
import enifailover.port.NextAudit;
import enifailover.port.NextAuditContract;
import enifailover.survey.Accepted;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The turn on DynamoDB keeps the contract, beside the book of audits.
class DynamoNextAuditTest extends NextAuditContract {
    @RegisterExtension
    static final DynamoClients DYNAMO = new DynamoClients();

    private String table = "";

    @BeforeEach
    void freshTable() {
        table = DYNAMO.freshTable();
    }

    @Override
    protected NextAudit nextAudit() {
        return new DynamoNextAudit(DYNAMO.clients(), table);
    }

    @Test
    void theBookDoesNotTakeItForAGroup() {
        assertTrue(nextAudit().take(Instant.EPOCH, Instant.EPOCH.plusSeconds(30)));
        DynamoAuditBook book = new DynamoAuditBook(DYNAMO.clients(), table);
        assertEquals(Map.of(), book.read().groups());
        assertEquals(Optional.empty(), book.read().rights());
        book.keep(new GroupName("web"), Accepted.NOTHING);
        assertEquals(Optional.of(Instant.EPOCH.plusSeconds(30)), nextAudit().due());
    }
}
