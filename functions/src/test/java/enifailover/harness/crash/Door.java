package enifailover.harness.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import enifailover.testkit.region.call.Unanswered;
import enifailover.testkit.region.wire.WireRequest;
import enifailover.testkit.region.wire.WireResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The one end point of all processes, on loopback. Whose request it is, and so which world's, the access key tells.
final class Door implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    private Door(HttpServer server) {
        this.server = server;
    }

    static Door open() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var door = new Door(server);
        server.setExecutor(door.threads);
        server.createContext("/", door::serve);
        server.start();
        return door;
    }

    /// For `AWS_ENDPOINT_URL`.
    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// From now on this process's requests go there.
    void connect(String accessKey, Line line) {
        lines.put(accessKey, line);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            WireRequest request = read(exchange);
            Line line = lines.get(request.accessKey());
            if (line == null) {
                throw new IllegalStateException("nobody is known by the key " + request.accessKey());
            }
            Optional<WireResponse> response = line.carry(request);
            if (response.isPresent()) {
                reply(exchange, response.get());
            }
        } catch (Unanswered silence) {
            // Closing without an answer is what the process is to see.
        }
    }

    private static WireRequest read(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        return WireRequest.of(
                exchange.getRequestURI().getRawPath(),
                headers,
                exchange.getRequestBody().readAllBytes());
    }

    private static void reply(HttpExchange exchange, WireResponse response) {
        try {
            response.headers().forEach(exchange.getResponseHeaders()::set);
            int length = response.body().length;
            exchange.sendResponseHeaders(response.status(), length == 0 ? -1 : length);
            exchange.getResponseBody().write(response.body());
        } catch (IOException gone) {
            // The process was killed by another of its calls.
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
