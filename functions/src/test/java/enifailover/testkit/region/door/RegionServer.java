package enifailover.testkit.region.door;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.call.Unanswered;
import enifailover.testkit.region.time.Killed;
import enifailover.testkit.region.wire.Wire;
import enifailover.testkit.region.wire.WireRequest;
import enifailover.testkit.region.wire.WireResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The door for real processes: an HTTP server on loopback, to be given to them as `AWS_ENDPOINT_URL`. Run the JVM with
/// `-Dsun.net.httpserver.nodelay=true`, or each answer may wait 40 ms for an acknowledgement.
public final class RegionServer implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Wire wire;
    private final @Nullable DynamoForward dynamo;

    private RegionServer(Region region, HttpServer server, @Nullable URI dynamo, List<Filter> filters) {
        this.wire = new Wire(region);
        this.dynamo = dynamo == null ? null : new DynamoForward(dynamo);
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::serve).getFilters().addAll(filters);
        server.start();
    }

    private static InetSocketAddress freePort() {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // heard only if no server was made before
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /// Starts on a free port.
    public static RegionServer start(Region region) throws IOException {
        return new RegionServer(region, HttpServer.create(freePort(), 0), null, List.of());
    }

    /// Starts on a free port, and forwards DynamoDB's requests, so that one endpoint serves all.
    ///
    /// @param dynamo where DynamoDB Local listens
    public static RegionServer start(Region region, URI dynamo) throws IOException {
        return new RegionServer(region, HttpServer.create(freePort(), 0), dynamo, List.of());
    }

    /// The same over TLS.
    ///
    /// @param tls with the certificate that is shown
    /// @param filters see each request
    public static RegionServer start(Region region, URI dynamo, SSLContext tls, List<Filter> filters)
            throws IOException {
        HttpsServer server = HttpsServer.create(freePort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new RegionServer(region, server, dynamo, filters);
    }

    /// What to give as `AWS_ENDPOINT_URL`.
    public URI endpoint() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
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
