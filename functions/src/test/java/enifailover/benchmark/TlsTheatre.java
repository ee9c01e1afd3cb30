package enifailover.benchmark;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import enifailover.region.Region;
import enifailover.region.call.Latencies;
import enifailover.region.door.RegionServer;
import enifailover.region.time.LoopbackTime;
import enifailover.rehearsal.Casting;
import enifailover.rehearsal.LocalTable;
import enifailover.rehearsal.SimulatedScenery;
import enifailover.rehearsal.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// What a start is measured against: the simulated Region and the table behind TLS on loopback, all answers at once,
/// and the end point from which a function under SnapStart has its credentials. The certificate is trusted by a
/// **copy** of the JDK's trust store, so that a function pays for reading all of it, as on Lambda.
final class TlsTheatre implements AutoCloseable {
    static final String GROUP = "start";
    static final String ACTIVE = "i-00000000000000a01";
    private static final String SUBNET = "subnet-0a1b2c3d4e5f60001";
    private static final Path FOLDER = Path.of("target", "start");
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final LoopbackTime time = new LoopbackTime();
    private final Template template;
    private final LocalTable table;
    private final RegionServer server;
    private final HttpServer credentials;
    private final List<Served> served = Collections.synchronizedList(new ArrayList<>());

    /// A request, by [System#nanoTime()].
    private record Served(long from, long to) {}

    private TlsTheatre() throws Exception {
        Files.createDirectories(FOLDER);
        this.template = Template.read(
                Path.of("template.yaml"),
                Map.of("AWS::Region", SimulatedScenery.REGION, "AWS::AccountId", "111122223333"));
        var region = Region.builder(time)
                .subnet(SUBNET, subnet -> subnet.cidr("10.0.1.0/24"))
                .build();
        region.latencies(Latencies.NONE);
        new Casting(region, SUBNET, SUBNET).group(GROUP, List.of(ACTIVE, "i-00000000000000a02"), 1);
        this.table = LocalTable.start(template);
        this.server = RegionServer.start(region, table.endpoint(), certified(), List.of(new Watch()));
        this.credentials = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        credentials.createContext("/", TlsTheatre::credentials);
        credentials.start();
    }

    static TlsTheatre open() throws Exception {
        return new TlsTheatre();
    }

    Template template() {
        return template;
    }

    /// The SDK's variables.
    ///
    /// @param restored whether from a snapshot: the keys' own variables are absent then
    Map<String, String> ofTheSdk(boolean restored) {
        var variables = new TreeMap<>(Map.of(
                "AWS_REGION",
                SimulatedScenery.REGION,
                "AWS_ENDPOINT_URL",
                server.endpoint().toString()));
        if (restored) {
            variables.put(
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                    "http://127.0.0.1:" + credentials.getAddress().getPort() + "/");
            variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "start");
        } else {
            variables.putAll(Map.of(
                    "AWS_ACCESS_KEY_ID", "AKIASTART", "AWS_SECRET_ACCESS_KEY", "start", "AWS_SESSION_TOKEN", "start"));
        }
        return variables;
    }

    /// For every function's JVM.
    static List<String> options() {
        return List.of("-Djavax.net.ssl.trustStore=" + FOLDER.resolve("cacerts").toAbsolutePath());
    }

    /// What of a time passed while at least one request was with AWS; and how many requests there were.
    Map.Entry<Duration, Integer> away(long from, long to) {
        var inside = served.stream()
                .filter(one -> one.from() >= from && one.to() <= to)
                .sorted(Comparator.comparingLong(Served::from))
                .toList();
        long sum = 0;
        long until = from;
        for (var one : inside) {
            sum += Math.max(0, one.to() - Math.max(until, one.from()));
            until = Math.max(until, one.to());
        }
        return Map.entry(Duration.ofNanos(sum), inside.size());
    }

    private final class Watch extends Filter {
        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            var from = System.nanoTime();
            chain.doFilter(exchange);
            served.add(new Served(from, System.nanoTime()));
        }

        @Override
        public String description() {
            return "notes when each request came and was answered";
        }
    }

    private static void credentials(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = ("{\"AccessKeyId\":\"ASIASTART\",\"SecretAccessKey\":\"start\",\"Token\":\"start\","
                            + "\"Expiration\":\"2099-01-01T00:00:00Z\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /// A certificate for 127.0.0.1, made now, and a trust store that knows it.
    private static SSLContext certified() throws Exception {
        var own = FOLDER.resolve("server.p12");
        Files.deleteIfExists(own);
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "aws",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        own.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool: " + said);
        }
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(own)) {
            keys.load(in, PASSWORD);
        }
        // Certificates in the clear, as the JDK has them, so that reading them costs what it costs there.
        System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
        System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
        var trusted = KeyStore.getInstance(
                Path.of(System.getProperty("java.home"), "lib", "security", "cacerts")
                        .toFile(),
                (char[]) null);
        trusted.setCertificateEntry("aws", keys.getCertificate("aws"));
        try (OutputStream out = Files.newOutputStream(FOLDER.resolve("cacerts"))) {
            trusted.store(out, PASSWORD);
        }
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() {
        server.close();
        credentials.stop(0);
        table.close();
        time.close();
    }
}
