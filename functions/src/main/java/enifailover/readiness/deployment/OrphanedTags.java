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

/// Tagged instances without a group, and groups that no longer exist.
public final class OrphanedTags {
    /// The most groups with a finding and a message each: whoever may set tags can create any number of names.
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
                    "it has the tag of group " + group + ", which has no ENI",
                    "the group name is misspelled on the instance or on the ENI, or the ENI is deleted",
                    "correct the tag, or remove it")));
            // Findings on the tags of a member belong to its group.
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
            findings.add(
                    new Finding(
                            "group-missing",
                            Severity.WARNING,
                            Audit.MANY_GONE,
                            gone.size() - MOST_GONE + " more groups no longer exist",
                            "many ENIs were deleted, or were tagged with changing group names; until this ends, a new group gets"
                                    + " no message and no metrics",
                            "find out who sets the tags, then delete the records of all missing groups: invoke this function with"
                                    + " {\"action\":\"accept\",\"gone\":\"all\"}; they are deleted automatically after 30 days"));
        }
        return findings;
    }

    private static Finding gone(GroupName group, Set<EniId> enis) {
        return new Finding(
                "group-missing",
                Severity.WARNING,
                group.value(),
                "its ENIs are deleted, or their tag is removed: " + new TreeSet<>(enis),
                "EC2 deleted them with their instance (DeleteOnTermination), or a person or a tool changed them",
                "tag them again, or delete the record of the group: invoke this function with"
                        + " {\"action\":\"accept\",\"group\":\"" + group + "\"}");
    }
}
