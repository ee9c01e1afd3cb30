package enifailover.model.audit;

import enifailover.model.group.GroupName;
import java.time.Instant;
import java.util.Optional;

/// Whether EC2 would let the failover's own role act, asked by `DryRun`. Only that role can ask, so the sweep does, for
/// one group at a time.
///
/// @param at when it asked
/// @param group the group
/// @param refused EC2's refusal in words; empty where it would allow it
public record PermissionCheck(Instant at, GroupName group, Optional<String> refused) {}
