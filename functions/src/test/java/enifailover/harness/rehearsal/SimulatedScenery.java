package enifailover.harness.rehearsal;

import enifailover.aws.client.Clients;
import enifailover.aws.dynamodb.DynamoAuditStore;
import enifailover.model.group.GroupName;
import enifailover.testkit.guest.Diary;
import enifailover.testkit.guest.Guests;
import enifailover.testkit.guest.Guests.Manager;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.call.Latencies;
import enifailover.testkit.region.door.RegionServer;
import enifailover.testkit.region.ec2.Checks.Kind;
import enifailover.testkit.region.ec2.Instance.Scheduled;
import enifailover.testkit.region.ec2.NetworkInterface.Address;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.time.LoopbackTime;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The simulated Region on loopback, in real time, with DynamoDB Local for the table.
public final class SimulatedScenery implements Scenery, AutoCloseable {

    public static final String REGION = "eu-west-1";
    static final String ACCOUNT = "111122223333";
    private static final String SUBNET_OF_INSTANCES = "subnet-0a1b2c3d4e5f60001";
    private static final String SUBNET_OF_ENIS = "subnet-0a1b2c3d4e5f60002";
    private static final String NET4 = "10.0.2.0/24";
    private static final String NET6 = "2001:db8:0:2::/64";
    private static final double QUICK = 0.25;

    private final LoopbackTime time = new LoopbackTime();
    private final Document document;
    private final Region region;
    private final RegionServer server;
    private final LocalTable table;
    private final Casting casting;

    private SimulatedScenery(Template template) throws Exception {
        this.document = Documents.routing(template);
        this.region = Region.builder(time)
                .subnet(SUBNET_OF_INSTANCES, subnet -> subnet.cidr("10.0.1.0/24")
                        .ipv6("2001:db8:0:1::/64"))
                .subnet(SUBNET_OF_ENIS, subnet -> subnet.cidr(NET4).ipv6(NET6))
                .document(document)
                .build();
        this.casting = new Casting(region, SUBNET_OF_INSTANCES, SUBNET_OF_ENIS);
        this.server = RegionServer.start(region);
        this.table = LocalTable.start(template);
    }

    static SimulatedScenery start(Template template) throws Exception {
        return new SimulatedScenery(template);
    }

    /// The SDK's variables that lead a function here.
    Map<String, String> ofTheSdk() {
        return Map.of(
                "AWS_REGION",
                REGION,
                "AWS_ENDPOINT_URL",
                endpoint().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB",
                table.endpoint().toString());
    }

    /// Where EC2, Systems Manager and the others are.
    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public void latency(Scenario.Latency latency) {
        region.latencies(
                switch (latency) {
                    case REAL -> Latencies.DEFAULT;
                    case QUICK -> Latencies.DEFAULT.times(QUICK);
                });
    }

    /// From now on EC2 takes so long for a detach, forced or not, and for an attach.
    ///
    /// @return the least that a move then needs: one read, one detach, the detach, one attach, the attach; for
    /// several     ENIs as much, since EC2 moves them side by side
    public Duration moves(Duration detach, Duration attach) {
        var usual = Latencies.DEFAULT.detaching(detach).attaching(attach);
        region.latencies(usual);
        return usual.read()
                .plus(usual.write())
                .plus(usual.detach())
                .plus(usual.write())
                .plus(usual.attach());
    }

    @Override
    public Cast group(String name, List<String> instances, int enis) {
        return casting.group(name, instances, enis);
    }

    @Override
    public void stop(String instance) {
        region.strike(world -> {
            world.shutdownTakes(instance, Duration.ZERO);
            world.stop(instance, false, "User initiated");
        });
    }

    @Override
    public void terminate(String instance) {
        region.strike(world -> {
            world.shutdownTakes(instance, Duration.ZERO);
            world.terminate(instance, "User initiated");
        });
    }

    @Override
    public void impair(String instance) {
        region.impair(instance, Kind.INSTANCE);
    }

    @Override
    public void spot(String instance) {
        region.strike(world -> world.spot(instance));
    }

    @Override
    public void hang(String instance) {
        region.fleet().lose(instance);
        region.impair(instance, Kind.INSTANCE);
    }

