package enifailover.handler;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// As much of an HTTP server as [Priming] needs: requests with a `Content-Length`, answers of status 200.
final class LoopbackServer implements AutoCloseable {
    private static final int LONGEST_LINE = 16_384;

    private final ServerSocket listening;
    private final Answering answering;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean parting;

    /// What is answered.
    interface Answering {
        PrimingAws.Answer answer(Request request) throws IOException;
    }

    /// @param headers by their names in small letters
    record Request(String path, Map<String, String> headers, String body) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /// @param listening already bound, to loopback
    LoopbackServer(ServerSocket listening, Answering answering) {
        this.listening = listening;
        this.answering = answering;
        Thread.ofVirtual().name("priming").start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /// Whether each answer from now on is its connection's last, and says so; whoever asks closes it then.
    void part(boolean each) {
        parting = each;
    }

    /// How many connections are open here.
    int connections() {
        return open.size();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /// Ends when the other side closes or breaks off.
    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean last = false;
            while (!last) {
                Optional<Request> request = read(in);
                if (request.isEmpty()) {
                    return;
                }
                last = parting;
                PrimingAws.Answer answer = answering.answer(request.get());
                socket.getOutputStream().write(bytes(answer, last));
                socket.getOutputStream().flush();
            }
        } catch (IOException brokenOff) {
            // Whoever asked hears of it by its own request.
        } finally {
            open.remove(socket);
        }
    }

    private static Optional<Request> read(InputStream in) throws IOException {
        String[] first = line(in).split(" ", -1);
        if (first.length < 3) {
            return Optional.empty();
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return Optional.of(new Request(first[1], headers, new String(in.readNBytes(length), StandardCharsets.UTF_8)));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (line.size() > LONGEST_LINE) {
                throw new IOException("a line without an end");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static byte[] bytes(PrimingAws.Answer answer, boolean last) {
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: " + answer.contentType() + "\r\nsmithy-protocol: rpc-v2-cbor\r\n"
                        + "x-amzn-RequestId: priming\r\nContent-Length: "
                        + answer.body().length()
                        + (last ? "\r\nConnection: close" : "") + "\r\n\r\n";
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(answer.bytes());
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
