package enifailover.testkit.region.ec2;

/// Hears, under the region's lock, what happens to the machines themselves, as their guests feel it. Must not block.
public interface Hardware {

    /// An ENI is attached to a running instance: its guest gets a device.
    void appears(String instanceId, NetworkInterface eni);

    /// An ENI is being detached, or is gone with its instance: the guest's device goes. May be told twice. I: it goes
    /// when the detach is asked for, which is the worst for whoever uses it.
    void vanishes(String instanceId, NetworkInterface eni);

    /// The instance reboots; its state stays what it is.
    void reboots(Instance instance);

    /// The instance is in a new state.
    void changed(Instance instance);
}
