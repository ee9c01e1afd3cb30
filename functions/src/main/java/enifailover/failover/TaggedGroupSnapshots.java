package enifailover.failover;

import enifailover.assess.Adoption;
import enifailover.assess.Adoption.Counted;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.group.Finding;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.model.group.Member;
import enifailover.port.Observation;
import enifailover.tag.GroupTags;
import enifailover.tag.Membership;
import enifailover.tag.ParsedPolicy;
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
public final class TaggedGroupSnapshots implements GroupSnapshots {
    private final GroupTags tags;

    /// @param prefix what the tags begin with, such as `eni-failover:`
    public TaggedGroupSnapshots(String prefix) {
        this.tags = new GroupTags(prefix);
    }

    /// The tags of everything in a sight, read once: the sweep asks for every group of the same sight, and a thousand
    /// groups times two thousand instances are too many tags to read.
    private record Tagged(
            Observation observation, Map<EniId, Optional<GroupName>> groups, List<Membership> memberships) {}

    private volatile @Nullable Tagged last;

    @SuppressWarnings("ReferenceEquality") // to compare two sights would cost what this saves
    private Tagged tagged(Observation observation) {
        Tagged known = last;
        if (known != null && known.observation() == observation) {
            return known;
        }
        Map<EniId, Optional<GroupName>> groups = new HashMap<>();
        observation.enis().forEach(eni -> groups.put(eni.id(), tags.groupOf(eni.tags())));
        List<Membership> memberships = observation.instances().stream()
                .map(instance -> tags.membership(instance.id(), instance.tags()))
                .toList();
        Tagged read = new Tagged(observation, groups, memberships);
        last = read;
        return read;
    }

    @Override
    public GroupSnapshot of(GroupName group, Observation observation, GroupState memory) {
        Tagged tagged = tagged(observation);
        List<Eni> enis = observation.enis().stream()
                .filter(eni -> Optional.of(group).equals(tagged.groups().get(eni.id())))
                .toList();
        List<Member> members = new ArrayList<>();
        List<Instance> nonMembers = new ArrayList<>();
        List<Finding> ofMembers = new ArrayList<>();
        for (int i = 0; i < observation.instances().size(); i++) {
            Instance instance = observation.instances().get(i);
            Membership membership = tagged.memberships().get(i);
            if (membership.groups().contains(group)) {
                members.add(new Member(
                        instance, membership.priority(), membership.groups().size() > 1));
                ofMembers.addAll(membership.findings());
            } else {
                nonMembers.add(instance);
            }
        }
        Counted counted = Adoption.counted(enis, members.stream().sorted().toList(), memory);
        Map<EniId, Map<String, String>> parsedPolicy = new LinkedHashMap<>();
        counted.enis().forEach(eni -> parsedPolicy.put(eni.id(), eni.tags()));
        ParsedPolicy wanted = tags.parsedPolicy(group, parsedPolicy);
        List<Finding> findings = new ArrayList<>(wanted.findings());
        findings.addAll(ofMembers);
        return new GroupSnapshot(
                group,
                wanted.policy(),
                counted.enis(),
                counted.members(),
                counted.newcomers(),
                nonMembers,
                memory,
                List.copyOf(findings),
                observation.at());
    }

    @Override
    public Set<GroupName> names(Observation observation) {
        Set<GroupName> names = new TreeSet<>();
        observation.enis().forEach(eni -> tags.groupOf(eni.tags()).ifPresent(names::add));
        return names;
    }
}
