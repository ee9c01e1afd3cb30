package enifailover.testkit.region.ec2;

import enifailover.testkit.region.ec2.Attachment.Attributes;
import enifailover.testkit.region.ec2.Checks.Kind;
import enifailover.testkit.region.ec2.Instance.Scheduled;
import enifailover.testkit.region.ec2.RouteTable.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What happens to a region without any API call: how a test sets the scene, and how the world strikes. The caller
/// holds the lock.
public final class Scenery {
    private final Inventory inventory;

    /// @param inventory what exists
    public Scenery(Inventory inventory) {
        this.inventory = inventory;
    }

    /// Does something a day ago, so that even a stale read sees it.
    public void longAgo(Runnable what) {
        inventory.past = Duration.ofDays(1);
        try {
            what.run();
        } finally {
            inventory.past = Duration.ZERO;
        }
    }

    /// A subnet, and its VPC, whose main route table leads to an internet gateway.
    public void add(Subnet subnet) {
        if (!inventory.vpcs.containsKey(subnet.vpcId())) {
            inventory.vpc(subnet.vpcId(), "10.0.0.0/8");
            surroundings().route(mainTableOf(subnet.vpcId()), Route.to("0.0.0.0/0", "igw-00000000000000001"));
        }
        inventory.subnets.put(subnet.id(), subnet, inventory.now());
    }

    private String mainTableOf(String vpcId) {
        return inventory.routeTables.all().stream()
                .filter(table -> table.main() && table.vpcId().equals(vpcId))
                .map(RouteTable::id)
                .findFirst()
                .orElseThrow();
    }

    /// What is around ENIs and instances, and quietly becomes wrong.
    public Surroundings surroundings() {
        return new Surroundings(inventory);
    }

    /// An instance in a state, checks passed.
    ///
    /// @param lifecycle `spot` for a Spot instance of a one-time request, or empty for On-Demand
    public void add(String id, String subnetId, String type, String lifecycle, State state, Map<String, String> tags) {
        LaunchOptions options = lifecycle.isEmpty() ? LaunchOptions.USUAL : LaunchOptions.USUAL.spot("one-time");
        add(id, subnetId, type, options, state, tags);
    }

    /// An instance in a state, checks passed.
    public void add(
            String id, String subnetId, String type, LaunchOptions options, State state, Map<String, String> tags) {
        Ids.checkForm(id, "i", "InstanceID");
        new Creating(inventory).launch(id, inventory.subnet(subnetId), type, options, tags, state, Checks.OK);
    }

    /// Somebody or an Auto Scaling group launches an instance: it is `pending`, then runs, and its status checks and
    /// its agent come later.
    public void launch(String id, String subnetId, String type, LaunchOptions options, Map<String, String> tags) {
        Ids.checkForm(id, "i", "InstanceID");
        new Creating(inventory).begin(id, inventory.subnet(subnetId), type, options, tags);
    }

    /// An instance is, and always was, a Spot instance of a persistent request.
    public void spot(String instanceId) {
        Instance instance = inventory.instance(instanceId);
        Instance spot = instance.spot(instance.options().spot("persistent"));
        longAgo(() -> inventory.instances.put(instanceId, spot, inventory.now()));
    }

    /// Somebody switches stop protection on or off.
    public void protectFromStop(String instanceId, boolean on) {
        Instance instance = inventory.instance(instanceId);
        inventory.instances.put(instanceId, instance.with(instance.options().protectedFromStop(on)), inventory.now());
    }

    /// The guest of an instance hangs, until the instance boots anew: EC2 waits for it in vain at a stop or a reboot.
    /// What else shows of it, such as the instance check or the agent, is to be said besides.
    public void hangGuest(String instanceId) {
        inventory.hungGuests.add(inventory.instance(instanceId).id());
    }

    /// EC2 has no result of a status check from now on, or has it again.
    public void insufficientData(String instanceId, Kind kind, boolean missing) {
        Instance instance = inventory.instance(instanceId);
        inventory.instances.put(instanceId, instance.with(instance.checks().unknown(kind, missing)), inventory.now());
    }

