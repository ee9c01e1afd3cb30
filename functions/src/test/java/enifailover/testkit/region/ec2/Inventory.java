package enifailover.testkit.region.ec2;

import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All that exists, and how the hardware of this region misbehaves. Guarded by the gate's lock.
public final class Inventory {

    /// Hears of each change of an instance's state, under the lock.
    @FunctionalInterface
    public interface StateListener {
        /// The instance is in a new state.
        void changed(Instance instance);
    }

    /// The account that owns everything.
    public static final String ACCOUNT = "000000000000";

    final Gate gate;
    final Ids ids = new Ids();
    final Table<Instance> instances = new Table<>();
    final Table<NetworkInterface> interfaces = new Table<>();
    final Table<Subnet> subnets = new Table<>();
    final Table<RouteTable> routeTables = new Table<>();
    final Table<FlowLog> flowLogs = new Table<>();
    final Table<Volume> volumes = new Table<>();
    final Map<String, String> vpcs = new HashMap<>();
    /// How long a graceful detach takes, by ENI or holder, where not as usual.
    final Map<String, Duration> detaches = new HashMap<>();
    /// How long a stop or termination takes, by instance, where not as usual; Force does not help.
    final Map<String, Duration> shutdowns = new HashMap<>();
    /// Instances whose guest does not shut down by itself.
    final Set<String> hungGuests = new HashSet<>();
    /// How long an ENI is still shown on a terminated instance.
    final Map<String, Duration> ghosts = new HashMap<>();

    /// How often each instance has entered a state or rebooted: what was begun before does not end after.
    final Map<String, Integer> turns = new HashMap<>();

    final AttachRefusals attachRefusals = new AttachRefusals();

    /// When each attachment became attached.
    final Map<String, Instant> attachedSince = new HashMap<>();

    /// How long ago what happens now shall have happened: zero, but while the scene is set.
    Duration past = Duration.ZERO;

    private final List<StateListener> listeners = new ArrayList<>();
    private final List<Consumer<Instance>> rebootListeners = new ArrayList<>();
    private final List<Hardware> machines = new ArrayList<>();

    /// @param gate whose lock, clock and agenda it lives by
    public Inventory(Gate gate) {
        this.gate = gate;
    }

    /// Which instances refuse every attach.
    public AttachRefusals attachRefusals() {
        return attachRefusals;
    }

    /// Adds a listener.
    public void listen(StateListener listener) {
        listeners.add(listener);
    }

    /// Adds a listener to reboots, which change no state.
    public void whenReboots(Consumer<Instance> listener) {
        rebootListeners.add(listener);
    }

    /// Adds what stands for the machines.
    public void listen(Hardware hardware) {
        machines.add(hardware);
        rebootListeners.add(hardware::reboots);
        listeners.add(hardware::changed);
    }

    void appears(String instanceId, NetworkInterface eni) {
        machines.forEach(one -> one.appears(instanceId, eni));
    }

    void reboots(Instance instance) {
        rebootListeners.forEach(listener -> listener.accept(instance));
    }

    void vanishes(String instanceId, NetworkInterface eni) {
        machines.forEach(one -> one.vanishes(instanceId, eni));
    }

    /// A VPC, with its main route table, which serves the VPC itself (D).
    void vpc(String id, String cidr) {
        if (vpcs.putIfAbsent(id, cidr) == null) {
            String table = ids.next("rtb");
            routeTables.put(
                    table,
                    new RouteTable(table, id, true, List.of(), List.of(RouteTable.Route.to(cidr, "local")), Map.of()),
                    now());
        }
    }

    Instant now() {
        return gate.agenda().now().minus(past);
    }

    /// The ENIs that an instance holds, whatever the attachment's status.
    List<NetworkInterface> held(String instanceId) {
        List<NetworkInterface> held = new ArrayList<>();
        for (NetworkInterface eni : interfaces.all()) {
            Attachment attachment = eni.attachment();
            if (attachment != null && attachment.instanceId().equals(instanceId)) {
                held.add(eni);
            }
        }
        return held;
    }

    /// @throws AwsError `InvalidInstanceID.Malformed`, `InvalidInstanceID.NotFound` (D)
    Instance instance(String id) {
        Ids.checkForm(id, "i", "InstanceID");
        Instance instance = instances.get(id);
        if (instance == null) {
            throw noInstance(id);
        }
        return instance;
    }

    static AwsError noInstance(String id) {
        return AwsError.refused("InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist");
    }

    /// @throws AwsError `InvalidNetworkInterfaceId.Malformed`, `InvalidNetworkInterfaceID.NotFound` (D)
    NetworkInterface networkInterface(String id) {
        Ids.checkForm(id, "eni", "NetworkInterfaceId");
        NetworkInterface eni = interfaces.get(id);
        if (eni == null) {
            throw noInterface(id);
        }
        return eni;
    }

    static AwsError noInterface(String id) {
        return AwsError.refused(
                "InvalidNetworkInterfaceID.NotFound", "The networkInterface ID '" + id + "' does not exist");
    }

    /// @throws AwsError `InvalidSubnetID.NotFound` (D)
    Subnet subnet(String id) {
        Subnet subnet = subnets.get(id);
        if (subnet == null) {
            throw AwsError.refused("InvalidSubnetID.NotFound", "The subnet ID '" + id + "' does not exist");
        }
        return subnet;
    }

    /// Since when the first of some status checks fails; null where all pass.
    public record Impairment(@Nullable Instant since) {
        /// Whether that is so long ago.
        public boolean longerThan(Duration window, Instant now) {
            return since != null && !now.isBefore(since.plus(window));
        }
    }

    /// What the status checks of a running instance say; empty for one that does not run, which has no metric (D), and
    /// where none of them has a result.
    public Optional<Impairment> impairment(String instanceId, List<Checks.Kind> kinds) {
        Instance instance = instances.get(instanceId);
        if (instance == null
                || instance.state() != State.RUNNING
                || instance.checks().unknown().containsAll(kinds)) {
            return Optional.empty();
        }
        return Optional.of(new Impairment(kinds.stream()
                .filter(kind -> !instance.checks().unknown().contains(kind))
                .map(kind -> instance.checks().impairedSince(kind))
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null)));
    }

    /// Its platform, `windows` or empty; empty too for an instance that does not exist.
    public String platform(String instanceId) {
        Instance instance = instances.get(instanceId);
        return instance == null ? "" : instance.options().platform();
    }

    /// A device as the hypervisor shows it to a guest.
    ///
    /// @param mac its MAC address
    /// @param since when it was attached
    public record Device(String mac, Instant since) {}

    /// The devices of an instance: all its interfaces that are attached.
    public List<Device> devices(String instanceId) {
        List<Device> devices = new ArrayList<>();
        for (NetworkInterface eni : held(instanceId)) {
            Attachment attachment = eni.attachment();
            if (attachment != null && attachment.status() == Attachment.Status.ATTACHED) {
                devices.add(new Device(eni.mac(), attachedSince.getOrDefault(attachment.id(), attachment.since())));
            }
        }
        return devices;
    }

    void enter(String instanceId, State state, String reason) {
        turns.merge(instanceId, 1, Integer::sum);
        instances.change(instanceId, now(), instance -> instance.in(state, reason));
        Instance changed = Objects.requireNonNull(instances.get(instanceId));
        listeners.forEach(listener -> listener.changed(changed));
    }

    static AwsError dryRun() {
        return new AwsError(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
    }
}
