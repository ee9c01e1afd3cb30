package enifailover.testkit.region.door;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.DOCUMENT;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.NOWHERE;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.bus.EventBus;
import enifailover.testkit.region.call.Latencies;
import enifailover.testkit.region.ec2.RouteTable.Route;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.FlowLog;
import software.amazon.awssdk.services.ec2.model.InstanceAutoRecoveryState;
import software.amazon.awssdk.services.ec2.model.InstanceMaintenanceOptions;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DocumentDescription;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;

/// What is around ENIs and instances, as the real SDK sees it.
final class SurroundingsWireTest {
    private static final String SUBNET = "subnet-00000000000000001";

    private static void ec2(Consumer<Seen> story) {
        VirtualTime.run(1, time -> {
            Region region = Scenes.quick(time);
            story.accept(new Seen(region, Scenes.client(Ec2Client.builder(), new RegionHttpClient(region), NOWHERE)));
        });
    }

    private record Seen(Region region, Ec2Client ec2) {}

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private static List<RouteTable> tables(Ec2Client ec2, Filter... filters) {
        return ec2
                .describeRouteTablesPaginator(tables -> tables.filters(filters).maxResults(5))
                .routeTables()
                .stream()
                .toList();
    }

    @Test
    void aSubnetWithoutATableOfItsOwnIsInNoAssociation() {
        ec2(seen -> {
            RouteTable main = tables(seen.ec2(), filter("vpc-id", "vpc-00000000000000001"))
                    .getFirst();
            assertTrue(main.associations().getFirst().main());
            assertNull(main.associations().getFirst().subnetId());
            assertEquals("local", main.routes().getFirst().gatewayId());
            assertEquals("igw-00000000000000001", main.routes().getLast().gatewayId());
            assertEquals(List.of(), tables(seen.ec2(), filter("association.subnet-id", SUBNET)));

            seen.region().strike(world -> world.surroundings()
                    .table(
                            SUBNET,
                            Route.to("10.0.0.0/8", "local"),
                            Route.to("0.0.0.0/0", ENI),
                            Route.dead("::/0", "nat-00000000000000001")));
            RouteTable own =
                    tables(seen.ec2(), filter("association.subnet-id", SUBNET)).getFirst();
            assertFalse(own.associations().getFirst().main());
            assertEquals(SUBNET, own.associations().getFirst().subnetId());
            assertEquals(ENI, own.routes().get(1).networkInterfaceId());
            assertEquals("0.0.0.0/0", own.routes().get(1).destinationCidrBlock());
            assertEquals(ACTIVE, own.routes().get(1).instanceId());
            assertEquals(RouteState.ACTIVE, own.routes().get(1).state());
            assertEquals("::/0", own.routes().get(2).destinationIpv6CidrBlock());
            assertEquals("nat-00000000000000001", own.routes().get(2).natGatewayId());
            assertEquals(RouteState.BLACKHOLE, own.routes().get(2).state());

            seen.region().strike(world -> world.stop(ACTIVE, true, "test"));
            assertEquals(
                    RouteState.BLACKHOLE,
                    tables(seen.ec2(), filter("association.subnet-id", SUBNET))
                            .getFirst()
                            .routes()
                            .get(1)
                            .state());
        });
    }

    @Test
    void routeTablesComeInPagesOfAtMostAHundred() {
        ec2(seen -> {
            seen.region().strike(world -> {
                for (int i = 0; i < 11; i++) {
                    world.surroundings().table(SUBNET, Route.to("10.0.0.0/8", "local"));
                }
            });
            seen.region().forgetCalls();
            assertEquals(12, tables(seen.ec2()).size());
            assertEquals(3, seen.region().count("ec2:DescribeRouteTables"));
            assertEquals("InvalidParameterValue", refusal(() -> seen.ec2()
                    .describeRouteTables(tables -> tables.maxResults(101))));
        });
    }

