package enifailover.port;

import enifailover.group.InstanceId;

/// Sets what EC2 does with an instance by itself. Each method makes one EC2 request and throws [Refused].
public interface Maintenance {

    /// Whether EC2 moves the instance to other hardware when its system status check fails (simplified automatic
    /// recovery).
    void recovery(InstanceId instance, boolean on);
}
