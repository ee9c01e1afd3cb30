package enifailover.rehearsal;

import enifailover.region.Region;
import enifailover.region.ec2.Attachment.Attributes;
import enifailover.region.ec2.NetworkInterface;
import enifailover.region.ec2.NetworkInterface.Address;
import enifailover.region.ec2.Scenery;
import enifailover.region.ec2.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Sets groups up in the Region, tagged as an operator tags them.
public final class Casting {

    private static final String GROUP = "eni-failover:group";
    private static final int FIRST_PRIORITY = 10;

    private final Region region;
    private final String subnet;
    /// m5.large takes three interfaces, this one eight.
    private static final String LARGE = "c5.4xlarge";

    /// Beyond the ids that the Region gives to the primary interfaces.
    private int lastEni = 0xe000;

    /// @param subnet where everything is
    public Casting(Region region, String subnet) {
        this.region = region;
        this.subnet = subnet;
    }

    /// A new group: its ENIs on the first instance at indices 1, 2 and so on; all instances run and are well, and are
    /// preferred in the order given.
    public Cast group(String name, List<String> instances, int enis) {
        var ids = new ArrayList<String>();
        region.strike(world -> {
            for (var instance : instances) {
                var priority = Integer.toString(FIRST_PRIORITY + instances.indexOf(instance));
                var tags = Map.of(GROUP, name, "eni-failover:priority", priority);
                world.add(instance, subnet, enis > 2 ? LARGE : "m5.large", "", State.RUNNING, tags);
                region.fleet().register(instance);
            }
            for (var index = 1; index <= enis; index++) {
                var eni = eni(name, world);
                world.add(eni);
                world.place(eni.id(), instances.getFirst(), index, 0, Attributes.FRESH);
                ids.add(eni.id());
            }
        });
        return new Cast(name, instances, ids);
    }

    /// With a second IPv4 address and an IPv6 address, so that routing is more than one rule.
    private NetworkInterface eni(String group, Scenery world) {
        lastEni++;
        var addresses = Stream.of(1, 2)
                .map(unused -> new Address(world.freshAddress(subnet), ""))
                .toList();
        return new NetworkInterface(
                "eni-0%016x".formatted(lastEni),
                world.freshMac(),
                subnet,
                world.subnet(subnet).vpcId(),
                world.subnet(subnet).zone(),
                "service address of " + group,
                addresses,
                List.of("2001:db8:0:1::%x".formatted(lastEni)),
                List.of(),
                List.of("sg-00000000000000001"),
                Map.of(GROUP, group),
                true,
                false,
                null);
    }
}
