package enifailover.region;

import enifailover.region.ec2.State;
import java.util.LinkedHashMap;
import java.util.Map;

/// An instance to be.
public final class InstanceScene {
    final String id;
    String subnet = "";
    String type = "m5.large";
    String lifecycle = "";
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

    /// A Spot instance.
    public InstanceScene spot() {
        lifecycle = "spot";
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
