package enifailover.aws;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
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

/// AWS's own DynamoDB Local in this JVM, on a free port of loopback, with one table as `template.yaml` makes it.
/// Its own launcher reports to AWS and needs a module for that; the server behind it does not.
public final class LocalTable implements AutoCloseable {
    public static final String NAME = "groups";

    private final Server server;
    private final DynamoDbClient client;

    private LocalTable(Server server, DynamoDbClient client) {
        this.server = server;
        this.client = client;
    }

    public static LocalTable start() throws Exception {
        nativeLibrary();
        LocalDynamoDBRequestHandler database = new LocalDynamoDBRequestHandler(0, true, null, true, false);
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setHandler(new LocalDynamoDBServerHandler(database, null));
        server.start();
        int port = server.getURI().getPort();
        DynamoDbClient client = DynamoDbClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        client.createTable(table -> table.tableName(NAME)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute("group"), attribute("item"))
                .keySchema(key("group", KeyType.HASH), key("item", KeyType.RANGE)));
        return new LocalTable(server, client);
    }

    public DynamoDbClient client() {
        return client;
    }

    /// DynamoDB Local stands on SQLite, whose library Maven has put beside the jars.
    private static void nativeLibrary() {
        @Nullable String known = System.getProperty("sqlite4java.library.path");
        if (known == null) {
            Arrays.stream(System.getProperty("java.class.path").split(":", -1))
                    .filter(entry -> entry.endsWith(".so") && entry.contains("linux-amd64"))
                    .map(entry -> Path.of(entry)
                            .toAbsolutePath()
                            .resolveSibling(".")
                            .normalize()
                            .toString())
                    .findFirst()
                    .ifPresent(folder -> System.setProperty("sqlite4java.library.path", folder));
        }
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

    @Override
    public void close() {
        client.close();
        try {
            server.stop();
        } catch (Exception notStopped) {
            throw new IllegalStateException(notStopped);
        }
    }
}
