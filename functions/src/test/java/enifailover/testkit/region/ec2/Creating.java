package enifailover.testkit.region.ec2;

import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.ec2.Attachment.Attributes;
import enifailover.testkit.region.ec2.Attachment.Status;
import enifailover.testkit.region.ec2.NetworkInterface.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// CreateVpc, CreateSubnet, CreateNetworkInterface, RunInstances: enough to set a scene through the wire.
public final class Creating {

    /// An ENI to be.
    ///
    /// @param subnetId its subnet
    /// @param description in words
    /// @param addresses its addresses, the primary first; empty for one of EC2's choice
    /// @param tags its tags
    /// @param interfaceType `interface`, `efa`, `efa-only`, `trunk` or `branch`
    public record Blueprint(
            String subnetId,
            String description,
            List<String> addresses,
            Map<String, String> tags,
            String interfaceType) {

        /// An ordinary one.
        public Blueprint(String subnetId, String description, List<String> addresses, Map<String, String> tags) {
            this(subnetId, description, addresses, tags, "interface");
        }
    }

    private final Inventory inventory;

    Creating(Inventory inventory) {
        this.inventory = inventory;
    }

    String vpc(String cidr) {
        String id = inventory.ids.next("vpc");
        inventory.vpc(id, cidr);
        return id;
    }

    Subnet subnet(String vpcId, String cidr, String zone) {
        if (!inventory.vpcs.containsKey(vpcId)) { // D
            throw AwsError.refused("InvalidVpcID.NotFound", "The vpc ID '" + vpcId + "' does not exist");
        }
        Subnet subnet = new Subnet(inventory.ids.next("subnet"), vpcId, zone, cidr, "", Map.of());
        inventory.subnets.put(subnet.id(), subnet, inventory.now());
        return subnet;
    }

    NetworkInterface networkInterface(Blueprint wanted) {
        Subnet subnet = inventory.subnet(wanted.subnetId());
        List<Address> addresses = new ArrayList<>();
        for (String ip : wanted.addresses()) {
            checkFree(ip);
            addresses.add(new Address(ip, ""));
        }
        boolean withIp = !wanted.interfaceType().equals("efa-only"); // D
        if (addresses.isEmpty() && withIp && !subnet.ipv6Only()) {
            addresses.add(new Address(inventory.ids.nextAddress(subnet.cidr()), ""));
        }
        List<String> ipv6 =
                withIp && subnet.ipv6Only() ? List.of(inventory.ids.nextIpv6(subnet.ipv6Cidr())) : List.of();
        NetworkInterface eni = new NetworkInterface(
                inventory.ids.next("eni"),
                inventory.ids.nextMac(),
                subnet.id(),
                subnet.vpcId(),
                subnet.zone(),
                wanted.description(),
                List.copyOf(addresses),
                ipv6,
                List.of(),
                List.of("sg-00000000000000001"),
                Map.copyOf(wanted.tags()),
                true,
                false,
                wanted.interfaceType(),
                null);
        inventory.interfaces.put(eni.id(), eni, inventory.now());
        return eni;
    }

    private void checkFree(String ip) {
        for (NetworkInterface other : inventory.interfaces.all()) {
            if (other.addresses().stream().anyMatch(address -> address.ip().equals(ip))) { // O
                throw AwsError.refused("InvalidIPAddress.InUse", "The specified address is already in use.");
            }
        }
    }

    List<Instance> run(String subnetId, String type, int count, Map<String, String> tags) {
        Subnet subnet = inventory.subnet(subnetId);
        List<Instance> launched = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            launched.add(begin(inventory.ids.next("i"), subnet, type, LaunchOptions.USUAL, tags));
        }
        return launched;
    }

    /// An instance that is `pending` and starts to run after a while.
    Instance begin(String id, Subnet subnet, String type, LaunchOptions options, Map<String, String> tags) {
        Instance instance = launch(id, subnet, type, options, tags, State.PENDING, Checks.INITIALIZING);
        inventory.enter(id, State.PENDING, "");
        Powering powering = new Powering(inventory);
        inventory.gate.agenda().later(inventory.gate.latencies().starting(), () -> {
            Instance now = inventory.instances.get(id);
            if (now != null && now.state() == State.PENDING) {
                powering.run(id);
            }
        });
        return instance;
    }

    /// An instance with its primary interface at index 0 of card 0, which is destroyed with it (D).
    Instance launch(
            String id,
            Subnet subnet,
            String type,
            LaunchOptions options,
            Map<String, String> tags,
            State state,
            Checks checks) {
        Instance instance = new Instance(
                id,
                type,
                subnet.zone(),
                subnet.id(),
                subnet.vpcId(),
                options.lifecycle(),
                inventory.now(),
                state,
                "",
                Map.copyOf(tags),
                checks,
                List.of(),
                "default",
                options);
        inventory.instances.put(id, instance, inventory.now());
        NetworkInterface primary =
                networkInterface(new Blueprint(subnet.id(), "Primary network interface", List.of(), Map.of()));
        place(primary, id, 0, 0, new Attributes(true, null, false, false));
        return instance;
    }

    void place(NetworkInterface eni, String instanceId, int index, int card, Attributes attributes) {
        Attachment attachment = new Attachment(
                inventory.ids.next("eni-attach"),
                instanceId,
                index,
                card,
                Status.ATTACHED,
                inventory.now(),
                attributes);
        inventory.interfaces.put(eni.id(), eni.at(attachment), inventory.now());
    }

    /// Its limits, or a refusal for a type that this region does not know.
    static InstanceType type(@Nullable InstanceType type, String name) {
        if (type == null) { // O
            throw AwsError.refused(
                    "InvalidInstanceType", "The following supplied instance types do not exist: [" + name + "]");
        }
        return type;
    }
}
