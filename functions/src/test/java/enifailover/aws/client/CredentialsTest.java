package enifailover.aws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import enifailover.aws.ec2.Ec2EniOperations;
import enifailover.model.AttachmentId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Under SnapStart the variables of the keys are absent, and Lambda gives the credentials at an end point of the
/// environment's own. Source: Lambda Developer Guide, "Handle uniqueness and credentials with SnapStart".
class CredentialsTest {
    private static final AttachmentId ATTACHMENT = new AttachmentId("eni-attach-0a1b2c3d4e5f60701");

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        String here = "http://127.0.0.1:" + server.getAddress().getPort();
        Map.of(
                        "aws.endpointUrl",
                        here,
                        "aws.containerCredentialsFullUri",
                        here + "/credentials",
                        "aws.containerAuthorizationToken",
                        "token-of-the-environment")
                .forEach(System::setProperty);
    }

    @AfterEach
    void asBefore() {
        List.of("aws.endpointUrl", "aws.containerCredentialsFullUri", "aws.containerAuthorizationToken")
                .forEach(System::clearProperty);
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            boolean credentials = exchange.getRequestURI().getPath().equals("/credentials");
            asked.add(
                    credentials
                            ? "credentials with " + headers.getFirst("Authorization")
                            : headers.getFirst("Authorization").replaceAll("/.*", "") + " "
                                    + headers.getFirst("X-Amz-Security-Token"));
            String body = credentials
                    ? "{\"AccessKeyId\":\"ASIARESTORED\",\"SecretAccessKey\":\"secret\",\"Token\":\"session\","
                            + "\"Expiration\":\"2099-01-01T00:00:00Z\"}"
                    : "<DetachNetworkInterfaceResponse><return>true</return></DetachNetworkInterfaceResponse>";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Test
    void theyAreAskedForWithTheFirstRequestAndNotWhenTheClientsAreMade() {
        try (Clients clients = new Clients("eu-west-1")) {
            clients.prepare();
            assertEquals(List.of(), asked, "a snapshot taken now would hold a credential");
            Ec2EniOperations network = new Ec2EniOperations(clients);
            network.detach(ATTACHMENT, false);
            network.detach(ATTACHMENT, false);
        }
        assertEquals(3, asked.size(), asked::toString);
        assertEquals("credentials with token-of-the-environment", asked.getFirst());
        assertTrue(
                asked.stream().skip(1).allMatch("AWS4-HMAC-SHA256 Credential=ASIARESTORED session"::equals),
                asked::toString);
    }
}
