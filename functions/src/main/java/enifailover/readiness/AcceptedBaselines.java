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

/// The accepted attributes of each group's ENIs: those accepted earlier, those of an ENI that is seen for the first
/// time, and the present ones of the group that a person names. The record of a missing group is deleted on request
/// or after
/// 30 days. Pure.
final class AcceptedBaselines {
    private final Map<GroupName, AuditBaseline> before;
    private final Map<GroupName, AuditBaseline> accepted = new TreeMap<>();

    /// @param named the group whose present state a person accepts
    /// @param allGone whether a person deletes the records of all missing groups
    /// @param now when EC2 was read
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
        // One describe may miss an ENI, so the group must be missing in an earlier audit too.
        boolean forgets = forget && last.goneSince().isPresent();
        return forgets || !now.isBefore(since.plus(AuditBaseline.KEPT_WHEN_GONE)) ? gone.forgotten() : gone;
    }

    /// The missing groups whose records are deleted by this audit.
    Set<GroupName> forgotten() {
        return accepted.entrySet().stream()
                .filter(one -> one.getValue().goneSince().isPresent())
                .filter(one -> one.getValue().traits().isEmpty())
                .map(Map.Entry::getKey)
                .filter(name -> !before(name).traits().isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Without staged files on instances that left the group.
    private static AuditBaseline ofMembers(GroupName name, AuditBaseline last, List<GroupSnapshot> groups) {
        Map<InstanceId, StagedFile> staged = new TreeMap<>(last.staged());
        staged.keySet().removeIf(id -> groups.stream()
                .noneMatch(
                        group -> group.name().equals(name) && group.member(id).isPresent()));
        return last.withStaged(staged);
    }

    /// Stores new results of `verify`; older ones of other groups are kept.
    void verified(Map<GroupName, RoutingCheck> said) {
        said.forEach((group, one) -> change(group, last -> last.withVerified(Optional.of(one))));
    }

    /// Deletes all results of `verify`.
    void neverVerified() {
        accepted.replaceAll((_, last) -> last.withVerified(Optional.empty()));
    }

    /// Stores the staged files of the groups that changed.
    void staged(Map<GroupName, Map<InstanceId, StagedFile>> now) {
        now.forEach((group, staged) -> change(group, last -> last.withStaged(staged)));
    }

    private void change(GroupName group, UnaryOperator<AuditBaseline> change) {
        accepted.put(group, change.apply(accepted.getOrDefault(group, AuditBaseline.NOTHING)));
    }

    /// The baselines of this audit, by group; also of missing groups.
    Map<GroupName, AuditBaseline> accepted() {
        return accepted;
    }

    boolean knows(GroupName group) {
        return accepted.containsKey(group);
    }

    /// The stored baseline of the last audit.
    AuditBaseline before(GroupName group) {
        return before.getOrDefault(group, AuditBaseline.NOTHING);
    }
}
