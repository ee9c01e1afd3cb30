package enifailover.testkit.region;

import enifailover.testkit.region.bus.EventBus;
import enifailover.testkit.region.bus.StateChange;
import enifailover.testkit.region.bus.Topics;
import enifailover.testkit.region.call.Attempt.Kind;
import enifailover.testkit.region.call.Call;
import enifailover.testkit.region.call.Caller;
import enifailover.testkit.region.call.Faults;
import enifailover.testkit.region.call.Gate;
import enifailover.testkit.region.call.Latencies;
import enifailover.testkit.region.ec2.AttachRefusals;
import enifailover.testkit.region.ec2.Checks;
import enifailover.testkit.region.ec2.Ec2;
import enifailover.testkit.region.ec2.Hardware;
import enifailover.testkit.region.ec2.Instance;
import enifailover.testkit.region.ec2.Inventory;
import enifailover.testkit.region.ec2.NetworkInterface;
import enifailover.testkit.region.ec2.Scenery;
import enifailover.testkit.region.ec2.State;
import enifailover.testkit.region.scaling.AutoScaling;
import enifailover.testkit.region.ssm.Fleet;
import enifailover.testkit.region.ssm.SimulatedHost;
import enifailover.testkit.region.ssm.Ssm;
import enifailover.testkit.region.time.RegionTime;
import enifailover.testkit.region.watch.Alarms;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A Region of AWS inside this JVM, which refuses what AWS refuses. [#builder(RegionTime)] sets the scene; [#ec2()] and
/// [#ssm()] are the API as Java methods; `door` gives it to the SDK; the rest is how the world strikes and what a test
/// asks.
public final class Region {
    private final String name;
    private final Gate gate;
    private final Inventory inventory;
    private final Scenery scenery;
    private final Fleet fleet;
    private final SimulatedHost simulatedHost;
    private final EventBus bus;
    private final Topics topics;
    private final Alarms alarms;
    private final AutoScaling autoScaling;

    Region(RegionBuilder scene) {
        name = scene.name;
        gate = new Gate(scene.time, scene.latencies);
        inventory = new Inventory(gate);
        scenery = new Scenery(inventory);
        simulatedHost = scene.simulatedHost;
        fleet = new Fleet(gate, inventory, scene.host == null ? simulatedHost : scene.host);
        inventory.whenReboots(
                instance -> simulatedHost.boots(instance.id(), gate.agenda().now()));
        bus = new EventBus(gate);
        topics = new Topics(gate);
        alarms = new Alarms(gate, inventory);
        autoScaling = new AutoScaling(gate);
        new Stage(scenery, fleet).set(scene);
        inventory.listen(
                instance -> bus.tell(() -> StateChange.json(name, gate.agenda().now(), instance)));
    }

    /// Begins a scene in `eu-west-1`.
    public static RegionBuilder builder(RegionTime time) {
        return new RegionBuilder(time, "eu-west-1");
    }

    /// Its name.
    public String name() {
        return name;
    }

    /// Its clock.
    public RegionTime time() {
        return gate.time();
    }

    /// From now on things take so long.
    public void latencies(Latencies howLong) {
        gate.latencies(howLong);
    }

    /// What goes wrong with requests; nothing at first.
    public Faults faults() {
        return gate.faults();
    }

    /// Which instances refuse every attach, and how.
    public AttachRefusals attachRefusals() {
        return inventory.attachRefusals();
    }

    /// All requests so far.
    public List<Call> calls() {
        return gate.calls();
    }

    /// How many requests of an action there were, such as `ec2:DetachNetworkInterface`; `ec2:*` and `*` count many.
    public long count(String action) {
        return gate.calls().stream()
                .filter(call -> action.equals("*")
                        || action.equals(call.permission())
                        || action.equals(call.attempt().service() + ":*"))
                .count();
    }

    /// Forgets the requests so far.
    public void forgetCalls() {
        gate.forgetCalls();
    }

    /// Takes a permission away from everybody.
    public void deny(String action) {
        gate.faults().deny(action);
    }

    /// EC2's API.
    public Ec2 ec2() {
        return ec2(Caller.TEST);
    }

    /// EC2's API for one caller.
    public Ec2 ec2(Caller caller) {
        return new Ec2(inventory, caller);
    }

    /// Systems Manager's API.
    public Ssm ssm() {
        return ssm(Caller.TEST);
    }

    /// Systems Manager's API for one caller.
    public Ssm ssm(Caller caller) {
        return new Ssm(fleet, caller);
    }

    /// A request to a service that is simulated outside, such as a table: it meets the same latencies and faults.
    ///
    /// @param action as IAM names it, without the service
    /// @param rule what the service does
    public <T> T request(Caller caller, String service, String action, Kind kind, String subject, Supplier<T> rule) {
        return gate.read(caller, service, action, kind, subject, _ -> rule.get());
    }

    /// The agents, documents and commands behind Systems Manager. Use it under [#strike(Consumer)] or before the story.
    public Fleet fleet() {
        return fleet;
    }

    /// The host that runs commands unless the scene named another.
    public SimulatedHost hosts() {
        return simulatedHost;
    }

    /// EventBridge: what was put on it, and who listens to what EC2 tells.
    public EventBus bus() {
        return bus;
    }

    /// SNS: what was published.
    public Topics topics() {
        return topics;
    }

    /// CloudWatch's alarms and metrics.
    public Alarms alarms() {
        return alarms;
    }

    /// EC2 Auto Scaling.
    public AutoScaling autoScaling() {
        return autoScaling;
    }

    /// What stands for the machines hears of them from now on.
    public void machines(Hardware hardware) {
        strike(_ -> inventory.listen(hardware));
    }

    /// The world strikes, at this moment and at once.
    public void strike(Consumer<Scenery> blow) {
        gate.underLock(() -> {
            blow.accept(scenery);
            return true;
        });
    }

    /// A status check fails from now on.
    public void impair(String instanceId, Checks.Kind check) {
        strike(world -> world.check(instanceId, check, false));
    }

    /// A status check passes again.
    public void restore(String instanceId, Checks.Kind check) {
        strike(world -> world.check(instanceId, check, true));
    }

    /// EC2 has no result of a status check from now on: `insufficient-data`.
    public void loseStatus(String instanceId, Checks.Kind check) {
        strike(world -> world.insufficientData(instanceId, check, true));
    }

    /// An instance reboots, as simplified automatic recovery looks too: its checks begin anew, its agent is away for a
    /// while. What its guest has routed stays; [SimulatedHost#forget(String)] is for a guest that keeps nothing.
    public void reboot(String instanceId) {
        strike(world -> world.reboot(instanceId));
    }

    /// The agent of an instance hangs or is lost.
    public void loseAgent(String instanceId) {
        strike(_ -> fleet.lose(instanceId));
    }

    /// The agent is back.
    public void recoverAgent(String instanceId) {
        strike(_ -> fleet.recover(instanceId));
    }

    /// An instance as it is now.
    public Instance instance(String id) {
        return look(() -> scenery.instance(id));
    }

    /// An ENI as it is now.
    public NetworkInterface eni(String id) {
        return look(() -> scenery.eni(id));
    }

    /// Whether there is such an ENI now.
    public boolean exists(String eniId) {
        return look(() -> scenery.exists(eniId));
    }

    /// The holder's id and the slot, as `i-… 1/0 attached`, or the ENI's status.
    public String whereIs(String eniId) {
        NetworkInterface eni = eni(eniId);
        var attachment = eni.attachment();
        return attachment == null
                ? eni.status()
                : "%s %d/%d %s"
                        .formatted(
                                attachment.instanceId(),
                                attachment.deviceIndex(),
                                attachment.networkCard(),
                                attachment.status().word());
    }

    /// An instance's state now.
    public State stateOf(String instanceId) {
        return instance(instanceId).state();
    }

    private <T> T look(Supplier<T> what) {
        return gate.underLock(what);
    }
}
