package enifailover.aws;

import enifailover.port.Requests;
import enifailover.port.RequestsContract;
import enifailover.port.Time;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The requests on DynamoDB keep the contract.
class DynamoRequestsTest extends RequestsContract {
    @RegisterExtension
    static final DynamoClients DYNAMO = new DynamoClients();

    private static String table = "";

    /// One for the class, as `template.yaml` makes it.
    @BeforeAll
    static void makeTable() {
        table = DYNAMO.freshTable();
    }

    @Override
    protected Requests requests(Time with) {
        return new DynamoRequests(DYNAMO.clients(), table, with);
    }
}
