package enifailover.testkit.region.contract;

import static enifailover.testkit.region.contract.Ground.await;
import static enifailover.testkit.region.contract.Target.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.call.Latencies;
import enifailover.testkit.region.contract.Lies.Lie;
import enifailover.testkit.region.door.RegionHttpClient;
import enifailover.testkit.region.door.RegionServer;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.time.LoopbackTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.ThrowingConsumer;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.NetworkInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceStatus;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/// The same questions, by the real SDK, to both doors of the region and to an emulator that nobody here wrote; and the
/// questions to which emulators are known to lie.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EmulatorContractTest {
    private final LoopbackTime time = new LoopbackTime();
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final List<Target> targets = new ArrayList<>();
    private final Map<Target, Ground> grounds = new HashMap<>();
    private Optional<Emulator> emulator = Optional.empty();
    private Optional<RegionServer> server = Optional.empty();

    private Region region() {
        Latencies slowDetach = Latencies.NONE.detaching(Duration.ofMillis(150)).showing(Duration.ofMillis(150));
        return Region.builder(time)
                .latencies(slowDetach)
                .document(Document.unchecked("AWS-RunShellScript"))
                .build();
    }

    @BeforeAll
    void start() throws IOException, InterruptedException {
        targets.add(Target.of("region in process", new RegionHttpClient(region()), Scenes.NOWHERE));
        server = Optional.of(RegionServer.start(region()));
        targets.add(Target.of("region on loopback", http, server.get().endpoint()));
        emulator = Emulator.start();
        if (emulator.isPresent()) {
            targets.add(Target.of(emulator.get().name(), http, emulator.get().endpoint()));
        } else if ("true".equals(System.getenv("CI"))) {
            fail("CI has neither Docker for LocalStack nor moto_server on the PATH");
        } else {
            System.out.println("SKIPPED: no emulator to compare with: neither Docker nor moto_server on the PATH");
        }
        targets.forEach(target -> grounds.put(target, Ground.prepare(target.ec2())));
    }

    @AfterAll
    void stop() {
        emulator.ifPresent(Emulator::close);
        server.ifPresent(RegionServer::close);
        http.close();
        time.close();
    }

    private List<DynamicTest> ofAll(ThrowingConsumer<Target> question) {
        return targets.stream()
                .map(target -> DynamicTest.dynamicTest(target.name(), () -> question.accept(target)))
                .toList();
    }

    private Ground ground(Target target) {
        Ground ground = grounds.get(target);
        assertTrue(ground != null);
        return ground;
    }

    @TestFactory
    List<DynamicTest> anEniMoves() {
        return ofAll(target -> {
            Ground ground = ground(target);
            String eni = ground.eni(ground.subnetA());
            NetworkInterface fresh = ground.see(eni);
            assertEquals(NetworkInterfaceStatus.AVAILABLE, fresh.status());
            assertEquals("eu-west-1a", fresh.availabilityZone());
            assertTrue(fresh.macAddress().matches("([0-9a-f]{2}:){5}[0-9a-f]{2}"), fresh.macAddress());
            String from = ground.instance(InstanceType.T3_SMALL);
            String to = ground.instance(InstanceType.T3_SMALL);

            String attachment = ground.attached(eni, from, 1);
            NetworkInterface held = ground.see(eni);
            assertEquals(attachment, held.attachment().attachmentId());
            assertEquals(from, held.attachment().instanceId());
            assertEquals(1, held.attachment().deviceIndex());
            assertEquals(1, holding(target, from, eni));

            target.ec2().detachNetworkInterface(d -> d.attachmentId(attachment).force(true));
            await(() -> ground.see(eni).status() == NetworkInterfaceStatus.AVAILABLE);
            assertNull(ground.see(eni).attachment());
            assertEquals(0, holding(target, from, eni));

            ground.attached(eni, to, 1);
            assertEquals(1, holding(target, to, eni));
            assertEquals(fresh.macAddress(), ground.see(eni).macAddress());
        });
    }

    private static long holding(Target target, String instance, String eni) {
        Filter filter =
                Filter.builder().name("attachment.instance-id").values(instance).build();
        return target.ec2().describeNetworkInterfaces(d -> d.filters(filter)).networkInterfaces().stream()
                .filter(one -> one.networkInterfaceId().equals(eni))
                .count();
    }

    @TestFactory
    List<DynamicTest> whatDoesNotExistIsNotFound() {
        return ofAll(target -> {
            Ground ground = ground(target);
            String instance = ground.instance(InstanceType.T3_SMALL);
            String eni = ground.eni(ground.subnetA());
            assertEquals(
                    "InvalidNetworkInterfaceID.NotFound",
                    outcome(() -> ground.attach("eni-0dddddddddddddddd", instance, 1)));
            assertEquals("InvalidInstanceID.NotFound", outcome(() -> ground.attach(eni, "i-0dddddddddddddddd", 1)));
            assertEquals("InvalidAttachmentID.NotFound", outcome(() -> target.ec2()
                    .detachNetworkInterface(d -> d.attachmentId("eni-attach-0dddddddddddddddd"))
                    .toString()));
            assertEquals("InvalidInstanceID.NotFound", outcome(() -> ground.state("i-0dddddddddddddddd")
                    .toString()));
        });
    }

    @TestFactory
    List<DynamicTest> thePrimaryInterfaceStays() {
        return ofAll(target -> {
            Filter onInstance = Filter.builder()
                    .name("attachment.instance-id")
                    .values(ground(target).instance(InstanceType.T3_SMALL))
                    .build();
            String primary = target.ec2()
                    .describeNetworkInterfaces(d -> d.filters(onInstance))
                    .networkInterfaces()
                    .getFirst()
                    .attachment()
                    .attachmentId();
            assertEquals("OperationNotPermitted", outcome(() -> target.ec2()
                    .detachNetworkInterface(d -> d.attachmentId(primary))
                    .toString()));
        });
    }

    @TestFactory
    List<DynamicTest> tagsAreFound() {
        return ofAll(target -> {
            Ground ground = ground(target);
            Tag tag = Tag.builder()
                    .key("eni-failover:group")
                    .value("web-" + target.name().hashCode())
                    .build();
            String eni = target.ec2()
                    .createNetworkInterface(c -> c.subnetId(ground.subnetA())
                            .tagSpecifications(TagSpecification.builder()
                                    .resourceType(ResourceType.NETWORK_INTERFACE)
                                    .tags(tag)
                                    .build()))
                    .networkInterface()
                    .networkInterfaceId();
            assertEquals(List.of(eni), tagged(target, tag.value()));
            assertEquals(List.of(eni), tagged(target, tag.value().substring(0, 6) + "*"));
            target.ec2().deleteTags(d -> d.resources(eni).tags(tag));
            assertEquals(List.of(), tagged(target, tag.value()));
            target.ec2().createTags(c -> c.resources(eni).tags(tag));
            assertEquals(List.of(eni), tagged(target, tag.value()));
        });
    }

    private static List<String> tagged(Target target, String value) {
        Filter filter =
                Filter.builder().name("tag:eni-failover:group").values(value).build();
        return target.ec2().describeNetworkInterfaces(d -> d.filters(filter)).networkInterfaces().stream()
                .map(NetworkInterface::networkInterfaceId)
                .toList();
    }

    @TestFactory
    List<DynamicTest> onlyRunningInstancesHaveAStatusUnlessAskedForAll() {
        return ofAll(target -> {
            Ground ground = ground(target);
            String instance = ground.instance(InstanceType.T3_SMALL);
            assertEquals(1, statuses(target, instance, false));
            target.ec2().stopInstances(s -> s.instanceIds(instance));
            await(() -> ground.state(instance) == InstanceStateName.STOPPED);
            assertEquals(0, statuses(target, instance, false));
            assertEquals(1, statuses(target, instance, true));
            target.ec2().startInstances(s -> s.instanceIds(instance));
            await(() -> ground.state(instance) == InstanceStateName.RUNNING);
        });
    }

    private static long statuses(Target target, String instance, boolean all) {
        return target.ec2()
                .describeInstanceStatus(d -> d.includeAllInstances(all).instanceIds(instance))
                .instanceStatuses()
                .size();
    }

    @TestFactory
    List<DynamicTest> aVpcHasOneMainRouteTableThatServesSubnetsWithoutNamingThem() {
        return ofAll(target -> {
            Ground ground = ground(target);
            List<RouteTable> tables = routeTables(target, "vpc-id", ground.vpc());
            assertEquals(1, tables.size());
            RouteTable main = tables.getFirst();
            assertTrue(main.associations().getFirst().main());
            assertNull(main.associations().getFirst().subnetId());
            assertEquals("local", main.routes().getFirst().gatewayId());
            assertEquals("10.9.0.0/16", main.routes().getFirst().destinationCidrBlock());
            assertEquals(List.of(), routeTables(target, "association.subnet-id", ground.subnetA()));
        });
    }

    private static List<RouteTable> routeTables(Target target, String filter, String value) {
        Filter filters = Filter.builder().name(filter).values(value).build();
        return target.ec2().describeRouteTables(d -> d.filters(filters)).routeTables();
    }

    @TestFactory
    List<DynamicTest> aSubnetHasNoFlowLogUnlessOneIsMade() {
        return ofAll(target -> {
            Filter ofSubnet = Filter.builder()
                    .name("resource-id")
                    .values(ground(target).subnetA())
                    .build();
            assertEquals(
                    List.of(),
                    target.ec2().describeFlowLogs(d -> d.filter(ofSubnet)).flowLogs());
        });
    }

    @TestFactory
    List<DynamicTest> aTypeTellsHowManyInterfacesAndAddressesItTakes() {
        return ofAll(target -> {
            Filter large =
                    Filter.builder().name("instance-type").values("m5.large").build();
            NetworkInfo network = target.ec2()
                    .describeInstanceTypes(d -> d.filters(large))
                    .instanceTypes()
                    .getFirst()
                    .networkInfo();
            assertEquals(3, network.maximumNetworkInterfaces());
            assertEquals(10, network.ipv4AddressesPerInterface());
            assertEquals(10, network.ipv6AddressesPerInterface());
        });
    }

    @TestFactory
    List<DynamicTest> theRegionTellsTheTruthAndTheEmulatorStillLies() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Lie lie : Lies.all()) {
            for (Target target : targets) {
                tests.add(DynamicTest.dynamicTest(lie + ": " + target, () -> {
                    String answer = lie.question().apply(target, ground(target));
                    switch (target.name()) {
                        case "moto" -> assertEquals(lie.moto(), answer, "moto answers otherwise than it did");
                        case "LocalStack" -> System.out.println("LocalStack, " + lie + ": " + answer);
                        default -> assertEquals(lie.truth(), answer);
                    }
                }));
            }
        }
        return tests;
    }
}
