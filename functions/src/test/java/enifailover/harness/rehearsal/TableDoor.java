package enifailover.harness.rehearsal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import enifailover.harness.rehearsal.Scenery.Call;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/// Stands before DynamoDB Local, passes every request on and notes it: who, what, how long.
final class TableDoor implements AutoCloseable {

    private static final Pattern ACCESS_KEY = Pattern.compile("Credential=([^/]+)/");
    private static final Pattern ERROR = Pattern.compile("\"__type\":\"[^\"#]*#([A-Za-z]+)\"");

    private final HttpServer server;
    private final URI dynamo;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    private TableDoor(HttpServer server, URI dynamo) {
        this.server = server;
        this.dynamo = dynamo;
    }

    static TableDoor open(URI dynamo) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var door = new TableDoor(server, dynamo);
        server.setExecutor(door.threads);
        server.createContext("/", door::pass);
        server.start();
        return door;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Call> calls() {
        return calls;
    }

    private void pass(HttpExchange exchange) throws IOException {
        var at = Instant.now();
        try (exchange) {
            var request = HttpRequest.newBuilder(dynamo)
                    .POST(BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            for (var name : List.of("Authorization", "X-Amz-Target", "X-Amz-Date", "Content-Type")) {
                Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                        .ifPresent(value -> request.header(name, value));
            }
            var response = client.send(request.build(), BodyHandlers.ofString());
            note(exchange, response, at);
            response.headers().firstValue("X-Amz-Crc32").ifPresent(value -> exchange.getResponseHeaders()
                    .set("X-Amz-Crc32", value));
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            var body = response.body().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(response.statusCode(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(HttpExchange exchange, HttpResponse<String> response, Instant at) {
        var headers = exchange.getRequestHeaders();
        var key = ACCESS_KEY.matcher(
                Optional.ofNullable(headers.getFirst("Authorization")).orElse(""));
        var target = Optional.ofNullable(headers.getFirst("X-Amz-Target")).orElse("");
        var error = ERROR.matcher(response.statusCode() == 200 ? "" : response.body());
        calls.add(new Call(
                at,
                Duration.between(at, Instant.now()),
                key.find() ? key.group(1) : "",
                "dynamodb",
                target.substring(target.indexOf('.') + 1),
                "",
                error.find() ? Optional.of(error.group(1)) : Optional.empty()));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
