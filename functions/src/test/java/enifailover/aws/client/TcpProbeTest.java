package enifailover.aws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TcpProbeTest {
    private final TcpProbe probe = new TcpProbe();

    @Test
    void anOpenPortAnswersAndAClosedOneDoesNot() throws IOException {
        int port;
        try (ServerSocket open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = open.getLocalPort();
            assertEquals(Optional.empty(), probe.connect("127.0.0.1", port, Duration.ofSeconds(1)));
        }
        String why = probe.connect("127.0.0.1", port, Duration.ofSeconds(1)).orElseThrow();
        assertTrue(why.contains("refused"), why);
    }

    @Test
    void aNameIsNotLookedUp() {
        assertTrue(probe.connect("example.com", 80, Duration.ofSeconds(1)).isPresent());
    }
}
