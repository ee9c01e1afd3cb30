package enifailover.aws.dynamodb;

import enifailover.port.IdempotencyStore;
import enifailover.port.Scheduler;
import enifailover.testkit.memory.IdempotencyStoreContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The requests on DynamoDB keep the contract.
class DynamoIdempotencyStoreTest extends IdempotencyStoreContract {
    @RegisterExtension
    static final DynamoClients DYNAMO = new DynamoClients();

    private static String table = "";

    /// One for the class, as `template.yaml` makes it.
    @BeforeAll
    static void makeTable() {
        table = DYNAMO.freshTable();
    }

    @Override
    protected IdempotencyStore requests(Scheduler with) {
        return new DynamoIdempotencyStore(DYNAMO.clients(), table, with);
    }
}
