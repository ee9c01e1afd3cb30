package enifailover.harness.simulation;

import static enifailover.harness.simulation.Law.Breach;

import enifailover.assess.Verdict;
import enifailover.model.Attachment;
import enifailover.model.AttachmentId;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.port.CommandRunner.Command;
import enifailover.port.GroupStore.Acquired;
import enifailover.port.GroupStore.Lease;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Looks at each request that would change something, before it leaves, and holds it against the laws: by what
/// the run itself was told, and by what is true. Here is what holds for every change; the rest is by subject.
final class Watch {
    final Facts facts;
    private final DetachLaws detaches;
    private final AttachLaws attaches;
    private final PowerLaws power;
    private final CommandLaws commands;
    private final OneMove oneMove;
    final SharingLaws sharing;

    Watch(Facts facts) {
        this.facts = facts;
        this.oneMove = new OneMove(facts);
        this.sharing = new SharingLaws(facts);
        LookLaws looks = new LookLaws(facts);
        this.detaches = new DetachLaws(this, looks, oneMove);
        this.attaches = new AttachLaws(this, looks, oneMove);
        this.power = new PowerLaws(this);
        this.commands = new CommandLaws(this, oneMove);
    }

    void detaching(Sandbox run, AttachmentId id, boolean force) {
        detaches.judge(run, id, force);
    }

    /// It was accepted.
    void detached(Sandbox run, AttachmentId id) {
        run.shown.values().stream()
                .filter(eni -> eni.attachment().map(Attachment::id).equals(Optional.of(id)))
                .findFirst()
                .flatMap(eni -> run.groupOf(eni.id()))
                .ifPresent(run.changed::add);
    }

    void attaching(Sandbox run, EniId id, InstanceId target, DevicePosition devicePosition) {
        attaches.judge(run, id, target, devicePosition);
    }

    /// What became of it.
    void attached(Sandbox run, EniId id, InstanceId target, boolean refused) {
        attaches.ended(run, id, target, refused);
    }

    void stopping(Sandbox run, InstanceId id) {
        power.stopping(run, id);
    }

    void rebooting(Sandbox run, InstanceId id) {
        power.rebooting(run, id);
    }

    void starting(Sandbox run, InstanceId id) {
        power.starting(run, id);
    }

    void sending(Sandbox run, InstanceId id, Command command) {
        commands.judge(run, id, command);
    }

    void awaiting(Sandbox run, InstanceId id) {
        commands.awaiting(run, id);
    }

    /// A run has ended with a report.
    void ended(Sandbox run, GroupName group, Verdict verdict) {
        facts.told.ended(run, group, verdict);
        facts.again.ended(run, group, verdict);
        facts.service.ended(run, group, verdict);
        if (verdict == Verdict.ROUTING_UNVERIFIED || verdict == Verdict.FAILED) {
            oneMove.goesBack(run, facts.truth(group), verdict == Verdict.FAILED);
        }
    }

    /// The guest's own script has answered, whatever.
    void answered(Sandbox run, InstanceId id, boolean routes) {
        if (routes) {
            facts.failedTargets.remove(id);
        }
        commands.answered(run, id, routes);
    }

    /// The run writes down what it is about to do: from here on a pause does not stop it half-way.
    void beginning(Sandbox run, GroupName group) {
        facts.brake.begins(run, group);
        may(run, group, "begin of a move");
        run.wrote.putIfAbsent(group, run.scheduler.now());
        if (!run.underWay.add(group)) {
            run.begun.add(group);
        }
    }

    void changing(Sandbox run, EniId id) {
        Optional<GroupName> group = run.groupOf(id);
        if (group.isEmpty()) {
            facts.broken(run, Law.OWN, "change of " + id + ", which it has not read as a group's");
            return;
        }
        View view = may(run, group.get(), "change of " + id);
        if (view != null) {
            newcomer(run, view, id, "change of ");
        }
    }

