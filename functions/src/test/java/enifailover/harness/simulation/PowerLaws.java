package enifailover.harness.simulation;

import enifailover.harness.simulation.Truth.Health;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.MoveRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The laws of stops, starts and reboots.
final class PowerLaws {
    /// As docs/groups.md has it, "Reboot a standby".
    private static final Duration ONE_BOOT = Duration.ofMinutes(15);

    private final Watch watch;
    private final Facts facts;
    private final Map<InstanceId, Instant> rebooted = new HashMap<>();

    PowerLaws(Watch watch) {
        this.watch = watch;
        this.facts = watch.facts;
    }

    void stopping(Sandbox run, InstanceId id) {
        Predicate<View> right = each -> each.wish().fences()
                && had(each, id)
                && Truth.health(each.instance(id), run.scheduler.now()) == Health.FAILED;
        Optional<GroupName> group = watch.lookedAfter(run, id, "stop of ", right);
        View view = group.isEmpty() ? null : watch.may(run, group.get(), "stop of " + id);
        if (group.isEmpty() || view == null) {
            return;
        }
        // Of several groups nobody can tell for which it asks.
        run.leaseless.forEach(each -> {
            View also = run.view(each);
            if (also != null && right.test(also)) {
                run.remembers(also);
                run.underWay.add(each);
            }
        });
        if (!run.stopped.add(id)) {
            run.underWay.add(group.get());
            watch.again(run, "ec2:StopInstances " + id, 2 * run.views.size());
            return; // it goes on with what it has begun, for this group or for another one
        }
        watch.sharing.stopping(run, group.get(), id);
        Instance one = view.instance(id);
        boolean vouched = run.claim.isPresent() && run.claim.get().instance().equals(id);
        Health health = Truth.health(one, run.scheduler.now());
        boolean begun = run.begun.contains(group.get());
        if (health == Health.WELL || (health == Health.UNCLEAR && !vouched && !begun)) {
            facts.broken(run, Law.STOPS_THE_FAILED, "stop of " + id + ", which is " + health);
        }
        boolean asked = run.views.keySet().stream()
                .map(run::view)
                .anyMatch(each -> each != null
                        && each.wish().fences()
                        && each.observation().instances().stream()
                                .anyMatch(seen -> seen.id().equals(id)));
        if (!asked) {
            facts.broken(run, Law.NEWCOMERS, "stop of " + id + ", which no tag that counts asks for");
        }
        run.underWay.add(group.get());
        watch.again(run, "ec2:StopInstances " + id, 2);
    }

    /// It has an ENI of the group, or a move that is not finished was to leave it.
    private static boolean had(View view, InstanceId id) {
        Optional<InstanceId> from = view.memory().unfinished().flatMap(MoveRecord::from);
        return view.holders().contains(id) || from.equals(Optional.of(id));
    }

    /// A reboot costs whoever is served by the instance its service: so only where nobody is.
    void rebooting(Sandbox run, InstanceId id) {
        String what = "reboot of " + id;
        Optional<GroupName> group =
                watch.lookedAfter(run, id, "reboot of ", each -> each.wish().reboots());
        View view = group.isEmpty() ? null : watch.may(run, group.get(), what);
        if (group.isEmpty() || view == null) {
            return;
        }
        if (!view.wish().reboots()) {
            broken(run, what + ", which no tag asks for");
        }
        if (run.leaseless.contains(group.get())) {
            broken(run, what + " without the lease: another run may do the same");
        }
        Duration up = run.showNothing.getOrDefault(id, Duration.ZERO);
        if (up.compareTo(ONE_BOOT) < 0) {
            broken(run, what + ", whose guest said it is up for " + up);
        }
        // What a run has begun it may finish, also where a person was quicker to bring the ENIs there.
        if (!facts.targets.contains(id) && !run.begun.contains(group.get()) && !run.expecting.contains(id)) {
            broken(run, what + ", to which nothing was brought");
        }
        Optional<InstanceId> former = facts.memory(group.get()).unfinished().flatMap(MoveRecord::from);
        if (former.equals(Optional.of(id))) {
            broken(run, what + ", from which the ENIs were taken");
        }
        Set<DevicePosition> others = others(view, id);
        if (!others.isEmpty()) {
            broken(run, what + ", which carries others at " + others);
        }
        twice(run, id, what);
    }

    private void twice(Sandbox run, InstanceId id, String what) {
        Instant now = facts.now();
        Instant last = rebooted.put(id, now);
        // A request that was lost has rebooted nobody.
        boolean booted = facts.region
                .hosts()
                .booted(id.value())
                .filter(boot -> last != null && !boot.isBefore(last))
                .isPresent();
        if (booted && Duration.between(last, now).compareTo(ONE_BOOT) < 0) {
            broken(run, what + ", which was rebooted at " + last);
        }
    }

    private void broken(Sandbox run, String message) {
        facts.broken(run, Law.REBOOTS_WHO_SHOWS_NOTHING, message);
    }

    /// The slots of an instance that are not its own and not the group's.
    private Set<DevicePosition> others(View view, InstanceId id) {
        Set<DevicePosition> others = new HashSet<>(view.instance(id).occupied());
        others.remove(new DevicePosition(0, 0));
        for (Eni eni : view.enis()) {
            eni.attachment()
                    .filter(there -> there.holder().equals(id))
                    .ifPresent(there -> others.remove(there.devicePosition()));
            facts.homes.getOrDefault(eni.id(), Set.of()).forEach(others::remove);
        }
        return others;
    }

    void starting(Sandbox run, InstanceId id) {
        Optional<GroupName> group = watch.lookedAfter(run, id, "start of ");
        if (group.isEmpty()) {
            return;
        }
        watch.may(run, group.get(), "start of " + id);
        boolean asked = false;
        // For whichever of its groups: one standby may serve several.
        for (GroupName each : run.views.keySet()) {
            View view = run.view(each);
            if (view != null
                    && view.observation().instances().stream()
                            .anyMatch(one -> one.id().equals(id))) {
                run.underWay.add(each);
                asked |= view.wish().startsCold() && view.members().contains(id);
            }
        }
        if (!asked) {
            facts.broken(run, Law.NEWCOMERS, "start of " + id + ", which no tag that counts asks for");
        }
        watch.again(run, "ec2:StartInstances " + id, 2);
    }
}
