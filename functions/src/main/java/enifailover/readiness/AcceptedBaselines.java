package enifailover.readiness;

import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.AuditSnapshot;
import enifailover.model.audit.EniTraits;
import enifailover.model.audit.RoutingCheck;
import enifailover.model.audit.StagedFile;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// What is taken for right of each group's ENIs: what was accepted earlier; what is seen of an ENI for the first time;
/// and, for the group that a person names, all that is there now. A group that is gone is forgotten when it is named
/// so, or all that are gone are, or after a month. Pure.
final class AcceptedBaselines {
    private final Map<GroupName, AuditBaseline> before;
    private final Map<GroupName, AuditBaseline> accepted = new TreeMap<>();

    /// @param named the group that a person says is right
    /// @param allGone a person says that all that are gone may be forgotten
    /// @param now the time of the look
    AcceptedBaselines(
            Map<GroupName, AuditBaseline> before,
            List<GroupSnapshot> groups,
            AuditSnapshot auditSnapshot,
            Optional<GroupName> named,
            boolean allGone,
            Instant now) {
        this.before = before;
        accepted.putAll(before);
        Set<GroupName> there = groups.stream().map(GroupSnapshot::name).collect(Collectors.toSet());
        there.add(GroupName.DEPLOYMENT);
        accepted.replaceAll(
                (name, last) -> there.contains(name) ? last.withGoneSince(Optional.empty()) : gone(last, allGone, now));
        named.ifPresent(group ->
                accepted.computeIfPresent(group, (name, last) -> ofMembers(name, last.withTraits(Map.of()), groups)));
        for (GroupSnapshot group : groups) {
            AuditBaseline last = accepted.getOrDefault(group.name(), AuditBaseline.NOTHING);
            Map<EniId, EniTraits> traits = new TreeMap<>(last.traits());
            for (Eni eni : group.enis()) {
                EniTraits present = auditSnapshot.traits().get(eni.id());
                if (present != null) {
                    traits.putIfAbsent(eni.id(), present);
                }
            }
            accepted.put(group.name(), last.withTraits(traits));
        }
    }

    private static AuditBaseline gone(AuditBaseline last, boolean forget, Instant now) {
        Instant since = last.goneSince().orElse(now);
        AuditBaseline gone = last.withGoneSince(Optional.of(since));
        // One look may miss an ENI: what may be forgotten was gone in an earlier audit too.
        boolean forgets = forget && last.goneSince().isPresent();
        return forgets || !now.isBefore(since.plus(AuditBaseline.KEPT_WHEN_GONE)) ? gone.forgotten() : gone;
    }

    /// The groups that are gone, and of which an ENI was remembered until now.
    Set<GroupName> forgotten() {
        return accepted.entrySet().stream()
                .filter(one -> one.getValue().goneSince().isPresent())
                .filter(one -> one.getValue().traits().isEmpty())
                .map(Map.Entry::getKey)
                .filter(name -> !before(name).traits().isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Without what was staged on instances that left the group.
    private static AuditBaseline ofMembers(GroupName name, AuditBaseline last, List<GroupSnapshot> groups) {
        Map<InstanceId, StagedFile> staged = new TreeMap<>(last.staged());
        staged.keySet().removeIf(id -> groups.stream()
                .noneMatch(
                        group -> group.name().equals(name) && group.member(id).isPresent()));
        return last.withStaged(staged);
    }

    /// What guests said just now; what the others said earlier still stands.
    void verified(Map<GroupName, RoutingCheck> said) {
        said.forEach((group, one) -> change(group, last -> last.withVerified(Optional.of(one))));
    }

    /// Nobody is asked any more, so nothing that was said stands.
    void neverVerified() {
        accepted.replaceAll((_, last) -> last.withVerified(Optional.empty()));
    }

    /// What is staged now, of the groups in which that has changed.
    void staged(Map<GroupName, Map<InstanceId, StagedFile>> now) {
        now.forEach((group, staged) -> change(group, last -> last.withStaged(staged)));
    }

    private void change(GroupName group, UnaryOperator<AuditBaseline> change) {
        accepted.put(group, change.apply(accepted.getOrDefault(group, AuditBaseline.NOTHING)));
    }

    /// What holds in this audit, by group; also of groups that are gone.
    Map<GroupName, AuditBaseline> accepted() {
        return accepted;
    }

    /// Whether there is, or was, such a group.
    boolean knows(GroupName group) {
        return accepted.containsKey(group);
    }

    /// What was in the book.
    AuditBaseline before(GroupName group) {
        return before.getOrDefault(group, AuditBaseline.NOTHING);
    }
}
