package enifailover.aws.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.model.audit.AuditBaseline;
import enifailover.model.group.GroupName;
import enifailover.port.AuditSchedule;
import enifailover.testkit.memory.AuditScheduleContract;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The turn on DynamoDB keeps the contract, beside the book of audits.
class DynamoAuditScheduleTest extends AuditScheduleContract {
    @RegisterExtension
    static final DynamoClients DYNAMO = new DynamoClients();

    @Override
    protected AuditSchedule nextAudit() {
        return new DynamoAuditSchedule(DYNAMO.clients(), DYNAMO.table());
    }

    @Test
    void theBookDoesNotTakeItForAGroup() {
        assertTrue(nextAudit().take(Instant.EPOCH, Instant.EPOCH.plusSeconds(30)));
        DynamoAuditStore book = new DynamoAuditStore(DYNAMO.clients(), DYNAMO.table());
        assertEquals(Map.of(), book.read().groups());
        assertEquals(Optional.empty(), book.read().rights());
        book.keep(new GroupName("web"), AuditBaseline.NOTHING);
        assertEquals(Optional.of(Instant.EPOCH.plusSeconds(30)), nextAudit().due());
    }
}
