package enifailover.testkit.region.ec2;

import enifailover.testkit.region.ec2.Attachment.Attributes;
import enifailover.testkit.region.ec2.NetworkInterface.Address;
import enifailover.testkit.region.ec2.RouteTable.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What is around ENIs and instances and becomes wrong without anybody noticing: somebody's hand in a console,
/// another team's template. The caller holds the lock.
public final class Surroundings {
    private final Inventory inventory;

    Surroundings(Inventory inventory) {
        this.inventory = inventory;
    }

    /// A route table of a subnet's own.
    ///
    /// @return its id
    public String table(String subnetId, Route... routes) {
        Subnet subnet = inventory.subnet(subnetId);
        String id = inventory.ids.next("rtb");
        inventory.routeTables.put(
                id,
                new RouteTable(id, subnet.vpcId(), false, List.of(subnetId), List.of(routes), Map.of()),
                inventory.now());
        return id;
    }

    /// One more route, or another target for the same destination.
    public void route(String tableId, Route route) {
        RouteTable table = Objects.requireNonNull(inventory.routeTables.get(tableId), tableId);
        List<Route> routes = new ArrayList<>(table.routes());
        routes.removeIf(old -> old.destination().equals(route.destination()));
        routes.add(route);
        inventory.routeTables.put(tableId, table.with(routes), inventory.now());
    }

    /// The subnet has this table's routes no more, but the main table's.
    public void drop(String tableId) {
        inventory.routeTables.remove(tableId, inventory.now());
    }

    /// A flow log of a VPC, a subnet or an ENI.
    public void log(String resourceId, String delivery) {
        String id = inventory.ids.next("fl");
        inventory.flowLogs.put(id, new FlowLog(id, resourceId, delivery, "ALL", "/vpc/" + resourceId), inventory.now());
    }

    /// A volume of an instance, encrypted under a key.
    public void volume(String instanceId, String kmsKeyId) {
        String id = inventory.ids.next("vol");
        inventory.volumes.put(id, new Volume(id, instanceId, kmsKeyId), inventory.now());
    }

    /// No flow log of it any more.
    public void unlog(String resourceId) {
        for (FlowLog log : inventory.flowLogs.all()) {
            if (log.resourceId().equals(resourceId)) {
                inventory.flowLogs.remove(log.id(), inventory.now());
            }
        }
    }

    /// Automatic recovery, `default` or `disabled`.
    public void recovery(String instanceId, String autoRecovery) {
        new Changing(inventory).maintain(instanceId, autoRecovery, false);
    }

    /// Somebody flips the source/destination check.
    public void check(String eniId, boolean sourceDestCheck) {
        inventory.interfaces.put(eniId, inventory.networkInterface(eniId).checking(sourceDestCheck), inventory.now());
    }

    /// Somebody puts the ENI into other security groups.
    public void secure(String eniId, String... groups) {
        inventory.interfaces.put(eniId, inventory.networkInterface(eniId).in(List.of(groups)), inventory.now());
    }

    /// Somebody takes all Elastic IPs off the ENI.
    public void disassociate(String eniId) {
        NetworkInterface eni = inventory.networkInterface(eniId);
        List<Address> bare =
                eni.addresses().stream().map(one -> new Address(one.ip(), "")).toList();
        inventory.interfaces.put(eniId, eni.with(bare), inventory.now());
    }

    /// Somebody has the holder's end destroy the ENI, or not.
    public void deleteOnTermination(String eniId, boolean destroys) {
        NetworkInterface eni = inventory.networkInterface(eniId);
        Attachment attachment = Objects.requireNonNull(eni.attachment(), eniId);
        Attributes was = attachment.attributes();
        inventory.interfaces.put(
                eniId,
                eni.at(attachment.with(new Attributes(destroys, was.enaQueueCount(), was.enaSrd(), was.enaSrdUdp()))),
                inventory.now());
    }
}
