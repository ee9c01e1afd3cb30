package enifailover.readiness.deployment;

import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupName;
import enifailover.readiness.check.Audit;
import enifailover.tag.GroupTags;
import enifailover.tag.Membership;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What belongs to no group though it looks as if it should: a name that was misspelt, or a group that vanished.
public final class OrphanedTags {
    /// Who may tag can make as many names as he likes: each beyond these makes no finding and no mail of its own.
    private static final int MOST_GONE = 20;

    private OrphanedTags() {}

    public static List<Finding> of(
            GroupTags tags,
            List<Eni> enis,
            List<Instance> instances,
            Set<GroupName> groups,
            Map<GroupName, AuditBaseline> accepted) {
        List<Finding> findings = new ArrayList<>();
        for (Eni eni : enis) {
            if (tags.groupOf(eni.tags()).isEmpty()) {
                findings.addAll(tags.ofGrouplessEni(eni.id(), eni.tags()));
            }
        }
        for (Instance instance : instances) {
            Membership membership = tags.membership(instance.id(), instance.tags());
            Set<GroupName> none = new TreeSet<>(membership.groups());
            none.removeAll(groups);
            none.forEach(group -> findings.add(new Finding(
                    "group-without-eni",
                    Severity.WARNING,
                    instance.id().value(),
                    "it is tagged as a member of group " + group + ", which has no ENI",
                    "the name is misspelt here or on the ENI, or the ENI is gone",
                    "correct the tag, or take the name out of it")));
            // The tags of a member of some group are told with that group.
            if (membership.groups().size() == none.size()) {
                findings.addAll(membership.findings());
            }
        }
        List<GroupName> gone = accepted.entrySet().stream()
                .filter(one -> !groups.contains(one.getKey()))
                .filter(one -> !one.getValue().traits().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        gone.stream()
                .limit(MOST_GONE)
                .forEach(group -> findings.add(gone(
                        group,
                        accepted.getOrDefault(group, AuditBaseline.NOTHING)
                                .traits()
                                .keySet())));
        if (gone.size() > MOST_GONE) {
            findings.add(new Finding(
                    "group-gone",
                    Severity.WARNING,
                    Audit.MANY_GONE,
                    gone.size() - MOST_GONE + " more groups are gone",
                    "ENIs were tagged with ever other names, or many were deleted; meanwhile a group with a new name makes"
                            + " neither a message nor metrics",
                    "look who sets the tags, and forget all that are gone: invoke the function with"
                            + " {\"action\":\"accept\",\"gone\":\"all\"}; after a month they are forgotten"));
        }
        return findings;
    }

    private static Finding gone(GroupName group, Set<EniId> enis) {
        return new Finding(
                "group-gone",
                Severity.WARNING,
                group.value(),
                "its ENIs no longer exist or have lost their tag: " + new TreeSet<>(enis),
                "with DeleteOnTermination an ENI dies with its holder; or somebody deleted or retagged it",
                "tag them again, or forget the group: invoke the function with" + " {\"action\":\"accept\",\"group\":\""
                        + group + "\"}");
    }
}
