package enifailover.aws.ec2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.aws.client.Clients;
import enifailover.aws.client.SystemScheduler;
import enifailover.aws.client.Wire;
import enifailover.aws.dynamodb.DynamoGroupStore;
import enifailover.aws.ssm.SsmCommandRunner;
import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentId;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.port.AwsCallException;
import enifailover.port.CommandRunner.Command;
import enifailover.port.ErrorKind;
import enifailover.port.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// The functions' own HTTP client against peers that never answer. Failure 31: end point unreachable from the actor.
/// The upper bounds leave room for a busy machine, and not for one attempt more than there may be.
class SilenceTest {
    private static final InstanceId INSTANCE = new InstanceId("i-0a1b2c3d4e5f60711");
    private static final AttachmentId ATTACHMENT = new AttachmentId("eni-attach-0a1b2c3d4e5f60701");
    private static final EniId ENI = new EniId("eni-0a1b2c3d4e5f60718");

    /// So that no figure has the loading of classes in it: everything once, where nobody listens.
    @BeforeAll
    static void warmUp() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        everyKind(clients(closed));
    }

    @AfterEach
    void asBefore() {
        System.clearProperty("aws.endpointUrl");
    }

    private static Clients clients(int port) {
        System.setProperty("aws.endpointUrl", "http://127.0.0.1:" + port);
        return Clients.usual(
                "eu-west-1", StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")));
    }

    @Test
    void aPeerThatTakesTheConnectionAndSaysNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Map<String, Duration> took = everyKind(clients(silent.getLocalPort()));
            System.out.println("silent peer: " + took);
            within(took, "attach", 3_000, 5_900);
            within(took, "send command", 3_000, 5_900);
            within(took, "acquire the lease", 1_500, 4_400);
            within(took, "look", 3_000, 12_000);
        }
    }

    /// Failure 27: EC2 answers and Systems Manager does not.
    @Test
    void aSilentSystemsManagerDelaysALookByAMomentOnly() {
        Wire wire = new Wire()
                .on("DescribeNetworkInterfaces", Ec2Answers.interfaces())
                .on("DescribeInstances", Ec2Answers.instances(Ec2Answers.instance(INSTANCE.value(), "web")))
                .on("DescribeInstanceStatus", Ec2Answers.statuses())
                .on("DescribeInstanceTypes", Ec2Answers.types())
                .on("DescribeInstanceInformation", _ -> sleepy());
        AwsEc2Reader observer = new AwsEc2Reader(wire.clients(), "eni-failover:", new SystemScheduler());
        long started = System.nanoTime();
        Observation observation = observer.look(new GroupName("web"), Set.of());
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        assertEquals(1, observation.warnings().size());
        assertEquals(1, observation.instances().size());
        assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, took.toString());
    }

    private static Wire.Reply sleepy() {
        try {
            Thread.sleep(Duration.ofSeconds(20));
        } catch (InterruptedException interrupted) {
            throw new UncheckedIOException(new java.io.InterruptedIOException("interrupted"));
        }
        return Ec2Answers.agents();
    }

    /// Packets vanish: the queue of a listener that accepts nothing is full, and Linux then drops what comes.
    @Test
    void aPeerWhosePacketsVanish() throws Exception {
        List<Socket> fill = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 2; i++) {
                fill.add(new Socket(full.getInetAddress(), full.getLocalPort()));
            }
            Map<String, Duration> took = everyKind(clients(full.getLocalPort()));
            System.out.println("vanishing packets: " + took);
            within(took, "attach", 900, 1_950);
            within(took, "send command", 900, 1_950);
            within(took, "acquire the lease", 1_900, 2_950);
            within(took, "look", 1_800, 5_900);
        } finally {
            for (Socket socket : fill) {
                socket.close();
            }
        }
    }

    /// The JDK's HTTP client repeats some requests by itself when a kept connection breaks. Not one that changes
    /// something.
    @Test
    void aConnectionThatBreaksUnderARequestIsNotTriedAgain() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (ServerSocket breaking = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerOnceThenBreak(breaking, requests));
            Ec2EniOperations network = new Ec2EniOperations(clients(breaking.getLocalPort()));
            network.detach(ATTACHMENT, false);
            assertEquals(1, requests.get());
            AwsCallException awsCallException =
                    assertThrows(AwsCallException.class, () -> network.detach(ATTACHMENT, false));
            assertEquals(ErrorKind.UNANSWERED, awsCallException.refusal());
            assertEquals(2, requests.get());
        }
    }

    /// Answers the first request of a connection and breaks it under the second.
    private static void answerOnceThenBreak(ServerSocket server, AtomicInteger requests) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    while (true) {
                        readOne(socket.getInputStream());
                        if (requests.incrementAndGet() > 1) {
                            break;
                        }
                        String body = "<DetachNetworkInterfaceResponse><return>true</return>"
                                + "</DetachNetworkInterfaceResponse>";
                        socket.getOutputStream()
                                .write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    }
                }
            }
        } catch (IOException closed) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(closed);
            }
        }
    }

    private static void readOne(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            head.append((char) next);
        }
        String text = head.toString().toLowerCase(java.util.Locale.ROOT);
        int at = text.indexOf("content-length:") + "content-length:".length();
        in.readNBytes(
                Integer.parseInt(text.substring(at, text.indexOf("\r\n", at)).strip()));
    }

    private static Map<String, Duration> everyKind(Clients clients) throws Exception {
        SystemScheduler time = new SystemScheduler();
        AwsEc2Reader observer = new AwsEc2Reader(clients, "eni-failover:", time);
        Map<String, Runnable> kinds = new LinkedHashMap<>();
        kinds.put("attach", () -> new Ec2EniOperations(clients)
                .attach(ENI, INSTANCE, new DevicePosition(1, 0), AttachmentAttributes.FRESH));
        kinds.put("send command", () -> new SsmCommandRunner(clients, "EniFailover")
                .send(INSTANCE, new Command("apply", "", ""), Duration.ofSeconds(60)));
        kinds.put("look", () -> observer.look(new GroupName("web"), Set.of()));
        kinds.put("acquire the lease", () -> new DynamoGroupStore(clients, "groups", time)
                .acquire(new GroupName("web"), "me", Duration.ofSeconds(30)));
        Map<String, Future<Duration>> running = new LinkedHashMap<>();
        Map<String, Duration> took = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(kinds.size())) {
            kinds.forEach((kind, request) -> running.put(kind, threads.submit(() -> refusedAfter(request))));
            for (Map.Entry<String, Future<Duration>> each : running.entrySet()) {
                took.put(each.getKey(), result(each.getValue()));
            }
        }
        return took;
    }

    private static Duration result(Future<Duration> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        }
    }

    private static Duration refusedAfter(Runnable request) {
        long started = System.nanoTime();
        AwsCallException awsCallException = assertThrows(AwsCallException.class, request::run);
        assertEquals(ErrorKind.UNANSWERED, awsCallException.refusal(), awsCallException.message());
        return Duration.ofNanos(System.nanoTime() - started).truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
    }

    private static void within(Map<String, Duration> took, String kind, long least, long most) {
        long millis = took.getOrDefault(kind, Duration.ZERO).toMillis();
        assertTrue(millis >= least && millis <= most, () -> kind + " took " + millis + " ms");
    }
}
