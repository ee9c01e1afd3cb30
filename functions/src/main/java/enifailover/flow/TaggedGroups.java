package enifailover.flow;

import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.Finding;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.group.Instance;
import enifailover.group.Member;
import enifailover.port.Sight;
import enifailover.tag.GroupTags;
import enifailover.tag.Membership;
import enifailover.tag.Wishes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Groups as the operator's tags have them.
public final class TaggedGroups implements Snapshots {
    private final GroupTags tags;

    /// @param prefix what the tags begin with, such as `eni-failover:`
    public TaggedGroups(String prefix) {
        this.tags = new GroupTags(prefix);
    }

    @Override
    public GroupSnapshot of(GroupName group, Sight sight, GroupMemory memory) {
        List<Eni> enis = new ArrayList<>();
        Map<EniId, Map<String, String>> wishes = new LinkedHashMap<>();
        for (Eni eni : sight.enis()) {
            if (tags.groupOf(eni.tags()).filter(group::equals).isPresent()) {
                enis.add(eni);
                wishes.put(eni.id(), eni.tags());
            }
        }
        List<Member> members = new ArrayList<>();
        List<Instance> strangers = new ArrayList<>();
        Wishes wanted = tags.wishes(group, wishes);
        List<Finding> findings = new ArrayList<>(wanted.findings());
        for (Instance instance : sight.instances()) {
            Membership membership = tags.membership(instance.id(), instance.tags());
            if (membership.groups().contains(group)) {
                members.add(new Member(instance, membership.priority()));
                findings.addAll(membership.findings());
            } else {
                strangers.add(instance);
            }
        }
        List<Member> inOrder = members.stream().sorted().toList();
        return new GroupSnapshot(
                group, wanted.policy(), enis, inOrder, strangers, memory, List.copyOf(findings), sight.at());
    }

    @Override
    public Set<GroupName> names(Sight sight) {
        Set<GroupName> names = new TreeSet<>();
        sight.enis().forEach(eni -> tags.groupOf(eni.tags()).ifPresent(names::add));
        return names;
    }
}
