package enifailover.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import enifailover.aws.client.Clients;
import enifailover.harness.rehearsal.Template;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.lambda.powertools.common.internal.LambdaHandlerProcessor;

/// What a snapshot may hold, and how it comes to it.
class PrimingTest {
    private static final Priming.Rounds TWICE = new Priming.Rounds(2, 2, 2);
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
    void itConnectsToItselfAloneAsksForNoCredentialAndSaysNothing() {
        boolean cold = LambdaHandlerProcessor.isColdStart();
        PrintStream before = System.out;
        Properties properties = (Properties) System.getProperties().clone();
        Priming.of(clients(), TWICE).beforeCheckpoint(org.crac.Core.getGlobalContext());
        assertTrue(connections.size() > 10, connections::toString);
        connections.forEach(there -> assertTrue(there.matches("(https|socket)://localhost:\\d+(/.*)?"), there));
        assertEquals(List.of(), asked);
        assertEquals(properties, System.getProperties());
        assertEquals(Map.of(), Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of()));
        assertEquals("", printed.toString(StandardCharsets.UTF_8), "no log line, no metric");
        assertEquals(cold, LambdaHandlerProcessor.isColdStart());
        assertSame(before, System.out);
    }

    @Test
    void itPlaysAWholeFailoverFromMemory() throws IOException {
        wholeFailover(Priming.play(2, new PrimingAws()));
    }

    @Test
    void itPlaysAWholeFailoverOverTlsToItself() throws IOException, GeneralSecurityException {
        wholeFailover(Priming.playOnLoopback(2, 2));
    }

    private static void wholeFailover(List<byte[]> played) throws IOException {
        List<JsonNode> answers = new ArrayList<>();
        for (byte[] answer : played) {
            answers.add(new JsonMapper().readTree(answer));
        }
        JsonNode report = answers.get(0).path("reports").path(0);
        assertEquals("SUCCEEDED", report.path("verdict").asText(), report::toPrettyString);
        assertEquals(0, report.path("warnings").size(), report::toPrettyString);
        assertEquals(5, report.path("steps").size(), report::toPrettyString);
        JsonNode after = answers.get(1).path("reports").path(0);
        assertEquals("HEALTHY", after.path("verdict").asText(), after::toPrettyString);
        answers.forEach(answer -> assertEquals(0, answer.path("failures").size(), answer::toPrettyString));
    }

    /// The JDK keeps idle connections for later, so that both sides have to be made to close them.
    @Test
    void noConnectionIsLeftOpen() throws IOException, GeneralSecurityException {
        LoopbackAws aws = LoopbackAws.open(new PrimingAws());
        aws.whileAsked(() ->
                new Clients("us-east-1", aws.http(), aws.credentials()).ec2().describeInstances());
        assertEquals(1, aws.connections(), "it is kept, as it would be on Lambda");
        aws.close();
        assertEquals(0, aws.connections());
    }

    /// The runtime client has a weak reference to the hook, and no more.
    @Test
    void theFunctionKeepsItsHook() throws ReflectiveOperationException {
        Wiring wiring = new Wiring(
                Environment.of(Map.of("AWS_REGION", "eu-west-1", "TABLE_NAME", "t", "DOCUMENT_NAME", "d")),
                clients(),
                new PrimingTime(),
                () -> "0");
        FailoverFunction function = new FailoverFunction(wiring);
        function.keepHook();
        Field field = FailoverFunction.class.getDeclaredField("priming");
        field.setAccessible(true);
        try {
            WeakReference<Object> hook = new WeakReference<>(field.get(function));
            WeakReference<Object> unkept = new WeakReference<>(new Object());
            for (int i = 0; i < 50 && unkept.get() != null; i++) {
                System.gc();
            }
            assertNull(unkept.get(), "nothing was collected, so this shows nothing");
            assertNotNull(hook.get());
        } finally {
            Reference.reachabilityFence(function);
        }
    }

    @Test
    void everyFunctionWithASnapshotHasAHookAndNoOther() throws IOException, ClassNotFoundException {
        Template template = Template.read(Path.of("template.yaml"), Map.of());
        List<String> restored = new ArrayList<>();
        for (String name : template.functions()) {
            boolean hooked = Arrays.stream(
                            Class.forName("enifailover.handler." + name).getDeclaredFields())
                    .anyMatch(field -> field.getType().equals(Priming.class));
            assertEquals(template.snapStart(name), hooked, name);
            if (hooked) {
                restored.add(name);
            }
        }
        assertEquals(List.of("FailoverFunction"), restored);
    }

    /// A version that cannot be published is worse than a slow start.
    @Test
    void aFailureInItIsSaidAndKeepsNothingFromBeingPublished() {
        Clients broken = new Clients("not a region", new PrimingAws(), () -> {
            throw new IllegalStateException("credentials before the snapshot");
        });
        Priming.of(broken, TWICE).beforeCheckpoint(org.crac.Core.getGlobalContext());
        assertFalse(System.out == null);
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("Priming failed"), printed::toString);
    }

    /// A class that is missing is an Error, which the runtime client does not catch.
    @Test
    void aClassThatIsMissingKeepsNothingFromBeingPublished() {
        SdkHttpClient incomplete = new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                throw new IllegalStateException("a request before the snapshot");
            }

            @Override
            public String clientName() {
                throw new NoClassDefFoundError("org/example/Missing");
            }

            @Override
            public void close() {}
        };
        Priming.of(
                        new Clients("eu-west-1", incomplete, () -> {
                            throw new IllegalStateException("credentials before the snapshot");
                        }),
                        TWICE)
                .beforeCheckpoint(org.crac.Core.getGlobalContext());
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("org/example/Missing"), printed::toString);
    }
}
