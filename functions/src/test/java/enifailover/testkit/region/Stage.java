package enifailover.testkit.region;

import enifailover.testkit.region.ec2.NetworkInterface;
import enifailover.testkit.region.ec2.NetworkInterface.Address;
import enifailover.testkit.region.ec2.Scenery;
import enifailover.testkit.region.ec2.State;
import enifailover.testkit.region.ec2.Subnet;
import enifailover.testkit.region.ssm.Fleet;
import java.util.List;
import java.util.Map;

/// Puts a scene into a region.
final class Stage {
    private final Scenery scenery;
    private final Fleet fleet;

    Stage(Scenery scenery, Fleet fleet) {
        this.scenery = scenery;
        this.fleet = fleet;
    }

    void set(RegionBuilder scene) {
        scenery.longAgo(() -> place(scene));
    }

    private void place(RegionBuilder scene) {
        String first = scene.subnets.isEmpty() ? "" : scene.subnets.getFirst().id;
        for (SubnetScene subnet : scene.subnets) {
            scenery.add(new Subnet(subnet.id, subnet.vpc, subnet.zone, subnet.cidr, subnet.ipv6Cidr, Map.of()));
        }
        for (InstanceScene instance : scene.instances) {
            String subnet = instance.subnet.isEmpty() ? first : instance.subnet;
            scenery.add(instance.id, subnet, instance.type, instance.options, instance.state, instance.tags);
            if (!instance.managed) {
                fleet.unmanage(instance.id);
            } else if (instance.state == State.RUNNING) {
                fleet.register(instance.id);
            } else if (instance.state != State.TERMINATED) {
                fleet.know(instance.id);
            }
        }
        for (EniScene eni : scene.enis) {
            add(eni, scenery.subnet(eni.subnet.isEmpty() ? first : eni.subnet));
        }
        scene.documents.forEach(fleet::put);
    }

    private void add(EniScene eni, Subnet subnet) {
        boolean withIp = !eni.type.equals("efa-only");
        List<Address> addresses = eni.addresses.isEmpty() && withIp && !subnet.ipv6Only()
                ? List.of(new Address(scenery.freshAddress(subnet.id()), ""))
                : List.copyOf(eni.addresses);
        List<String> ipv6 = eni.ipv6.isEmpty() && withIp && subnet.ipv6Only()
                ? List.of(scenery.freshIpv6(subnet.id()))
                : List.copyOf(eni.ipv6);
        scenery.add(new NetworkInterface(
                eni.id,
                eni.mac.isEmpty() ? scenery.freshMac() : eni.mac,
                subnet.id(),
                subnet.vpcId(),
                subnet.zone(),
                eni.description,
                addresses,
                ipv6,
                List.copyOf(eni.prefixes),
                List.of("sg-00000000000000001"),
                Map.copyOf(eni.tags),
                eni.sourceDestCheck,
                eni.requesterManaged,
                eni.type,
                null));
        if (!eni.holder.isEmpty()) {
            scenery.place(eni.id, eni.holder, eni.deviceIndex, eni.networkCard, eni.attributes);
        }
    }
}
