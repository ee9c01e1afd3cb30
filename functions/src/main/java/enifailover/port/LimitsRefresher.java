package enifailover.port;

import enifailover.model.group.GroupSnapshot;
import java.util.Collection;

/// Gets to know what hardly ever changes around groups before a failover needs it: the limits of instance types, the
/// blocks of subnets. The table keeps it, so that a function that has just been started need not ask.
public interface LimitsRefresher {

    /// Asks for what is not known yet, or has been for long, and keeps it; makes no request where there is nothing new.
    ///
    /// @param groups as they were seen, without failing members
    /// @throws AwsCallException where something could not be asked or kept; what could be, was
    void renew(Collection<GroupSnapshot> groups);
}
