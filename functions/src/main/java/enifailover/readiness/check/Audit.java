package enifailover.readiness.check;

import enifailover.model.PlainText;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one audit found and remedied.
///
/// @param groups the groups, the worst first
/// @param deployment findings that concern every group: permissions, rules, the document, unreadable data, orphaned
/// tags
/// @param kept what was remedied, or could not be
/// @param at when the audit read EC2
/// @param news the groups, and the deployment by its own name, that have changed since the last audit
/// @param unannounced new groups that were not reported, because too many group names appeared and disappeared
/// @param limit the limit of automatic failovers, as text; empty before it is determined
public record Audit(
        List<GroupAudit> groups,
        List<Finding> deployment,
        List<Kept> kept,
        Instant at,
        Set<GroupName> news,
        Set<GroupName> unannounced,
        String limit) {

    /// The subject of the one finding for all missing groups that have no finding of their own.
    public static final String MANY_GONE = "more groups";

    /// The name under which findings of the deployment are reported and stored: one message, not one for each group.
    public static final GroupName DEPLOYMENT = GroupName.DEPLOYMENT;

    /// An audit that is not compared with the last one yet.
    public Audit(List<GroupAudit> groups, List<Finding> deployment, List<Kept> kept, Instant at) {
        this(groups, deployment, kept, at, Set.of(), Set.of(), "");
    }

    /// One remediation.
    ///
    /// @param message what was done
    /// @param refused why it failed; empty on success
    public record Kept(String message, Optional<String> refused) {
        private static final int LONGEST = 400;

        /// A part of the text may come from a guest or from AWS.
        public Kept {
            message = PlainText.line(message, LONGEST);
            refused = refused.map(why -> PlainText.line(why, LONGEST));
        }
    }

    /// The number of findings of this severity, of all groups and of the deployment.
    public long count(Severity severity) {
        return groups.stream().mapToLong(group -> group.count(severity)).sum()
                + deployment.stream().filter(one -> one.severity() == severity).count();
    }

    /// Whether so many groups are missing that new groups are not reported any more.
    public boolean manyGone() {
        return deployment.stream().anyMatch(one -> one.subject().equals(MANY_GONE));
    }

    public long ready() {
        return groups.stream().filter(GroupAudit::ready).count();
    }
}
