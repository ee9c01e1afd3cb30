package enifailover.harness.rehearsal;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.ec2.Attachment.Attributes;
import enifailover.testkit.region.ec2.NetworkInterface;
import enifailover.testkit.region.ec2.NetworkInterface.Address;
import enifailover.testkit.region.ec2.Scenery;
import enifailover.testkit.region.ec2.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Sets groups up in the Region, tagged as an operator tags them.
public final class Casting {

    private static final String GROUP = "eni-failover:group";
    private static final int FIRST_PRIORITY = 10;
    private static final int FIRST_IPV6 = 0x1000;

    /// m5.large takes three interfaces, this one eight.
    private static final String LARGE = "c5.4xlarge";

    /// Beyond the ids that the Region gives to the primary interfaces.
    private static final int FIRST_ENI = 0xe000;

    private final Region region;
    private final String instances;
    private final String subnet;
    private int lastEni;

    /// @param instances the subnet of the instances
    /// @param subnet the subnet of the ENIs: another one, so that routing is not easy
    public Casting(Region region, String instances, String subnet) {
        this.region = region;
        this.instances = instances;
        this.subnet = subnet;
    }

    /// A new group: its ENIs on the first instance at indices 1, 2 and so on; all instances run and are well, and are
    /// preferred in the order given.
    public Cast group(String name, List<String> members, int enis) {
        var ids = new ArrayList<String>();
        region.strike(world -> {
            for (var instance : members) {
                var priority = Integer.toString(FIRST_PRIORITY + members.indexOf(instance));
                var tags = Map.of(GROUP, name, "eni-failover:priority", priority);
                world.add(instance, instances, enis > 2 ? LARGE : "m5.large", "", State.RUNNING, tags);
                region.fleet().register(instance);
            }
            for (var index = 1; index <= enis; index++) {
                var eni = eni(name, world);
                world.add(eni);
                world.place(eni.id(), members.getFirst(), index, 0, Attributes.FRESH);
                ids.add(eni.id());
            }
        });
        return new Cast(name, members, ids);
    }

    /// With a second IPv4 address and, where the subnet has a block for it, an IPv6 address, so that routing is more
    /// than one rule.
    private NetworkInterface eni(String group, Scenery world) {
        lastEni++;
        var addresses = Stream.of(1, 2)
                .map(unused -> new Address(world.freshAddress(subnet), ""))
                .toList();
        return new NetworkInterface(
                "eni-0%016x".formatted(FIRST_ENI + lastEni),
                world.freshMac(),
                subnet,
                world.subnet(subnet).vpcId(),
                world.subnet(subnet).zone(),
                "service address of " + group,
                addresses,
                Stream.of(world.subnet(subnet).ipv6Cidr())
                        .filter(block -> !block.isEmpty())
                        .map(block -> block.replace("/64", "%x".formatted(FIRST_IPV6 + lastEni)))
                        .toList(),
                List.of(),
                List.of("sg-00000000000000001"),
                Map.of(GROUP, group),
                true,
                false,
                null);
    }
}
