package enifailover.port;

import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.PermissionCheck;
import enifailover.model.group.GroupName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What audits remember, in the same table as leases, in rows that no failover reads or waits for. All methods throw
/// [AwsCallException].
public interface AuditStore {

    /// Everything that is remembered.
    ///
    /// @param groups by group
    /// @param rights what the failover's role was last told by `DryRun`; empty where it never asked
    record Pages(Map<GroupName, AuditBaseline> groups, Optional<PermissionCheck> rights) {}

    /// Reads all of it, in one Query for thousands of groups.
    Pages read();

    /// Replaces what is remembered of a group, but for `drilledAt`, which only [#drilled] writes.
    void keep(GroupName group, AuditBaseline auditBaseline);

    /// A drill of the group has succeeded.
    void drilled(GroupName group, Instant at);

    /// The failover's role has asked what it may do.
    void asked(PermissionCheck permissionCheck);
}
