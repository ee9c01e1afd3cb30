package enifailover.readiness;

import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What one audit found and put right.
///
/// @param groups the groups, the worst first
/// @param deployment what is wrong for all of them: rights, rules, the document, what could not be seen, strays
/// @param kept what was put right, or could not be
/// @param at when it looked
public record Audit(List<GroupAudit> groups, List<Finding> deployment, List<Kept> kept, Instant at) {

    /// Something that was put right, or refused to be.
    ///
    /// @param words what
    /// @param refused why not; empty where it was done
    public record Kept(String words, Optional<String> refused) {}

    /// How many findings are so bad, of all groups and of the deployment.
    public long count(Severity severity) {
        return groups.stream().mapToLong(group -> group.count(severity)).sum()
                + deployment.stream().filter(one -> one.severity() == severity).count();
    }

    /// How many groups are ready.
    public long ready() {
        return groups.stream().filter(GroupAudit::ready).count();
    }
}
