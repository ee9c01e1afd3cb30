package enifailover.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.rehearsal.Scenery.Call;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/// DynamoDB Local with the template's table in it, behind a door that notes the calls.
final class LocalTable implements AutoCloseable {

    private final DynamoDBProxyServer dynamo;
    private final TableDoor door;

    private LocalTable(DynamoDBProxyServer dynamo, TableDoor door) {
        this.dynamo = dynamo;
        this.door = door;
    }

    static LocalTable start(Template template) throws Exception {
        var port = freePort();
        var dynamo = ServerRunner.createServerFromCommandLineArgs(
                new String[] {"-inMemory", "-sharedDb", "-port", Integer.toString(port)});
        dynamo.start();
        var address = URI.create("http://127.0.0.1:" + port);
        create(address, template);
        return new LocalTable(dynamo, TableDoor.open(address));
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void create(URI address, Template template) {
        try (var client = DynamoDbClient.builder()
                .endpointOverride(address)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("REHEARSAL", "x")))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
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
                                    .attributeName(
                                            attribute.path("AttributeName").asText())
                                    .attributeType(
                                            attribute.path("AttributeType").asText())
                                    .build())
                            .toList()));
        }
    }

    private static List<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /// Where a function finds DynamoDB.
    URI endpoint() {
        return door.endpoint();
    }

    List<Call> calls() {
        return door.calls();
    }

    @Override
    public void close() {
        door.close();
        try {
            dynamo.stop();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
