package enifailover.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import enifailover.aws.Clients;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.lambda.powertools.common.internal.LambdaHandlerProcessor;

/// What a snapshot may hold, and how it comes to it.
class PrimingTest {
    private final List<String> connections = Collections.synchronizedList(new ArrayList<>());
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final ProxySelector usual = ProxySelector.getDefault();
    private final PrintStream out = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    /// Every connection of the JDK, by HTTP or plain, asks this first.
    @BeforeEach
    void listen() {
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI there) {
                connections.add(there.toString());
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI there, SocketAddress address, IOException failure) {}
        });
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void asBefore() {
        System.setOut(out);
        ProxySelector.setDefault(usual);
    }

    /// Of the function: nobody may ask it for anything.
    private Clients clients() {
        SdkHttpClient http = new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                asked.add(request.httpRequest().getUri().toString());
                throw new IllegalStateException("a request before the snapshot");
            }

            @Override
            public void close() {}
        };
        return new Clients("eu-west-1", http, () -> {
            asked.add("credentials");
            throw new IllegalStateException("credentials before the snapshot");
        });
    }

    @Test
    void theListenerHearsAConnection() throws IOException {
        try (ServerSocket server = new ServerSocket(0);
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            assertTrue(socket.isConnected());
        }
        assertEquals(1, connections.size());
    }

    @Test
    void itConnectsToNobodyAsksForNoCredentialAndSaysNothing() {
        boolean cold = LambdaHandlerProcessor.isColdStart();
        PrintStream before = System.out;
        Priming.of(clients()).beforeCheckpoint(org.crac.Core.getGlobalContext());
        assertEquals(List.of(), connections);
        assertEquals(List.of(), asked);
        assertEquals("", printed.toString(StandardCharsets.UTF_8), "no log line, no metric");
        assertEquals(cold, LambdaHandlerProcessor.isColdStart());
        assertSame(before, System.out);
    }

    @Test
    void itPlaysAWholeFailover() throws IOException {
        List<JsonNode> answers = new ArrayList<>();
        for (byte[] answer : Priming.play()) {
            answers.add(new JsonMapper().readTree(answer));
        }
        JsonNode report = answers.get(0).path("reports").path(0);
        assertEquals("SUCCEEDED", report.path("verdict").asText(), report::toPrettyString);
        assertEquals(0, report.path("warnings").size(), report::toPrettyString);
        assertEquals(4, report.path("steps").size(), report::toPrettyString);
        answers.forEach(answer -> assertEquals(0, answer.path("failures").size(), answer::toPrettyString));
    }

    /// A version that cannot be published is worse than a slow start.
    @Test
    void aFailureInItIsSaidAndKeepsNothingFromBeingPublished() {
        Clients broken = new Clients("not a region", new MemoryAws(), () -> {
            throw new IllegalStateException("credentials before the snapshot");
        });
        Priming.of(broken).beforeCheckpoint(org.crac.Core.getGlobalContext());
        assertFalse(System.out == null);
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("could not be primed"), printed::toString);
    }
}
