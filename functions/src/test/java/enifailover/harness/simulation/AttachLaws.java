package enifailover.harness.simulation;

import enifailover.harness.simulation.Truth.Health;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.MoveRecord;
import enifailover.port.GroupStore.Acquired;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The laws of an attach.
final class AttachLaws {
    private final Watch watch;
    private final Facts facts;
    private final LookLaws looks;
    private final OneMove oneMove;

    AttachLaws(Watch watch, LookLaws looks, OneMove oneMove) {
        this.watch = watch;
        this.facts = watch.facts;
        this.looks = looks;
        this.oneMove = oneMove;
    }

    void judge(Sandbox run, EniId id, InstanceId target, DevicePosition devicePosition) {
        Eni eni = run.shown.get(id);
        Optional<GroupName> group = run.groupOf(id);
        if (eni == null || group.isEmpty()) {
            facts.broken(run, Law.OWN, "attach of " + id + ", which it has not read as a group's");
            return;
        }
        String what = "attach of " + id + " to " + target;
        View view = watch.may(run, group.get(), what);
        if (view == null) {
            return;
        }
        if (eni.attachment().isPresent() || !eni.available()) {
            facts.broken(run, Law.ONE_ATTACHMENT, what + " while it was seen on " + eni.holder());
        }
        watch.newcomer(run, view, id, "attach of ");
        slots(run, view, id, target, devicePosition, what);
        target(run, view, target, what);
        facts.service.attaching(run, view, target, what);
        if (!run.begun.contains(view.group())) {
            looks.twice(run, view, id, what);
            where(run, view, target, what);
        }
        anotherFirst(run, view, target, what);
        oneMove.attaching(run, view, id, target, what);
        watch.sharing.attaching(run, view.group(), id, target, devicePosition);
        facts.attaches(run, view.group(), id, target, devicePosition);
        watch.again(run, "ec2:AttachNetworkInterface " + id + " to " + target + " at " + devicePosition, 2);
        run.begun.add(view.group());
        run.targets.add(target);
    }

    private void slots(
            Sandbox run, View view, EniId id, InstanceId target, DevicePosition devicePosition, String what) {
        for (Eni other : view.observation().enis()) {
            Eni now = run.shown.getOrDefault(other.id(), other);
            boolean there = now.attachment()
                    .filter(a -> a.holder().equals(target) && a.devicePosition().equals(devicePosition))
                    .isPresent();
            if (!other.id().equals(id) && there) {
                facts.broken(run, Law.ONE_SLOT, what + " at " + devicePosition + ", where " + other.id() + " is");
            }
        }
        boolean free = facts.scene.fresh() || facts.left(id);
        Set<DevicePosition> homes = facts.homes.getOrDefault(id, Set.of());
        if (!free && !homes.isEmpty() && !homes.contains(devicePosition)) {
            facts.broken(run, Law.KEEPS_SLOT, what + " at " + devicePosition + ", it was at " + homes);
        }
    }

    /// To a member, or back; to a newcomer only where nobody else may have it, and nobody loses anything.
    private void target(Sandbox run, View view, InstanceId target, String what) {
        boolean former = view.holders().contains(target)
                || facts.memory(view.group()).enis().values().stream()
                        .anyMatch(last -> last.holder().equals(target));
        boolean member = view.members().contains(target);
        if (former || member || run.begun.contains(view.group())) {
            return;
        }
        if (!view.newMembers().contains(target)) {
            facts.broken(run, Law.OWN, what + ", which is no member");
        } else if (!nobodyLoses(view) || memberMay(run, view)) {
            facts.broken(run, Law.NEWCOMERS, what + ", which is new, though it is not the last resort");
        }
    }

    /// Who has refused in the move that a run finds open is not the first one that it asks.
    private void anotherFirst(Sandbox run, View view, InstanceId target, String what) {
        if (run.drill || !run.targets.isEmpty() || !view.holders().isEmpty()) {
            return;
        }
        if (run.claims.get(view.group()) instanceof Acquired acquired
                && acquired.memory().unfinished().isPresent()) {
            MoveRecord moveRecord = acquired.memory().unfinished().get();
            Set<InstanceId> but = new HashSet<>(moveRecord.refused());
            moveRecord.from().ifPresent(but::add);
            but.addAll(run.reservedByOthers(view.group()));
            if (moveRecord.refused().contains(target) && Fit.best(view, but, facts.homes, true) == Fit.YES) {
                facts.broken(run, Law.PERMANENT, what + " first, which has refused in this move, though another may");
            }
        }
    }

    private boolean nobodyLoses(View view) {
        return view.holders().stream().map(view::instance).allMatch(Truth::leaving);
    }

    /// A member would do, or who had them could have them again: one that has not refused.
    private boolean memberMay(Sandbox run, View view) {
        Set<InstanceId> but = new HashSet<>(view.holders());
        but.addAll(facts.failedTargets.keySet());
        but.addAll(run.showNothing.keySet());
        but.addAll(run.reservedByOthers(view.group()));
        boolean back = view.remembered().stream()
                .filter(id -> !but.contains(id))
                .map(view::instance)
                .anyMatch(one -> Fit.ofTheWayBack(view, one, facts.homes) == Fit.YES);
        return back || Fit.best(view, but, facts.homes, false) == Fit.YES;
    }

    /// What is free is brought to whoever is well and has the others.
    private void where(Sandbox run, View view, InstanceId target, String what) {
        Set<InstanceId> holders = view.holders();
        if (run.drill || holders.size() != 1 || holders.contains(target)) {
            return;
        }
        InstanceId holder = holders.iterator().next();
        if (Truth.health(view.instance(holder), run.scheduler.now()) == Health.WELL) {
            facts.broken(run, Law.TOGETHER, what + ", though " + holder + " is well and has the others");
        }
    }

    void ended(Sandbox run, EniId id, InstanceId target, boolean refused) {
        Optional<GroupName> group = run.groupOf(id);
        group.ifPresent(run.changed::add);
        if (group.map(run::view).filter(view -> view.wish().routes()).isPresent()) {
            facts.failedTargets.put(target, facts.now());
        }
        run.attached.put(target, facts.now());
        if (refused) {
            oneMove.refused(target);
        }
    }
}
