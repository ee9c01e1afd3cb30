package enifailover.harness.benchmark;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import enifailover.harness.rehearsal.Casting;
import enifailover.harness.rehearsal.LocalTable;
import enifailover.harness.rehearsal.SimulatedScenery;
import enifailover.harness.rehearsal.Template;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.call.Latencies;
import enifailover.testkit.region.door.RegionServer;
import enifailover.testkit.region.time.LoopbackTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a start is measured against: the simulated Region and the table behind TLS on loopback, all answers at once,
/// and the end point from which a function under SnapStart has its credentials.
final class TlsTheatre implements AutoCloseable {
    static final String GROUP = "start";
    /// Each has an end point of its own, so that no two share a connection or a TLS session that on AWS share none.
    private static final List<String> SERVICES = List.of("EC2", "SSM", "DYNAMODB", "CLOUDWATCH", "EVENTBRIDGE", "SNS");
    static final String ACTIVE = "i-00000000000000a01";
    private static final String SUBNET = "subnet-0a1b2c3d4e5f60001";
    private static final Path FOLDER = Path.of("target", "start");

    private final LoopbackTime time = new LoopbackTime();
    private final LocalAuthority authority;
    private final Template template;
    private final LocalTable table;
    private final Map<String, RegionServer> servers = new TreeMap<>();
    private final HttpServer credentials;
    private final List<Served> served = Collections.synchronizedList(new ArrayList<>());

    /// A request, by [System#nanoTime()], and both ends of its connection.
    private record Served(long from, long to, String connection) {}

    /// What the system trusts and the certificate's authority.
    Path bundle() {
        return authority.bundle();
    }

    /// What AWS had to do with an event.
    ///
    /// @param time while at least one request was with AWS
    /// @param connections on which the first request came within this time
    record Away(Duration time, int calls, int connections) {}

    private TlsTheatre() throws Exception {
        Files.createDirectories(FOLDER);
        this.authority = LocalAuthority.in(FOLDER);
        this.template = Template.read(
                Path.of("template.yaml"),
                Map.of("AWS::Region", SimulatedScenery.REGION, "AWS::AccountId", "111122223333"));
        var region = Region.builder(time)
                .subnet(SUBNET, subnet -> subnet.cidr("10.0.1.0/24").ipv6("2001:db8:0:1::/64"))
                .build();
        region.latencies(Latencies.NONE);
        new Casting(region, SUBNET, SUBNET).group(GROUP, List.of(ACTIVE, "i-00000000000000a02"), 1);
        this.table = LocalTable.start(template);
        for (var service : SERVICES) {
            servers.put(service, RegionServer.start(region, table.endpoint(), authority.tls(), List.of(new Watch())));
        }
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
        var variables = new TreeMap<>(Map.of("AWS_REGION", SimulatedScenery.REGION));
        servers.forEach((service, server) -> variables.put(
                "AWS_ENDPOINT_URL_" + service,
                "https://" + LocalAuthority.HOST + ":" + server.endpoint().getPort()));
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
    List<String> options() {
        return List.of("-Djavax.net.ssl.trustStore=" + authority.trustStore().toAbsolutePath());
    }

    /// What of a time was spent with AWS, by [System#nanoTime()].
    Away away(long from, long to) {
        var all = List.copyOf(served);
        var inside = all.stream()
                .filter(one -> one.from() >= from && one.to() <= to)
                .sorted(Comparator.comparingLong(Served::from))
                .toList();
        var before = all.stream()
                .filter(one -> one.from() < from)
                .map(Served::connection)
                .collect(Collectors.toSet());
        long sum = 0;
        long until = from;
        for (var one : inside) {
            sum += Math.max(0, one.to() - Math.max(until, one.from()));
            until = Math.max(until, one.to());
        }
        var made = inside.stream()
                .map(Served::connection)
                .filter(one -> !before.contains(one))
                .distinct()
                .count();
        return new Away(Duration.ofNanos(sum), inside.size(), (int) made);
    }

    private final class Watch extends Filter {
        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            var from = System.nanoTime();
            chain.doFilter(exchange);
            served.add(new Served(
                    from, System.nanoTime(), exchange.getRemoteAddress() + " " + exchange.getLocalAddress()));
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

    @Override
    public void close() {
        servers.values().forEach(RegionServer::close);
        credentials.stop(0);
        table.close();
        time.close();
    }
}
