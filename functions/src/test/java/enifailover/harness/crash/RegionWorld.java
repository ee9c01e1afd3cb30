package enifailover.harness.crash;

import enifailover.harness.rehearsal.Cast;
import enifailover.harness.rehearsal.Casting;
import enifailover.harness.rehearsal.Documents;
import enifailover.harness.rehearsal.Template;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.call.Latencies;
import enifailover.testkit.region.door.DynamoForward;
import enifailover.testkit.region.dynamo.LocalDynamo;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.time.LoopbackTime;
import enifailover.testkit.region.wire.Wire;
import enifailover.testkit.region.wire.WireRequest;
import enifailover.testkit.region.wire.WireResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// A simulated Region of its own, in real time, quick: a quarter of EC2's usual times. Its table is one of many in the
/// DynamoDB Local of all worlds.
final class RegionWorld implements World {
    private static final String INSTANCES = "subnet-0a1b2c3d4e5f60001";
    private static final String ENIS = "subnet-0a1b2c3d4e5f60002";
    private static final double QUICK = 0.25;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final LoopbackTime time = new LoopbackTime();
    private final Region region;
    private final Wire wire;
    private final DynamoDbClient table;
    private final DynamoForward forward;
    private final String tableName;
    private final Cast cast;

    /// @param dynamo for all worlds
    /// @param number makes names and ids its own: a process that served another world has memories
    /// @param enis how many there are in the group
    RegionWorld(LocalDynamo dynamo, Template template, int number, int enis) {
        Document document = Documents.routing(template);
        region = Region.builder(time)
                .subnet(INSTANCES, subnet -> subnet.cidr("10.0.1.0/24").ipv6("2001:db8:0:1::/64"))
                .subnet(ENIS, subnet -> subnet.cidr("10.0.2.0/24").ipv6("2001:db8:0:2::/64"))
                .document(document)
                .build();
        region.latencies(Latencies.DEFAULT.times(QUICK));
        wire = new Wire(region);
        tableName = "Table-" + number;
        dynamo.makeTable(tableName);
        table = dynamo.client();
        forward = new DynamoForward(dynamo.endpoint());
        List<String> members = List.of("i-0%08x00000001".formatted(number), "i-0%08x00000002".formatted(number));
        cast = new Casting(region, INSTANCES, ENIS).group("crash-" + number, members, enis);
    }

    @Override
    public Cast cast() {
        return cast;
    }

    @Override
    public void fails() {
        region.strike(world -> {
            world.shutdownTakes(cast.active(), Duration.ZERO);
            world.stop(cast.active(), false, "User initiated");
        });
    }

    @Override
    public WireResponse answer(WireRequest request) throws IOException {
        return request.service().equals("dynamodb")
                ? forward.answer(ofThisWorld(request))
                : wire.answer(request, LONGEST);
    }

    /// All processes have one name for their table.
    private WireRequest ofThisWorld(WireRequest request) {
        var text = request.text().replace("\"TableName\":\"Table\"", "\"TableName\":\"" + tableName + "\"");
        return WireRequest.of(request.path(), request.headers(), text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<String> attachments(String eni) {
        return Optional.ofNullable(region.eni(eni).attachment()).stream()
                .map(one -> one.instanceId() + " at " + one.deviceIndex() + ", "
                        + one.status().word())
                .toList();
    }

    @Override
    public boolean routed(String eni, String instance) {
        return region.hosts().routed(instance).containsKey(eni);
    }

    @Override
    public DynamoDbClient table() {
        return table;
    }

    @Override
    public String tableName() {
        return tableName;
    }

    @Override
    public void close() {
        table.close();
        time.close();
    }
}