    @Test
    void tellsFlowLogsByWhatTheyRecord() {
        ec2(seen -> {
            assertEquals(List.of(), seen.ec2().describeFlowLogs().flowLogs());
            seen.region().strike(world -> {
                world.surroundings().log(SUBNET, "SUCCESS");
                world.surroundings().log(ENI, "FAILED");
            });
            FlowLog failed = seen.ec2()
                    .describeFlowLogs(logs -> logs.filter(filter("resource-id", ENI)))
                    .flowLogs()
                    .getFirst();
            assertEquals("FAILED", failed.deliverLogsStatus());
            assertEquals("Access error", failed.deliverLogsErrorMessage());
            assertEquals("ACTIVE", failed.flowLogStatus());
            assertEquals(2, seen.ec2().describeFlowLogs().flowLogs().size());
            seen.region().strike(world -> world.surroundings().unlog(ENI));
            assertEquals(
                    SUBNET, seen.ec2().describeFlowLogs().flowLogs().getFirst().resourceId());
        });
    }

    @Test
    void automaticRecoveryIsOnUntilItIsSetOff() {
        ec2(seen -> {
            assertEquals(
                    InstanceAutoRecoveryState.DEFAULT, maintenance(seen.ec2()).autoRecovery());
            var answer = seen.ec2().modifyInstanceMaintenanceOptions(modify -> modify.instanceId(ACTIVE)
                    .autoRecovery(InstanceAutoRecoveryState.DISABLED));
            assertEquals(InstanceAutoRecoveryState.DISABLED, answer.autoRecovery());
            assertEquals(
                    InstanceAutoRecoveryState.DISABLED, maintenance(seen.ec2()).autoRecovery());
            assertEquals("DryRunOperation", refusal(() -> seen.ec2()
                    .modifyInstanceMaintenanceOptions(modify -> modify.instanceId(ACTIVE)
                            .autoRecovery(InstanceAutoRecoveryState.DEFAULT)
                            .dryRun(true))));
            assertEquals("InvalidInstanceID.NotFound", refusal(() -> seen.ec2()
                    .modifyInstanceMaintenanceOptions(modify ->
                            modify.instanceId("i-0dddddddddddddddd").autoRecovery(InstanceAutoRecoveryState.DEFAULT))));
        });
    }

    private static InstanceMaintenanceOptions maintenance(Ec2Client ec2) {
        return ec2.describeInstances(one -> one.instanceIds(ACTIVE))
                .reservations()
                .getFirst()
                .instances()
                .getFirst()
                .maintenanceOptions();
    }

    @Test
    void typesAreFilteredAndTellTheirLimits() {
        ec2(seen -> {
            InstanceTypeInfo type = seen.ec2()
                    .describeInstanceTypes(types -> types.filters(filter("instance-type", "m5.large")))
                    .instanceTypes()
                    .getFirst();
            assertEquals(10, type.networkInfo().ipv4AddressesPerInterface());
            assertEquals(10, type.networkInfo().ipv6AddressesPerInterface());
            assertEquals(3, type.networkInfo().networkCards().getFirst().maximumNetworkInterfaces());
            assertTrue(type.autoRecoverySupported());
            seen.region().forgetCalls();
            assertEquals(
                    17,
                    seen.ec2().describeInstanceTypesPaginator(types -> types.maxResults(5)).instanceTypes().stream()
                            .count());
            assertEquals(4, seen.region().count("ec2:DescribeInstanceTypes"));
        });
    }

    @Test
    void takesAtMostTwoHundredValuesInAFilter() {
        ec2(seen -> {
            List<String> many =
                    IntStream.range(0, 201).mapToObj(i -> "i-%08x".formatted(i)).toList();
            assertEquals("FilterLimitExceeded", refusal(() -> seen.ec2()
                    .describeInstances(one -> one.filters(
                            Filter.builder().name("instance-id").values(many).build()))));
        });
    }

