package enifailover.readiness.check;

import enifailover.model.InstanceId;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What an audit found of one group.
///
/// @param group the group
/// @param ready a failover would work: no blocker in the group or in the deployment
/// @param active the instance that holds the ENIs, where one holds all
/// @param next the standby that the planner would take now
/// @param findings worst first
/// @param changes changes of its members, or of its next standby, since the last report
/// @param missing ids in the table that EC2 did not show
/// @param drilledAt when the last successful drill ended
public record GroupAudit(
        GroupName group,
        boolean ready,
        Optional<InstanceId> active,
        Optional<InstanceId> next,
        List<Finding> findings,
        List<String> changes,
        SortedSet<String> missing,
        Optional<Instant> drilledAt) {

    /// The findings of the deployment, in the form of a group.
    public static GroupAudit ofDeployment(GroupName name, List<Finding> findings) {
        boolean ready = findings.stream().noneMatch(one -> one.severity() == Severity.BLOCKER);
        return new GroupAudit(
                name,
                ready,
                Optional.empty(),
                Optional.empty(),
                findings,
                List.of(),
                new TreeSet<>(),
                Optional.empty());
    }

    /// Whether the group itself has no blocker; the deployment may have one.
    public boolean sound() {
        return count(Severity.BLOCKER) == 0;
    }

    /// The number of findings of this severity.
    public long count(Severity severity) {
        return findings.stream().filter(one -> one.severity() == severity).count();
    }

    /// What the next audit compares with: blockers and warnings, without text that varies.
    public SortedSet<String> keys() {
        SortedSet<String> keys = new TreeSet<>();
        findings.stream()
                .filter(one -> one.severity() != Severity.NOTE)
                .forEach(one -> keys.add(one.severity() + " " + one.check() + " " + one.subject()));
        return keys;
    }
}
