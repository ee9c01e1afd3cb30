package enifailover.aws;

import enifailover.port.Ledger;
import enifailover.port.LedgerContract;
import enifailover.port.Time;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The ledger on DynamoDB keeps the contract.
class DynamoLedgerTest extends LedgerContract {
    @SuppressWarnings("NullAway.Init")
    private static LocalTable table;

    @BeforeAll
    static void start() throws Exception {
        table = LocalTable.start();
    }

    @AfterAll
    static void stop() {
        table.close();
    }

    @Override
    protected Ledger ledger(Time with) {
        return new DynamoLedger(table::client, LocalTable.NAME, with);
    }
}
