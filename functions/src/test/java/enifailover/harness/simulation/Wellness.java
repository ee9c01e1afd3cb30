package enifailover.harness.simulation;

import enifailover.model.InstanceId;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.ec2.Checks;
import enifailover.testkit.region.ec2.Hardware;
import enifailover.testkit.region.ec2.Instance;
import enifailover.testkit.region.ec2.NetworkInterface;
import enifailover.testkit.region.ec2.State;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// When each instance was last not well, by what is true and not by what a read shows.
final class Wellness implements Hardware {
    /// Status checks pass without anybody being told.
    private static final Duration OFTEN = Duration.ofSeconds(5);

    private final Region region;
    private final Scene scene;
    private final VirtualTime time;
    private final Map<String, Instant> ill = new HashMap<>();
    private final Map<String, Instant> left = new HashMap<>();
    private final Map<String, Instant> entered = new HashMap<>();

    Wellness(Region region, Scene scene, VirtualTime time) {
        this.region = region;
        this.scene = scene;
        this.time = time;
    }

    void begin() {
        region.machines(this);
        look();
    }

    private void look() {
        region.strike(world -> scene.hosts().forEach(host -> note(world.instance(host.id()))));
        time.at(time.now().plus(OFTEN), this::look);
    }

    private void note(Instance one) {
        boolean well = one.state() == State.RUNNING
                && one.checks().equals(Checks.OK)
                && one.scheduled().isEmpty();
        if (!well) {
            ill.put(one.id(), time.now());
        }
    }

    /// Something is about to happen to it, or has happened just now.
    void struck(String instance) {
        ill.put(instance, time.now());
    }

    /// How long it has been well without a break, its failing checks counted from the first moment, with no trouble
    /// announced; zero where it is not.
    Duration wellFor(InstanceId id) {
        note(region.instance(id.value()));
        return Duration.between(ill.getOrDefault(id.value(), Instant.EPOCH), time.now());
    }

    /// Whether it was not well at some moment since then.
    boolean illSince(InstanceId id, Instant then) {
        return !time.now().minus(wellFor(id)).isBefore(then);
    }

    /// How long it has been out of service; zero where it is not.
    Duration outOfServiceFor(InstanceId id) {
        Instant since = left.get(id.value());
        return since == null ? Duration.ZERO : Duration.between(since, time.now());
    }

    /// How long it has been in the state that it is in.
    Duration inThisStateFor(InstanceId id) {
        return Duration.between(entered.getOrDefault(id.value(), Instant.EPOCH), time.now());
    }

    /// How long it has been running; zero where it does not.
    Duration runningFor(InstanceId id) {
        return region.stateOf(id.value()) == State.RUNNING ? inThisStateFor(id) : Duration.ZERO;
    }

    @Override
    public void appears(String instanceId, NetworkInterface eni) {}

    @Override
    public void vanishes(String instanceId, NetworkInterface eni) {}

    @Override
    public void reboots(Instance instance) {
        struck(instance.id());
    }

    @Override
    public void changed(Instance instance) {
        struck(instance.id());
        entered.put(instance.id(), time.now());
        if (instance.state() == State.RUNNING || instance.state() == State.PENDING) {
            left.remove(instance.id());
        } else {
            left.putIfAbsent(instance.id(), time.now());
        }
    }
}
