package enifailover.testkit.region.ec2;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.NOWHERE;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Latencies;
import enifailover.testkit.region.door.RegionHttpClient;
import enifailover.testkit.region.ec2.Attaching.Request;
import enifailover.testkit.region.time.VirtualTime;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/// Interfaces that are not the usual ones: EFA, trunk, branch, IPv6-only.
final class InterfaceTypesTest {
    private static final String LARGE = "i-0dddddddddddddddd";
    private static final String STOPPED = "i-0eeeeeeeeeeeeeeee";
    private static final String ODD = "eni-0ffffffffffffffff";
    private static final String V6_SUBNET = "subnet-00000000000000006";

    private static void in(String type, Consumer<Region> story) {
        VirtualTime.run(
                1,
                time -> story.accept(Scenes.pair(time)
                        .latencies(Latencies.NONE)
                        .instance(LARGE, one -> one.type("c5n.18xlarge"))
                        .instance(STOPPED, one -> one.type("c5n.18xlarge").state(State.STOPPED))
                        .subnet(V6_SUBNET, one -> one.ipv6Only("2001:db8:6::/64"))
                        .eni(ODD, eni -> eni.type(type))
                        .build()));
    }

    private static Ec2Client sdk(Region region) {
        return Scenes.client(Ec2Client.builder(), new RegionHttpClient(region), NOWHERE);
    }

    private static NetworkInterface seen(Region region, String id) {
        return sdk(region)
                .describeNetworkInterfaces(d -> d.networkInterfaceIds(id))
                .networkInterfaces()
                .getFirst();
    }

    private static String refusal(Region region, String target) {
        return assertThrows(AwsError.class, () -> region.ec2().attach(Request.of(ODD, target, 1, 0)))
                .code();
    }

    @ParameterizedTest
    @ValueSource(strings = {"interface", "efa", "efa-only", "trunk", "branch"})
    void isToldWithItsType(String type) {
        in(type, region -> {
            assertEquals(type, seen(region, ODD).interfaceTypeAsString());
            Filter filter = Filter.builder().name("interface-type").values(type).build();
            assertTrue(sdk(region).describeNetworkInterfaces(d -> d.filters(filter)).networkInterfaces().stream()
                    .anyMatch(eni -> eni.networkInterfaceId().equals(ODD)));
            assertEquals(type.equals("efa-only"), seen(region, ODD).privateIpAddress() == null);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"efa", "efa-only"})
    void anEfaIsAttachedToStoppedInstancesOfSomeTypesAndLeavesNoRunningOne(String type) {
        in(type, region -> {
            assertEquals("UnsupportedOperation", refusal(region, LARGE));
            assertEquals("UnsupportedOperation", refusal(region, STANDBY));
            String attachment =
                    region.ec2().attach(Request.of(ODD, STOPPED, 1, 0)).id();
            region.ec2().start(List.of(STOPPED), false);
            assertEquals(
                    "UnsupportedOperation",
                    assertThrows(AwsError.class, () -> region.ec2().detach(attachment, true, false))
                            .code());
            region.ec2().stop(List.of(STOPPED), false, false);
            region.ec2().detach(attachment, false, false);
            assertEquals("available", region.whereIs(ODD));
        });
    }

    @Test
    void aTrunkMovesLikeAnyOtherAndABranchNever() {
        in("trunk", region -> {
            region.ec2().attach(Request.of(ODD, STANDBY, 1, 0));
            assertEquals(STANDBY + " 1/0 attached", region.whereIs(ODD));
        });
        in("branch", region -> assertEquals("OperationNotPermitted", refusal(region, STANDBY)));
    }

    @Test
    void anIpv6OnlyInterfaceHasNoIpv4AddressAnywhere() {
        in("interface", region -> {
            Ec2Client ec2 = sdk(region);
            String id = ec2.createNetworkInterface(c -> c.subnetId(V6_SUBNET))
                    .networkInterface()
                    .networkInterfaceId();
            ec2.attachNetworkInterface(a ->
                    a.networkInterfaceId(id).instanceId(ACTIVE).deviceIndex(2).networkCardIndex(0));
            NetworkInterface eni = seen(region, id);
            assertNull(eni.privateIpAddress());
            assertEquals(List.of(), eni.privateIpAddresses());
            assertEquals("2001:db8:6::4", eni.ipv6Address());
            assertEquals("2001:db8:6::4", eni.ipv6Addresses().getFirst().ipv6Address());
            assertTrue(eni.ipv6Native());
            var subnet =
                    ec2.describeSubnets(d -> d.subnetIds(V6_SUBNET)).subnets().getFirst();
            assertNull(subnet.cidrBlock());
            assertTrue(subnet.ipv6Native());
            var onInstance = ec2
                    .describeInstances(d -> d.instanceIds(ACTIVE))
                    .reservations()
                    .getFirst()
                    .instances()
                    .getFirst()
                    .networkInterfaces()
                    .stream()
                    .filter(one -> one.networkInterfaceId().equals(id))
                    .findFirst()
                    .orElseThrow();
            assertNull(onInstance.privateIpAddress());
        });
    }

    @Test
    void anInstanceMayLiveInAnIpv6OnlySubnet() {
        VirtualTime.run(1, time -> {
            Region region = Region.builder(time)
                    .subnet(V6_SUBNET, one -> one.ipv6Only("2001:db8:6::/64"))
                    .instance(ACTIVE, _ -> {})
                    .eni(ODD, eni -> eni.on(ACTIVE, 1))
                    .build();
            assertEquals(List.of("2001:db8:6::5"), region.eni(ODD).ipv6());
            assertTrue(region.eni(ODD).ipv6Only());
            assertEquals("", region.eni(ODD).primaryAddress());
        });
    }
}
