package enifailover.port;

import enifailover.model.InstanceId;

/// Stops, starts and reboots instances. Each method asks EC2 once and throws [AwsCallException].
public interface InstancePower {

    /// Stops an instance by force and without its guest's own shutdown, so that it can no longer use its addresses.
    /// It goes on after the answer.
    void stop(InstanceId instance);

    /// Starts a stopped instance. It goes on after the answer.
    void start(InstanceId instance);

    /// Reboots a running instance. It goes on after the answer, and EC2 shows the instance as running all the time.
    void reboot(InstanceId instance);
}
