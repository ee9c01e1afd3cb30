package enifailover.simulation;

import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.GroupName;
import enifailover.group.Instance;
import enifailover.group.InstanceState;
import enifailover.group.Policy;
import enifailover.group.ShellStatus.Reach;
import enifailover.group.Slot;
import enifailover.port.Sight;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether a member may take a group's ENIs: the design's first law, written a second time, so that the program's own
/// planner is measured by something else.
enum Fit {
    YES,
    NO,
    /// The ENIs were at several indexes, so nobody can say which slots they need.
    UNSURE;

    /// @param homes the slots at which each ENI may belong
    static Fit of(GroupName group, Sight sight, Policy policy, Instance one, Map<EniId, Set<Slot>> homes) {
        boolean cold = one.state() == InstanceState.STOPPED && policy.startsColdStandby();
        boolean up = one.state() == InstanceState.RUNNING
                && one.checks().passed()
                && (one.shell().reach() == Reach.ONLINE || one.shell().reach() == Reach.UNKNOWN);
        boolean sameZone =
                sight.enis().stream().allMatch(eni -> eni.availabilityZone().equals(one.availabilityZone()));
        if (!Truth.memberOf(group, one) || !(cold || up) || !sameZone) {
            return NO;
        }
        return room(sight, one, homes);
    }

    /// The least for the way back: it runs, in the zone, with room.
    static Fit forTheWayBack(Sight sight, Instance one, Map<EniId, Set<Slot>> homes) {
        boolean sameZone =
                sight.enis().stream().allMatch(eni -> eni.availabilityZone().equals(one.availabilityZone()));
        return one.state() == InstanceState.RUNNING && sameZone ? room(sight, one, homes) : NO;
    }

    private static Fit room(Sight sight, Instance one, Map<EniId, Set<Slot>> homes) {
        Set<Slot> others = new HashSet<>(one.occupied());
        for (Eni eni : sight.enis()) {
            eni.attachment().filter(a -> a.holder().equals(one.id())).ifPresent(a -> others.remove(a.slot()));
        }
        int most = one.limits().map(limits -> limits.interfaces(0)).orElse(Integer.MAX_VALUE);
        if (others.size() + sight.enis().size() > most) {
            return NO;
        }
        Set<Slot> wanted = new HashSet<>();
        for (Eni eni : sight.enis()) {
            Set<Slot> possible = homes.getOrDefault(eni.id(), Set.of());
            if (possible.size() != 1) {
                return UNSURE;
            }
            if (others.contains(possible.iterator().next()) || !wanted.addAll(possible)) {
                return NO;
            }
        }
        return YES;
    }

    /// The best that any member but these is.
    static Fit best(
            GroupName group, Sight sight, Policy policy, Set<String> but, Map<EniId, Set<Slot>> homes, boolean calm) {
        List<Fit> all = sight.instances().stream()
                .filter(one -> !but.contains(one.id().value()))
                .filter(one -> !calm || !Truth.troubleAhead(one))
                .map(one -> of(group, sight, policy, one, homes))
                .toList();
        return all.contains(YES) ? YES : all.contains(UNSURE) ? UNSURE : NO;
    }

    static Set<String> holders(Sight sight) {
        Set<String> holders = new HashSet<>();
        sight.enis().stream().map(Eni::holder).flatMap(Optional::stream).forEach(holder -> holders.add(holder.value()));
        return holders;
    }
}
