package enifailover.testkit.region.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.door.RegionServer;
import enifailover.testkit.region.time.LoopbackTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// AWS's own conditional writes, directly and through the region's one endpoint.
final class LocalDynamoTest {

    @Test
    void refusesAConditionalWriteThroughTheOneEndpoint() throws Exception {
        try (LocalDynamo dynamo = LocalDynamo.start();
                LoopbackTime time = new LoopbackTime();
                RegionServer server = RegionServer.start(Scenes.quick(time), dynamo.endpoint());
                SdkHttpClient http = UrlConnectionHttpClient.create();
                DynamoDbClient direct = dynamo.client();
                DynamoDbClient through = Scenes.client(DynamoDbClient.builder(), http, server.endpoint())) {
            direct.createTable(table -> table.tableName("groups")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(AttributeDefinition.builder()
                            .attributeName("id")
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .keySchema(KeySchemaElement.builder()
                            .attributeName("id")
                            .keyType(KeyType.HASH)
                            .build()));
            Map<String, AttributeValue> row = Map.of("id", AttributeValue.fromS("web"));
            through.putItem(put -> put.tableName("groups").item(row).conditionExpression("attribute_not_exists(id)"));
            assertThrows(
                    ConditionalCheckFailedException.class,
                    () -> through.putItem(
                            put -> put.tableName("groups").item(row).conditionExpression("attribute_not_exists(id)")));
            assertEquals(1, direct.scan(scan -> scan.tableName("groups")).count());
        }
    }
}
