package enifailover.aws.client;

import enifailover.port.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/// Opens a TCP connection from the function to the moved address; the function must be in a VPC that reaches it.
public final class TcpProbe implements Probe {

    @Override
    public Optional<String> connect(String address, int port, Duration within) {
        int millis = Math.clamp(within.toMillis(), 1, Integer.MAX_VALUE);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), millis);
            return Optional.empty();
        } catch (IOException | IllegalArgumentException refused) {
            return Optional.of(address + " port " + port + ": " + refused.getMessage());
        }
    }
}
