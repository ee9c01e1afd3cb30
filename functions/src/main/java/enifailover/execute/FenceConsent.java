package enifailover.execute;

import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import java.util.Optional;

/// Whether an instance may be stopped for one group, though it may carry ENIs of others.
public interface FenceConsent {

    /// Asked right before the stop.
    ///
    /// @param group for which it is to be stopped
    /// @param holder the instance
    /// @return what speaks against it, for a person; empty where nothing does
    /// @throws AwsCallException when that could not be read
    Optional<String> objection(GroupName group, InstanceId holder);
}
