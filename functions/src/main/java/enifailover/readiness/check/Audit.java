package enifailover.readiness.check;

import enifailover.model.PlainText;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one audit found and put right.
///
/// @param groups the groups, the worst first
/// @param deployment what is wrong for all of them: rights, rules, the document, what could not be seen, strays
/// @param kept what was put right, or could not be
/// @param at when it looked
/// @param news the groups, and the deployment by its own name, of which anything has changed since the last audit
/// @param unannounced the groups with a new name that were not told of, because too many names came and went
/// @param limit which limit of automatic failovers holds, in words; empty where nobody asked
public record Audit(
        List<GroupAudit> groups,
        List<Finding> deployment,
        List<Kept> kept,
        Instant at,
        Set<GroupName> news,
        Set<GroupName> unannounced,
        String limit) {

    /// What the finding is about that stands for all groups which are gone beyond those with a finding of their own.
    public static final String MANY_GONE = "more groups";

    /// The name under which what concerns all groups is told and remembered, so that a stopped sweep is one message
    /// and not a thousand.
    public static final GroupName DEPLOYMENT = GroupName.DEPLOYMENT;

    /// Before anybody compared it with the last one.
    public Audit(List<GroupAudit> groups, List<Finding> deployment, List<Kept> kept, Instant at) {
        this(groups, deployment, kept, at, Set.of(), Set.of(), "");
    }

    /// Something that was put right, or refused to be.
    ///
    /// @param message what
    /// @param refused why not; empty where it was done
    public record Kept(String message, Optional<String> refused) {
        private static final int LONGEST = 400;

        /// A guest or AWS may have said a part of it.
        public Kept {
            message = PlainText.line(message, LONGEST);
            refused = refused.map(why -> PlainText.line(why, LONGEST));
        }
    }

    /// How many findings are so bad, of all groups and of the deployment.
    public long count(Severity severity) {
        return groups.stream().mapToLong(group -> group.count(severity)).sum()
                + deployment.stream().filter(one -> one.severity() == severity).count();
    }

    /// Whether so many names came and went that nobody wants to hear of the next.
    public boolean manyGone() {
        return deployment.stream().anyMatch(one -> one.subject().equals(MANY_GONE));
    }

    /// How many groups are ready.
    public long ready() {
        return groups.stream().filter(GroupAudit::ready).count();
    }
}
