package enifailover.aws.dynamodb;

import enifailover.port.IdempotencyStore;
import enifailover.port.Scheduler;
import enifailover.testkit.memory.IdempotencyStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The requests on DynamoDB keep the contract.
class DynamoIdempotencyStoreTest extends IdempotencyStoreContract {
    @RegisterExtension
    static final DynamoClients DYNAMO = new DynamoClients();

    @Override
    protected IdempotencyStore requests(Scheduler with) {
        return new DynamoIdempotencyStore(DYNAMO.clients(), DYNAMO.table(), with);
    }
}
