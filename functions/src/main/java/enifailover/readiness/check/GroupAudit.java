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
/// @param ready a failover would work: nothing blocks it here or in the deployment
/// @param active the instance that holds the ENIs, where one holds all
/// @param next the standby that the planner would take now
/// @param findings worst first
/// @param changes what has changed in its membership, or which standby is next, since that was last told
/// @param missing what the table remembers of it and was not seen, by id
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

    /// What concerns all groups, in the same form.
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

    /// Nothing of the group itself blocks a failover, whatever the deployment does.
    public boolean sound() {
        return count(Severity.BLOCKER) == 0;
    }

    /// How many findings are so bad.
    public long count(Severity severity) {
        return findings.stream().filter(one -> one.severity() == severity).count();
    }

    /// What the next audit compares with: all that is more than a note, without words that change by themselves.
    public SortedSet<String> keys() {
        SortedSet<String> keys = new TreeSet<>();
        findings.stream()
                .filter(one -> one.severity() != Severity.NOTE)
                .forEach(one -> keys.add(one.severity() + " " + one.check() + " " + one.subject()));
        return keys;
    }
}
