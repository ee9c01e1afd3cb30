package enifailover.assess;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.Reason;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// ENIs on another instance than the table says. A run records the instance once routing is verified there. So
/// these were moved by a run that ended early, by a run without the table, or by a person.
public final class UnverifiedRouting {
    private UnverifiedRouting() {}

    /// Whether this ENI is attached to another member than the table says, and Systems Manager can route it there.
    public static boolean unverified(GroupSnapshot group, EniId id, InstanceId holder) {
        return group.policy().routedBySsm()
                && former(group, id).filter(known -> !known.equals(holder)).isPresent()
                && group.member(holder).isPresent();
    }

    /// @param seen the evidence so far
    /// @return a request to verify routing where the ENIs are; empty where it is verified, or where the ENIs are
    /// not all attached to one healthy instance
    public static Optional<MoveRequired> unverified(GroupSnapshot group, List<String> seen) {
        if (!atRest(group)) {
            return Optional.empty();
        }
        InstanceId holder = group.holders().getFirst();
        List<String> evidence = new ArrayList<>(seen);
        group.enis().stream()
                .filter(eni -> unverified(group, eni.id(), holder))
                .forEach(eni -> evidence.add(eni.id() + " was last recorded on "
                        + former(group, eni.id()).orElseThrow() + "; no run has verified its routing on "
                        + holder));
        return evidence.size() == seen.size()
                ? Optional.empty()
                : Optional.of(new MoveRequired(
                        Reason.UNVERIFIED, Set.of(), true, Optional.of(holder), List.copyOf(evidence)));
    }

    /// Whether any ENI is attached to another instance than the table says.
    public static boolean elsewhere(GroupSnapshot group) {
        return group.enis().stream()
                .anyMatch(eni -> eni.holder().isPresent()
                        && former(group, eni.id())
                                .filter(known -> !eni.heldBy(known))
                                .isPresent());
    }

    private static boolean atRest(GroupSnapshot group) {
        return group.onOneInstance()
                && group.instance(group.holders().getFirst()).healthy()
                && group.settled();
    }

    private static Optional<InstanceId> former(GroupSnapshot group, EniId id) {
        return Optional.ofNullable(group.memory().enis().get(id)).map(known -> known.holder());
    }
}
