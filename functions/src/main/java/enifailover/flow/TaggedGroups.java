package enifailover.flow;

import enifailover.assess.Adoption;
import enifailover.assess.Adoption.Counted;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Groups as the operator's tags have them.
public final class TaggedGroups implements Snapshots {
    private final GroupTags tags;

    /// @param prefix what the tags begin with, such as `eni-failover:`
    public TaggedGroups(String prefix) {
        this.tags = new GroupTags(prefix);
    }

    /// The tags of everything in a sight, read once: the sweep asks for every group of the same sight, and a thousand
    /// groups times two thousand instances are too many tags to read.
    private record Tagged(Sight sight, Map<EniId, Optional<GroupName>> groups, List<Membership> memberships) {}

    private volatile @Nullable Tagged last;

    @SuppressWarnings("ReferenceEquality") // to compare two sights would cost what this saves
    private Tagged tagged(Sight sight) {
        Tagged known = last;
        if (known != null && known.sight() == sight) {
            return known;
        }
        Map<EniId, Optional<GroupName>> groups = new HashMap<>();
        sight.enis().forEach(eni -> groups.put(eni.id(), tags.groupOf(eni.tags())));
        List<Membership> memberships = sight.instances().stream()
                .map(instance -> tags.membership(instance.id(), instance.tags()))
                .toList();
        Tagged read = new Tagged(sight, groups, memberships);
        last = read;
        return read;
    }

    @Override
    public GroupSnapshot of(GroupName group, Sight sight, GroupMemory memory) {
        Tagged tagged = tagged(sight);
        List<Eni> enis = sight.enis().stream()
                .filter(eni -> Optional.of(group).equals(tagged.groups().get(eni.id())))
                .toList();
        List<Member> members = new ArrayList<>();
        List<Instance> strangers = new ArrayList<>();
        List<Finding> ofMembers = new ArrayList<>();
        for (int i = 0; i < sight.instances().size(); i++) {
            Instance instance = sight.instances().get(i);
            Membership membership = tagged.memberships().get(i);
            if (membership.groups().contains(group)) {
                members.add(new Member(
                        instance, membership.priority(), membership.groups().size() > 1));
                ofMembers.addAll(membership.findings());
            } else {
                strangers.add(instance);
            }
        }
        Counted counted = Adoption.counted(enis, members.stream().sorted().toList(), memory);
        Map<EniId, Map<String, String>> wishes = new LinkedHashMap<>();
        counted.enis().forEach(eni -> wishes.put(eni.id(), eni.tags()));
        Wishes wanted = tags.wishes(group, wishes);
        List<Finding> findings = new ArrayList<>(wanted.findings());
        findings.addAll(ofMembers);
        return new GroupSnapshot(
                group,
                wanted.policy(),
                counted.enis(),
                counted.members(),
                counted.newcomers(),
                strangers,
                memory,
                List.copyOf(findings),
                sight.at());
    }

    @Override
    public Set<GroupName> names(Sight sight) {
        Set<GroupName> names = new TreeSet<>();
        sight.enis().forEach(eni -> tags.groupOf(eni.tags()).ifPresent(names::add));
        return names;
    }
}
