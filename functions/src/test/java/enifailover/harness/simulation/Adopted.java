package enifailover.harness.simulation;

import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupState;
import enifailover.testkit.memory.MemoryGroupStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which ENIs and instances were ever told of, by the oracle's own list: what a group has when it is first seen, and
/// what an audit has told since. The program's own writes may not add to it, and may not forget the members, since
/// without any remembered member every instance counts.
final class Adopted {
    private final MemoryGroupStore table;
    private final History history;
    private final Map<GroupName, Set<EniId>> enis = new HashMap<>();
    private final Map<GroupName, Set<InstanceId>> members = new HashMap<>();
    /// What has lost a group's tag for so long that it was forgotten: with it, who has brought it where it is.
    private final Set<EniId> dropped = new HashSet<>();

    Adopted(Scene scene, MemoryGroupStore table, History history) {
        this.table = table;
        this.history = history;
        if (!scene.fresh()) {
            scene.groups().forEach(group -> {
                GroupName name = new GroupName(group.name());
                Set<EniId> cards = new HashSet<>();
                scene.enisOf(group.name()).forEach(card -> cards.add(new EniId(card.id())));
                enis.put(name, cards);
                members.put(name, scene.members(group.name()));
            });
        }
    }

    /// As long as nothing was ever written of a group, it is what is there.
    boolean has(GroupName group, EniId eni) {
        Set<EniId> known = enis.getOrDefault(group, Set.of());
        return known.isEmpty() || known.contains(eni);
    }

    boolean has(GroupName group, InstanceId member) {
        return members.containsKey(group) && members.get(group).contains(member);
    }

    boolean dropped(EniId eni) {
        return dropped.contains(eni);
    }

    /// An audit has told of what is in the table now.
    void told(GroupName group) {
        GroupState now = table.memories().getOrDefault(group, GroupState.NONE);
        Set<EniId> before = enis.getOrDefault(group, Set.of());
        before.stream().filter(eni -> !now.enis().containsKey(eni)).forEach(dropped::add);
        // It has changed from one group to another.
        enis.forEach((other, theirs) -> now.enis().keySet().stream()
                .filter(eni -> !other.equals(group) && theirs.contains(eni))
                .forEach(dropped::add));
        enis.put(group, new HashSet<>(now.enis().keySet()));
        members.put(group, new HashSet<>(now.members()));
    }

    /// A run has written to the group's row.
    void written(Sandbox run, GroupName group) {
        GroupState now = table.memories().getOrDefault(group, GroupState.NONE);
        Set<EniId> known = enis.computeIfAbsent(group, _ -> new HashSet<>());
        Set<InstanceId> counted = members.computeIfAbsent(group, _ -> new HashSet<>());
        View seen = run.view(group);
        // As long as the table knows no ENI of it, a group is what is there.
        if (known.isEmpty() && !now.enis().isEmpty()) {
            known.addAll(now.enis().keySet());
            if (seen != null) {
                seen.enis().forEach(eni -> known.add(eni.id()));
            }
        }
        if (counted.isEmpty()) {
            counted.addAll(now.members());
        }
        boolean first = seen != null && seen.memory().enis().isEmpty();
        for (EniId eni : now.enis().keySet()) {
            // A run may have stood still since its look: it still remembers what was forgotten meanwhile, or what
            // was there before anything was told.
            if (known.add(eni) && !dropped.contains(eni) && !first) {
                history.broken(Law.NEWCOMERS, run.name + " adopts " + eni + " in " + group + " before it was told");
            }
        }
        for (InstanceId member : now.members()) {
            if (counted.add(member)) {
                history.broken(Law.NEWCOMERS, run.name + " adopts " + member + " in " + group + " before it was told");
            }
        }
        if (now.members().isEmpty() && !counted.isEmpty()) {
            counted.clear();
            history.broken(Law.NEWCOMERS, run.name + " forgets who was adopted in " + group);
        }
    }
}
