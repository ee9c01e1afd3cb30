package enifailover.port;

import enifailover.model.InstanceId;

/// Sets what EC2 does with an instance by itself. Each method makes one EC2 request and throws [AwsCallException].
public interface RecoverySettings {

    /// Whether EC2 moves the instance to other hardware when its system status check fails (simplified automatic
    /// recovery).
    void recovery(InstanceId instance, boolean on);
}
