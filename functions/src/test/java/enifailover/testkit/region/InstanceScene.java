package enifailover.testkit.region;

import enifailover.testkit.region.ec2.LaunchOptions;
import enifailover.testkit.region.ec2.State;
import java.util.LinkedHashMap;
import java.util.Map;

/// An instance to be.
public final class InstanceScene {
    final String id;
    String subnet = "";
    String type = "m5.large";
    LaunchOptions options = LaunchOptions.USUAL;
    State state = State.RUNNING;
    boolean managed = true;
    final Map<String, String> tags = new LinkedHashMap<>();

    InstanceScene(String id) {
        this.id = id;
    }

    /// Its subnet; the first one where nothing is said.
    public InstanceScene subnet(String subnetId) {
        subnet = subnetId;
        return this;
    }

    /// Its type.
    public InstanceScene type(String instanceType) {
        type = instanceType;
        return this;
    }

    /// A Spot instance of a one-time request, which EC2 does not stop.
    public InstanceScene spot() {
        options = options.spot("one-time");
        return this;
    }

    /// A Spot instance of a persistent request.
    public InstanceScene persistentSpot() {
        options = options.spot("persistent");
        return this;
    }

    /// Its root device is an instance store volume: EC2 does not stop it.
    public InstanceScene instanceStore() {
        options = options.instanceStore();
        return this;
    }

    /// It has stop protection: `disableApiStop`.
    public InstanceScene protectedFromStop() {
        options = options.protectedFromStop(true);
        return this;
    }

    /// It runs Windows.
    public InstanceScene windows() {
        options = options.windows();
        return this;
    }

    /// Its state.
    public InstanceScene state(State instanceState) {
        state = instanceState;
        return this;
    }

    /// Systems Manager does not know it.
    public InstanceScene unmanaged() {
        managed = false;
        return this;
    }

    /// A tag.
    public InstanceScene tag(String key, String value) {
        tags.put(key, value);
        return this;
    }
}