    @Override
    public void recover(String instance) {
        region.strike(world -> world.check(instance, Kind.INSTANCE, true));
        region.fleet().recover(instance);
    }

    @Override
    public void routes(Cast cast, String instance) {
        routing(cast).getOrDefault("Interfaces", List.of()).stream()
                .flatMap(specs -> Stream.of(specs.split(" ", -1)))
                .forEach(spec -> region.hosts().alreadyRoutes(instance, spec));
    }

    @Override
    public void tag(Cast cast, String key, String value) {
        region.strike(world -> cast.enis().forEach(eni -> {
            var tags = new HashMap<>(world.eni(eni).tags());
            tags.put(key, value);
            world.retag(eni, tags);
        }));
    }

    @Override
    public void schedule(String instance, String code, Duration from) {
        var begin = Instant.now().plus(from);
        region.strike(world -> world.schedule(
                instance,
                new Scheduled(
                        "instance-event-0" + instance.substring(3),
                        code,
                        "The instance is running on degraded hardware",
                        begin,
                        begin.plus(Duration.ofHours(2)))));
    }

    @Override
    public Optional<Place> place(String eni) {
        return Optional.ofNullable(region.eni(eni).attachment())
                .map(attachment -> new Place(
                        attachment.instanceId(),
                        attachment.deviceIndex(),
                        attachment.status().word()));
    }

    @Override
    public boolean routed(String eni, String instance) {
        return region.hosts().routed(instance).containsKey(eni);
    }

    /// The routing document's parameters for a group's ENIs.
    public Map<String, List<String>> routing(Cast cast) {
        return Map.of("Verb", List.of("apply"), "Interfaces", List.of(interfaces(cast)));
    }

    private String interfaces(Cast cast) {
        return cast.enis().stream()
                .map(region::eni)
                .map(eni -> "eni=" + eni.id() + ",mac=" + eni.mac() + ",ip4="
                        + eni.addresses().stream().map(Address::ip).collect(Collectors.joining("+")) + ",net4=" + NET4
                        + ",ip6=" + String.join("+", eni.ipv6()) + ",net6=" + NET6)
                .collect(Collectors.joining(" "));
    }

    @Override
    public Guests guests(Cast cast, Manager manager, Diary diary) throws Exception {
        return Guests.of(
                region,
                cast.instances(),
                cast.enis().getFirst(),
                Map.entry(document.name(), document.content()),
                interfaces(cast),
                manager,
                diary);
    }

    @Override
    public void agents(Duration late) {
        region.latencies(Latencies.DEFAULT.commanding(late));
    }

    @Override
    public Duration untilMoved() {
        return Latencies.DEFAULT.detach().plus(Latencies.DEFAULT.attach());
    }

    @Override
    public List<Call> calls(Instant since) {
        var ofTheRegion = region.calls().stream()
                .map(call -> new Call(
                        call.attempt().at(),
                        call.took(),
                        call.attempt().caller().name(),
                        call.attempt().service(),
                        call.attempt().action(),
                        brief(call.attempt().subject()),
                        call.code().equals("ok") ? Optional.empty() : Optional.of(call.code())));
        return Stream.concat(ofTheRegion, table.calls().stream())
                .filter(call -> !call.at().isBefore(since))
                .sorted(Comparator.comparing(Call::at))
                .toList();
    }

    /// A command's parameters are long; its verb says enough.
    private static String brief(String subject) {
        return subject.replaceAll("\\{.*Verb=\\[(\\w+)].*}", "$1");
    }

    @Override
    public Region region() {
        return region;
    }

    @Override
    public void drilled(String group, Instant at) {
        // The SDK's own way to another end point, besides the environment, which a process cannot change.
        System.setProperty("aws.endpointUrl", table.endpoint().toString());
        try (var clients = new Clients(
                REGION,
                UrlConnectionHttpClient.create(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("SCENE", "rehearsal")))) {
            new DynamoAuditStore(clients, "Table").drilled(new GroupName(group), at);
        } finally {
            System.clearProperty("aws.endpointUrl");
        }
    }

    @Override
    public void close() {
        server.close();
        table.close();
        time.close();
    }
}
