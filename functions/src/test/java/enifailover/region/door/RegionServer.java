package enifailover.region.door;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import enifailover.region.Region;
import enifailover.region.call.Unanswered;
import enifailover.region.time.Killed;
import enifailover.region.wire.Wire;
import enifailover.region.wire.WireRequest;
import enifailover.region.wire.WireResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// The door for real processes: an HTTP server on loopback, to be given to them as `AWS_ENDPOINT_URL`. Run the JVM with
/// `-Dsun.net.httpserver.nodelay=true`, or each answer may wait 40 ms for an acknowledgement.
public final class RegionServer implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Wire wire;
    private final @Nullable DynamoForward dynamo;

    private RegionServer(Region region, int port, @Nullable URI dynamo) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // heard only if no server was made before
        this.wire = new Wire(region);
        this.dynamo = dynamo == null ? null : new DynamoForward(dynamo);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /// Starts on a free port.
    public static RegionServer start(Region region) throws IOException {
        return new RegionServer(region, 0, null);
    }

    /// Starts on a free port, and forwards DynamoDB's requests, so that one endpoint serves all.
    ///
    /// @param dynamo where DynamoDB Local listens
    public static RegionServer start(Region region, URI dynamo) throws IOException {
        return new RegionServer(region, 0, dynamo);
    }

    /// What to give as `AWS_ENDPOINT_URL`.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            WireRequest request = read(exchange);
            boolean forward = dynamo != null && request.service().equals("dynamodb");
            WireResponse response = forward && dynamo != null ? dynamo.answer(request) : wire.answer(request, LONGEST);
            response.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(response.status(), response.body().length == 0 ? -1 : response.body().length);
            exchange.getResponseBody().write(response.body());
        } catch (Unanswered | Killed silence) {
            // closing without an answer is what the client is to see
        }
    }

    private static WireRequest read(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        byte[] body = exchange.getRequestBody().readAllBytes();
        return WireRequest.of(exchange.getRequestURI().getRawPath(), headers, body);
    }
}
