package enifailover.harness.simulation;

import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.SsmAgentStatus.Reach;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Whether an instance may take a group's ENIs: the design's first law, written a second time, so that the program's
/// own planner is measured by something else.
enum Fit {
    YES,
    NO,
    /// The ENIs were at several indexes, so nobody can say which slots they need; or nothing is known of its checks.
    UNSURE;

    /// @param homes the slots at which each ENI may belong
    static Fit of(View view, Instance one, Map<EniId, Set<DevicePosition>> homes) {
        boolean cold = one.state() == InstanceState.STOPPED && view.wish().startsCold();
        boolean up = runs(one) && answers(view, one);
        if (!view.members().contains(one.id()) || !(cold || up) || !sameZone(view, one) || ServiceLaws.out(one)) {
            return NO;
        }
        Fit room = room(view, one, homes);
        return room == YES && up && Truth.unread(one) ? UNSURE : room;
    }

    /// The last resort, where nobody loses anything by it: a member whose only fault is a silent agent, or that its
    /// status checks are not there yet; or an instance that was not adopted yet.
    static Fit ofTheLastResort(View view, Instance one, Map<EniId, Set<DevicePosition>> homes) {
        boolean member = view.members().contains(one.id())
                && (runs(one) || (one.state() == InstanceState.RUNNING && !Truth.impaired(one) && answers(view, one)));
        boolean joins = view.newMembers().contains(one.id()) && runs(one) && answers(view, one);
        return (member || joins) && sameZone(view, one) && !ServiceLaws.out(one) ? room(view, one, homes) : NO;
    }

    /// The least for the way back: it runs, in the zone, with room.
    static Fit ofTheWayBack(View view, Instance one, Map<EniId, Set<DevicePosition>> homes) {
        return one.state() == InstanceState.RUNNING && sameZone(view, one) ? room(view, one, homes) : NO;
    }

    private static boolean runs(Instance one) {
        return one.state() == InstanceState.RUNNING && (Truth.passed(one) || Truth.unread(one));
    }

    private static boolean answers(View view, Instance one) {
        return !view.wish().routes()
                || !Scene.platform(one.tags()).equals("Linux")
                || one.shell().reach() == Reach.ONLINE
                || one.shell().reach() == Reach.UNKNOWN;
    }

    private static boolean sameZone(View view, Instance one) {
        return view.enis().stream().allMatch(eni -> eni.availabilityZone().equals(one.availabilityZone()));
    }

    private static Fit room(View view, Instance one, Map<EniId, Set<DevicePosition>> homes) {
        Set<DevicePosition> others = new HashSet<>(one.occupied());
        for (Eni eni : view.enis()) {
            eni.attachment().filter(a -> a.holder().equals(one.id())).ifPresent(a -> others.remove(a.devicePosition()));
        }
        int most = one.limits().map(limits -> limits.interfaces(0)).orElse(Integer.MAX_VALUE);
        if (others.size() + view.enis().size() > most) {
            return NO;
        }
        Set<DevicePosition> wanted = new HashSet<>();
        for (Eni eni : view.enis()) {
            Set<DevicePosition> possible = homes.getOrDefault(eni.id(), Set.of());
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
    ///
    /// @param calm only of those without trouble ahead
    static Fit best(View view, Collection<InstanceId> but, Map<EniId, Set<DevicePosition>> homes, boolean calm) {
        return best(view, but, one -> calm && Truth.troubleAhead(one) ? NO : of(view, one, homes));
    }

    /// The best of the last resorts but these; nobody is one while the holder serves.
    static Fit lastResort(View view, Collection<InstanceId> but, Map<EniId, Set<DevicePosition>> homes) {
        return view.outOfService() ? best(view, but, one -> ofTheLastResort(view, one, homes)) : NO;
    }

    private static Fit best(View view, Collection<InstanceId> but, Function<Instance, Fit> fit) {
        List<Fit> all = view.observation().instances().stream()
                .filter(one -> !but.contains(one.id()))
                .map(fit)
                .toList();
        return all.contains(YES) ? YES : all.contains(UNSURE) ? UNSURE : NO;
    }
}