    /// An ENI.
    public void add(NetworkInterface eni) {
        Ids.checkForm(eni.id(), "eni", "NetworkInterfaceId");
        inventory.interfaces.put(eni.id(), eni, inventory.now());
    }

    /// A MAC address that no other ENI has.
    public String freshMac() {
        return inventory.ids.nextMac();
    }

    /// An address of a subnet that no other ENI has.
    public String freshAddress(String subnetId) {
        return inventory.ids.nextAddress(inventory.subnet(subnetId).cidr());
    }

    /// An IPv6 address of a subnet that no other ENI has.
    public String freshIpv6(String subnetId) {
        return inventory.ids.nextIpv6(inventory.subnet(subnetId).ipv6Cidr());
    }

    /// The subnet of that id.
    public Subnet subnet(String id) {
        return inventory.subnet(id);
    }

    /// Attaches without asking any rule.
    public void place(String eniId, String instanceId, int index, int card, Attributes attributes) {
        NetworkInterface eni = inventory.networkInterface(eniId);
        new Creating(inventory).place(eni, inventory.instance(instanceId).id(), index, card, attributes);
    }

    /// A status check fails from now on, or passes again.
    public void check(String instanceId, Kind kind, boolean passes) {
        Instance instance = inventory.instance(instanceId);
        var since = passes ? null : inventory.now();
        inventory.instances.put(instanceId, instance.with(instance.checks().with(kind, since)), inventory.now());
    }

    /// EC2 schedules an event.
    public void schedule(String instanceId, Scheduled event) {
        Instance instance = inventory.instance(instanceId);
        List<Scheduled> events = new ArrayList<>(instance.scheduled());
        events.removeIf(other -> other.id().equals(event.id()));
        events.add(event);
        inventory.instances.put(instanceId, instance.with(List.copyOf(events)), inventory.now());
    }

    /// Somebody or something stops an instance, whatever protects it.
    ///
    /// @param force at once, as where the host loses power; otherwise the guest shuts down first
    public void stop(String instanceId, boolean force, String reason) {
        if (inventory.instance(instanceId).state() == State.RUNNING) {
            new Powering(inventory).stopNow(instanceId, force, reason);
        }
    }

    /// Somebody or something terminates an instance.
    public void terminate(String instanceId, String reason) {
        new Powering(inventory).terminateNow(instanceId, reason);
    }

    /// Somebody starts an instance.
    public void start(String instanceId) {
        new Powering(inventory).start(List.of(instanceId));
    }

    /// Somebody or something reboots an instance: no event, no other state.
    public void reboot(String instanceId) {
        if (inventory.instance(instanceId).state() == State.RUNNING) {
            new Powering(inventory).reboot(instanceId);
        }
    }

    /// How long a graceful detach of this ENI, or of any ENI of this instance, takes.
    public void detachTakes(String eniOrInstance, Duration duration) {
        inventory.detaches.put(eniOrInstance, duration);
    }

    /// How long this instance takes to stop or to terminate, with or without Force.
    public void shutdownTakes(String instanceId, Duration duration) {
        inventory.shutdowns.put(instanceId, duration);
    }

    /// How long this ENI is still shown on its holder after that was terminated.
    public void haunts(String eniId, Duration duration) {
        inventory.ghosts.put(eniId, duration);
    }

    /// Replaces all tags of an instance or ENI.
    public void retag(String id, Map<String, String> tags) {
        if (id.startsWith("i-")) {
            inventory.instances.put(id, inventory.instance(id).tagged(Map.copyOf(tags)), inventory.now());
        } else {
            inventory.interfaces.put(id, inventory.networkInterface(id).tagged(Map.copyOf(tags)), inventory.now());
        }
    }

    /// An instance as it is.
    public Instance instance(String id) {
        return inventory.instance(id);
    }

    /// An ENI as it is.
    public NetworkInterface eni(String id) {
        return inventory.networkInterface(id);
    }

    /// Whether there is such an ENI.
    public boolean exists(String eniId) {
        return Objects.nonNull(inventory.interfaces.get(eniId));
    }

    /// All ENIs as they are.
    public List<NetworkInterface> enis() {
        return inventory.interfaces.all();
    }
}
