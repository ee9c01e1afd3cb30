package enifailover.testkit.region.dynamo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.eclipse.jetty.server.Server;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/// DynamoDB Local on a free port of loopback, its tables in memory and gone at the end. One database whatever the
/// credentials and Region are.
public final class LocalDynamo implements AutoCloseable {
    private final Server server;

    private LocalDynamo(Server server) {
        this.server = server;
    }

    /// Starts it.
    ///
    /// @throws IOException if it does not start
    public static LocalDynamo start() throws IOException {
        SqliteLibrary.find();
        // As its ServerRunner does with -inMemory -sharedDb, but without its DynamoDBProxyServer around the handler,
        // which is loaded with the telemetry and so with parts of the SDK that Maven Central lacks in this release.
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try {
            server.setHandler(
                    new LocalDynamoDBServerHandler(new LocalDynamoDBRequestHandler(0, true, null, true, false), "*"));
            server.start();
        } catch (Exception e) { // its own, and Jetty's
            throw new IOException("DynamoDB Local did not start", e);
        }
        return new LocalDynamo(server);
    }

    /// Where it listens.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getURI().getPort());
    }

    /// A client of the SDK, to be closed by the caller.
    public DynamoDbClient client() {
        return DynamoDbClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "secret")))
                .build();
    }

    /// Makes an empty table with the keys that `template.yaml` gives the functions' own. By a client that reads as
    /// long as the SDK does (30 s): the functions' would soon ask a busy machine again for what is there already.
    ///
    /// @param name a name that no other table of this database has
    public void makeTable(String name) {
        try (DynamoDbClient client = client()) {
            client.createTable(table -> table.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(message("group"), message("item"))
                    .keySchema(key("group", KeyType.HASH), key("item", KeyType.RANGE)));
        }
    }

    private static AttributeDefinition message(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) { // declared so by DynamoDB Local
            throw new IOException("DynamoDB Local did not stop", e);
        }
    }
}
