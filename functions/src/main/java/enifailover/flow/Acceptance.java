package enifailover.flow;

import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.survey.Accepted;
import enifailover.survey.EniTraits;
import enifailover.survey.Survey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is taken for right of each group's ENIs: what was accepted earlier; what is seen of an ENI for the first time;
/// and, for the group that a person names, all that is there now. A group that is gone and named so is forgotten. Pure.
final class Acceptance {
    private final Map<GroupName, Accepted> before;
    private final Map<GroupName, Accepted> accepted = new TreeMap<>();

    Acceptance(Map<GroupName, Accepted> before, List<GroupSnapshot> groups, Survey survey, Optional<GroupName> named) {
        this.before = before;
        accepted.putAll(before);
        named.ifPresent(group -> accepted.computeIfPresent(group, (name, last) -> with(last, Map.of())));
        for (GroupSnapshot group : groups) {
            Accepted last = accepted.getOrDefault(group.name(), Accepted.NOTHING);
            Map<EniId, EniTraits> traits = new TreeMap<>(last.traits());
            for (Eni eni : group.enis()) {
                EniTraits present = survey.traits().get(eni.id());
                if (present != null) {
                    traits.putIfAbsent(eni.id(), present);
                }
            }
            accepted.put(group.name(), with(last, traits));
        }
    }

    private static Accepted with(Accepted last, Map<EniId, EniTraits> traits) {
        return new Accepted(traits, last.last(), last.drilledAt(), last.staged());
    }

    /// What holds in this audit, by group; also of groups that are gone.
    Map<GroupName, Accepted> accepted() {
        return accepted;
    }

    /// What was in the book.
    Accepted before(GroupName group) {
        return before.getOrDefault(group, Accepted.NOTHING);
    }
}
