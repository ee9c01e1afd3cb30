package enifailover.readiness;

import enifailover.group.Eni;
import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import enifailover.group.GroupName;
import enifailover.group.Instance;
import enifailover.survey.Accepted;
import enifailover.tag.GroupTags;
import enifailover.tag.Membership;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What belongs to no group though it looks as if it should: a name that was misspelt, or a group that vanished.
final class Strays {
    private Strays() {}

    static List<Finding> of(
            GroupTags tags,
            List<Eni> enis,
            List<Instance> instances,
            Set<GroupName> groups,
            Map<GroupName, Accepted> accepted) {
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
        accepted.forEach((group, last) -> {
            if (!groups.contains(group) && !last.traits().isEmpty()) {
                findings.add(new Finding(
                        "group-gone",
                        Severity.WARNING,
                        group.value(),
                        "its ENIs no longer exist or have lost their tag: "
                                + new TreeSet<>(last.traits().keySet()),
                        "with DeleteOnTermination an ENI dies with its holder; or somebody deleted or retagged it",
                        "tag them again, or forget the group: invoke the function with"
                                + " {\"action\":\"accept\",\"group\":\"" + group + "\"}"));
            }
        });
        return findings;
    }
}
