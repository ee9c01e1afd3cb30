package enifailover.region.dynamo;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/// DynamoDB Local on a free port of loopback, its tables in memory and gone at the end. One database whatever the
/// credentials and Region are.
public final class LocalDynamo implements AutoCloseable {
    private static final int TRIES = 5;

    private final DynamoDBProxyServer server;
    private final int port;

    private LocalDynamo(DynamoDBProxyServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /// Starts it.
    ///
    /// @throws IOException if it does not start
    public static LocalDynamo start() throws IOException {
        SqliteLibrary.find();
        IOException last = new IOException("no port");
        for (int i = 0; i < TRIES; i++) {
            int port = freePort();
            try {
                // As its ServerRunner does with -inMemory -sharedDb, but for the telemetry, which would need more of
                // the
                // SDK than Maven Central always has.
                DynamoDBProxyServer server = new DynamoDBProxyServer(
                        port,
                        new LocalDynamoDBServerHandler(
                                new LocalDynamoDBRequestHandler(0, true, null, true, false), "*"));
                server.start();
                return new LocalDynamo(server, port);
            } catch (Exception e) { // its own, and Jetty's for a port that was taken meanwhile
                last = new IOException("DynamoDB Local did not start", e);
            }
        }
        throw last;
    }

    /// Where it listens.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
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

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) { // declared so by DynamoDB Local
            throw new IOException("DynamoDB Local did not stop", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
