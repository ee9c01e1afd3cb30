package enifailover.harness.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Lambda's Runtime API for one execution environment, on loopback: the function's process asks it for the next
/// event and posts what it made of it. Paths and headers are those of the
/// [documentation](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
public final class RuntimeApi implements AutoCloseable {

    /// How an invocation ended.
    public sealed interface Answer {
        /// From the hand-over of the event to the answer.
        Duration took();
    }

    /// The function returned.
    public record Returned(String body, Duration took) implements Answer {}

    /// The function threw, did not start, died or was late.
    public record Failed(String error, Duration took) implements Answer {}

    private record Invocation(
            String id, String event, Instant deadline, long sinceNanos, CompletableFuture<Answer> answer) {
        Duration age() {
            return Duration.ofNanos(System.nanoTime() - sinceNanos);
        }
    }

    private static final String ROOT = "/2018-06-01/runtime/";

    private final String functionArn;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final Map<String, Invocation> running = new ConcurrentHashMap<>();
    private final CompletableFuture<Instant> ready = new CompletableFuture<>();

    private RuntimeApi(String functionArn, HttpServer server) {
        this.functionArn = functionArn;
        this.server = server;
    }

    static RuntimeApi start(String functionArn) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var api = new RuntimeApi(functionArn, server);
        server.setExecutor(api.threads);
        server.createContext(ROOT, api::handle);
        server.start();
        return api;
    }

    /// `host:port`, for `AWS_LAMBDA_RUNTIME_API`.
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// Completes when the function has been initialised and asks for its first event; fails if it says it cannot.
    CompletableFuture<Instant> ready() {
        return ready;
    }

    /// Hands an event to the function. An answer that comes later than the time-out is a failure, as on Lambda.
    CompletableFuture<Answer> invoke(String event, Duration timeout) {
        var invocation = new Invocation(
                UUID.randomUUID().toString(),
                event,
                Instant.now().plus(timeout),
                System.nanoTime(),
                new CompletableFuture<>());
        running.put(invocation.id(), invocation);
        waiting.add(invocation);
        return invocation
                .answer()
                .completeOnTimeout(
                        new Failed("no answer within " + timeout.toSeconds() + " s", timeout),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /// The process is gone: nothing that it has begun will be answered.
    void abandon(String why) {
        ready.completeExceptionally(new IllegalStateException(why));
        running.values().forEach(invocation -> invocation.answer().complete(new Failed(why, invocation.age())));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath().substring(ROOT.length());
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            switch (path) {
                case "invocation/next" -> next(exchange);
                case "restore/next" -> reply(exchange, 200, "");
                case "init/error", "restore/error" -> {
                    abandon("the function did not start: " + body);
                    reply(exchange, 202, "{\"status\":\"OK\"}");
                }
                default -> ended(exchange, path.split("/", -1), body);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        ready.complete(Instant.now());
        var invocation = waiting.take();
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id());
        headers.set(
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(invocation.deadline().toEpochMilli()));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
        headers.set("Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0");
        reply(exchange, 200, invocation.event());
    }

    /// `invocation/ID/response` or `invocation/ID/error`.
    private void ended(HttpExchange exchange, String[] path, String body) throws IOException {
        var invocation = path.length == 3 ? running.remove(path[1]) : null;
        if (invocation == null) {
            reply(exchange, 404, "{\"errorMessage\":\"no such invocation\",\"errorType\":\"InvalidRequestID\"}");
            return;
        }
        invocation
                .answer()
                .complete(
                        path[2].equals("response")
                                ? new Returned(body, invocation.age())
                                : new Failed(body, invocation.age()));
        reply(exchange, 202, "{\"status\":\"OK\"}");
    }

    private static void reply(HttpExchange exchange, int status, String body) {
        try {
            var bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
