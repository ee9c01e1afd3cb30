package enifailover.aws;

import enifailover.port.Ledger;
import enifailover.port.LedgerContract;
import enifailover.port.Time;
import enifailover.region.dynamo.LocalDynamo;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// The ledger on DynamoDB keeps the contract.
class DynamoLedgerTest extends LedgerContract {
    private static final String TABLE = "groups";

    @SuppressWarnings("NullAway.Init")
    private static LocalDynamo dynamo;

    @SuppressWarnings("NullAway.Init")
    private static DynamoDbClient client;

    /// One table as `template.yaml` makes it.
    @BeforeAll
    static void start() throws IOException {
        dynamo = LocalDynamo.start();
        client = dynamo.client();
        client.createTable(table -> table.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute("group"), attribute("item"))
                .keySchema(key("group", KeyType.HASH), key("item", KeyType.RANGE)));
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        dynamo.close();
    }

    @Override
    protected Ledger ledger(Time with) {
        return new DynamoLedger(() -> client, TABLE, with);
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