    /// Nothing is done with an ENI that was not adopted.
    void newcomer(Sandbox run, View view, EniId id, String what) {
        if (view.newEnis().contains(id)) {
            facts.broken(run, Law.NEWCOMERS, what + id + ", which is new in " + view.group());
        } else if (!run.leaseless.contains(view.group())
                && !view.memory().enis().isEmpty()
                && !facts.adopted.has(view.group(), id)
                && !facts.adopted.dropped(id)) {
            facts.broken(run, Law.NEWCOMERS, what + id + ", of which nobody was told");
        }
    }

    /// The group of this run that the instance belongs to; where there is none, a law is broken.
    Optional<GroupName> lookedAfter(Sandbox run, InstanceId id, String what) {
        return lookedAfter(run, id, what, _ -> true);
    }

    /// @param right whether this may be done for a group
    Optional<GroupName> lookedAfter(Sandbox run, InstanceId id, String what, Predicate<View> right) {
        Optional<GroupName> group = groupOf(run, id, right);
        if (group.isEmpty()) {
            facts.broken(run, Law.OWN, what + id + ", of no group that this run looks after");
        }
        return group;
    }

    /// The group of this run that the instance belongs to, by what the run was told; of several the one for
    /// which this would be right.
    private Optional<GroupName> groupOf(Sandbox run, InstanceId id, Predicate<View> right) {
        return run.views.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(view -> view.observation().instances().stream()
                        .anyMatch(one -> one.id().equals(id))))
                .map(Map.Entry::getKey)
                .filter(group -> run.claims.containsKey(group) || run.leaseless.contains(group))
                .min(Comparator.<GroupName, Boolean>comparing(
                                group -> problem(run, group).isPresent())
                        .thenComparing(group -> !Optional.ofNullable(run.view(group))
                                .filter(right)
                                .isPresent()));
    }

    /// What holds for every change. Gives the group in the last look, or null where there was none.
    @Nullable
    View may(Sandbox run, GroupName group, String what) {
        problem(run, group).ifPresent(breach -> facts.broken(run, breach.law(), what + breach.message()));
        View view = run.view(group);
        if (run.leaseless.contains(group)) {
            run.underWay.add(group);
        }
        if (view != null) {
            run.remembers(view);
        }
        return view;
    }

    private Optional<Breach> problem(Sandbox run, GroupName group) {
        View view = run.view(group);
        if (view == null) {
            return Optional.of(new Breach(Law.READ_UNDER_LEASE, " without a look"));
        }
        if (!run.leaseless.contains(group)) {
            Optional<Lease> lease = facts.table
                    .holder(group)
                    .filter(one -> run.claims.get(group) instanceof Acquired acquired
                            && acquired.lease().owner().equals(one.owner()))
                    .filter(one -> !one.expiry().isBefore(run.scheduler.now()))
                    .filter(_ -> run.equals(facts.takers.get(group)));
            if (lease.isEmpty()) {
                return Optional.of(new Breach(Law.LEASE, ", the lease is " + facts.table.holder(group)));
            }
        }
        boolean begun = run.underWay.contains(group) || run.begun.contains(group);
        boolean before = run.views(group).stream()
                .findFirst()
                .filter(first -> first.seen().isBefore(run.switchedOffSince))
                .isPresent(); // each group's run reads the switch beside its first look
        if (run.switchedOff && !before && !run.leaseless.contains(group) && !run.drill && !begun) {
            return Optional.of(new Breach(Law.SWITCH, ""));
        }
        return view.wish().pausedAt(run.scheduler.now()) && !run.drill && !run.underWay.contains(group)
                ? Optional.of(new Breach(Law.PAUSE, ""))
                : Optional.empty();
    }

    /// A denial is asked about for some seconds, since IAM learns late.
    ///
    /// @param most how often it may have been refused for good
    void again(Sandbox run, String request, int most) {
        int times = run.refusedForGood.getOrDefault(request, 0);
        int denials = run.denied.getOrDefault(request, 0);
        if (times > most || denials > 15) {
            facts.broken(run, Law.PERMANENT, request + ", refused for good " + (times + denials) + " times");
        }
    }
}
