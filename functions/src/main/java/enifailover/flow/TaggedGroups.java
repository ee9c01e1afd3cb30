package enifailover.flow;

import enifailover.group.Eni;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.group.Member;
import enifailover.group.Policy;
import enifailover.port.Sight;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Groups as their tags have them.
public final class TaggedGroups implements Snapshots {
    private final String prefix;

    /// @param prefix what the tags begin with, such as `eni-failover:`
    public TaggedGroups(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public GroupSnapshot of(GroupName group, Sight sight, GroupMemory memory) {
        List<Eni> enis = sight.enis().stream()
                .filter(eni -> group.value().equals(eni.tags().get(prefix + "group")))
                .toList();
        List<Member> members = sight.instances().stream()
                .filter(one -> Stream.of(
                                one.tags().getOrDefault(prefix + "group", "").split("\\s+"))
                        .anyMatch(group.value()::equals))
                .map(one -> new Member(one, Member.DEFAULT_PRIORITY))
                .sorted()
                .toList();
        List<InstanceId> ids = members.stream().map(Member::id).toList();
        List<Instance> strangers = sight.instances().stream()
                .filter(one -> !ids.contains(one.id()))
                .toList();
        return new GroupSnapshot(group, Policy.DEFAULT, enis, members, strangers, memory, List.of(), sight.at());
    }

    @Override
    public Set<GroupName> names(Sight sight) {
        Set<GroupName> names = new TreeSet<>();
        sight.enis().forEach(eni -> GroupName.parse(eni.tags().getOrDefault(prefix + "group", ""))
                .ifPresent(names::add));
        return names;
    }
}