    @Test
    void aDocumentHasAHashAndItsVersionGrows() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.quick(time);
            SsmClient ssm = Scenes.client(SsmClient.builder(), new RegionHttpClient(region), NOWHERE);
            DocumentDescription first = described(ssm);
            assertEquals("1", first.documentVersion());
            assertEquals("Sha256", first.hashTypeAsString());
            assertEquals("Active", first.statusAsString());
            String content =
                    ssm.getDocument(document -> document.name(DOCUMENT)).content();
            assertEquals("{\"schemaVersion\":\"2.2\"}", content);
            region.strike(_ -> region.fleet().put(new Document(DOCUMENT, null, Duration.ofHours(1), content + " ")));
            DocumentDescription second = described(ssm);
            assertEquals("2", second.defaultVersion());
            assertFalse(second.hash().equals(first.hash()));
            assertEquals(64, second.hash().length());
            assertEquals("InvalidDocument", refusal(() -> ssm.describeDocument(document -> document.name("none"))));
        });
    }

    private static DocumentDescription described(SsmClient ssm) {
        return ssm.describeDocument(document -> document.name(DOCUMENT)).document();
    }

    @Test
    void agentsComeInPagesWithVersionAndLastPing() {
        VirtualTime.run(1, time -> {
            var scene = Scenes.pair(time).latencies(Latencies.NONE);
            for (int i = 0; i < 9; i++) {
                scene.instance("i-0000000%d".formatted(i), _ -> {});
            }
            Region region = scene.build();
            SsmClient ssm = Scenes.client(SsmClient.builder(), new RegionHttpClient(region), NOWHERE);
            assertEquals(
                    12,
                    ssm
                            .describeInstanceInformationPaginator(agents -> agents.maxResults(5))
                            .instanceInformationList()
                            .stream()
                            .count());
            assertEquals(3, region.count("ssm:DescribeInstanceInformation"));
            assertEquals(
                    "ValidationException",
                    refusal(() -> ssm.describeInstanceInformation(agents -> agents.maxResults(51))));
            region.strike(_ -> {
                region.fleet().silence(STANDBY, time.now().minus(Duration.ofHours(3)));
                region.fleet().agent(STANDBY, "2.3.1.0");
            });
            InstanceInformation old = ssm
                    .describeInstanceInformationPaginator(agents -> agents.maxResults(5))
                    .instanceInformationList()
                    .stream()
                    .filter(agent -> agent.instanceId().equals(STANDBY))
                    .findFirst()
                    .orElseThrow();
            assertEquals("Online", old.pingStatusAsString());
            assertEquals(time.now().minus(Duration.ofHours(3)), old.lastPingDateTime());
            assertEquals("2.3.1.0", old.agentVersion());
            assertFalse(old.isLatestVersion());
        });
    }

    @Test
    void rulesComeInPagesWithTheirState() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.quick(time);
            for (int i = 0; i < 7; i++) {
                region.bus().put(new EventBus.Rule("mine-" + i, i == 3 ? "DISABLED" : "ENABLED", "{}", ""));
            }
            region.bus().put(new EventBus.Rule("other", "ENABLED", "{}", ""));
            EventBridgeClient events =
                    Scenes.client(EventBridgeClient.builder(), new RegionHttpClient(region), NOWHERE);
            var page = events.listRules(rules -> rules.namePrefix("mine-").limit(5));
            assertEquals(5, page.rules().size());
            assertEquals(RuleState.DISABLED, page.rules().get(3).state());
            var rest =
                    events.listRules(rules -> rules.namePrefix("mine-").limit(5).nextToken(page.nextToken()));
            assertEquals(2, rest.rules().size());
            assertNull(rest.nextToken());
        });
    }

    private static String refusal(Runnable request) {
        return assertThrows(AwsServiceException.class, request::run)
                .awsErrorDetails()
                .errorCode();
    }
}
