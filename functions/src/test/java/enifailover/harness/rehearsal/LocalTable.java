package enifailover.harness.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.harness.rehearsal.Scenery.Call;
import enifailover.testkit.region.dynamo.LocalDynamo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/// DynamoDB Local with the template's table in it, behind a door that notes the calls.
public final class LocalTable implements AutoCloseable {

    private final LocalDynamo dynamo;
    private final TableDoor door;

    private LocalTable(LocalDynamo dynamo, TableDoor door) {
        this.dynamo = dynamo;
        this.door = door;
    }

    /// Starts it, with the template's table.
    public static LocalTable start(Template template) throws IOException {
        var dynamo = LocalDynamo.start();
        try (var client = dynamo.client()) {
            create(client, template);
        }
        return new LocalTable(dynamo, TableDoor.open(dynamo.endpoint()));
    }

    /// Makes the template's table wherever this client leads.
    public static void create(DynamoDbClient client, Template template) {
        client.createTable(request -> request.tableName("Table")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(each(template.property("Table", "KeySchema")).stream()
                        .map(key -> KeySchemaElement.builder()
                                .attributeName(key.path("AttributeName").asText())
                                .keyType(key.path("KeyType").asText())
                                .build())
                        .toList())
                .attributeDefinitions(each(template.property("Table", "AttributeDefinitions")).stream()
                        .map(attribute -> AttributeDefinition.builder()
                                .attributeName(attribute.path("AttributeName").asText())
                                .attributeType(attribute.path("AttributeType").asText())
                                .build())
                        .toList()));
    }

    private static List<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /// Where a function finds DynamoDB.
    public URI endpoint() {
        return door.endpoint();
    }

    List<Call> calls() {
        return door.calls();
    }

    @Override
    public void close() {
        door.close();
        try {
            dynamo.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
