package enifailover.testkit.region.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/// An emulator of AWS that nobody here wrote: moto where it is on the PATH, or LocalStack in Docker where the
/// environment variable `EMULATOR` asks for it. A build starts no container by itself.
///
/// @param name `LocalStack` or `moto`
/// @param endpoint where it listens
/// @param stop ends it
public record Emulator(String name, URI endpoint, Runnable stop) implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String LOCALSTACK = "localstack/localstack:4.14.0";

    /// Starts the one that is asked for; none where there is no moto.
    ///
    /// @throws IllegalStateException where LocalStack is asked for and there is no Docker
    static Optional<Emulator> start() throws IOException, InterruptedException {
        if (asksForLocalStack(System.getenv())) {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                throw new IllegalStateException("EMULATOR=localstack needs Docker, and there is none");
            }
            return Optional.of(localStack());
        }
        return moto();
    }

    static boolean asksForLocalStack(Map<String, String> environment) {
        return "localstack".equals(environment.get("EMULATOR"));
    }

    /// Starts moto, or none where it is not on the PATH.
    public static Optional<Emulator> moto() throws IOException, InterruptedException {
        Optional<Path> moto = onPath("moto_server");
        return moto.isPresent() ? Optional.of(moto(moto.get())) : Optional.empty();
    }

    @Override
    public void close() {
        stop.run();
    }

    private static Emulator localStack() {
        LocalStackContainer container = new LocalStackContainer(DockerImageName.parse(LOCALSTACK));
        container.start();
        return new Emulator("LocalStack", container.getEndpoint(), container::stop);
    }

    private static Emulator moto(Path program) throws IOException, InterruptedException {
        int port = freePort();
        Process process = new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Instant deadline = Instant.now().plus(DEADLINE);
        while (!answers(port)) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                process.destroyForcibly();
                throw new IOException("moto_server did not answer within " + DEADLINE);
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        return new Emulator("moto", URI.create("http://127.0.0.1:" + port), () -> {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        });
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Optional<Path> onPath(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            Path candidate = Path.of(directory, program);
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
