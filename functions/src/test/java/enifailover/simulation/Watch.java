package enifailover.simulation;

import static enifailover.simulation.Law.Breach;

import enifailover.group.Attachment;
import enifailover.group.AttachmentId;
import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.group.Move;
import enifailover.group.Policy;
import enifailover.group.Slot;
import enifailover.port.Ledger.Lease;
import enifailover.port.MemoryLedger;
import enifailover.port.RemoteShell.Command;
import enifailover.port.Sight;
import enifailover.simulation.Truth.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks at each request that would change something, before it leaves, and holds it against the laws, by what the run
/// itself was told.
final class Watch {
    /// As the README has it.
    private static final Duration ONE_BOOT = Duration.ofMinutes(15);

    private final Scene scene;
    private final History history;
    private final MemoryLedger table;
    /// The slots at which each ENI has been, by the scene or by a person's hand.
    final Map<EniId, Set<Slot>> homes = new HashMap<>();

    private final Map<EniId, InstanceId> brought = new HashMap<>();
    /// To whom the program has ever brought anything; a person may have taken it away since, unseen.
    private final Set<InstanceId> targets = new HashSet<>();
    /// What a run brought whose move the table could not be told, to a group of which it knew nothing.
    private final Map<EniId, String> untold = new HashMap<>();

    private final Set<EniId> forgotten = new HashSet<>();
    private final Set<String> tagged = new HashSet<>();
    private final Set<EniId> strangers = new HashSet<>();
    private final Map<InstanceId, Instant> rebooted = new HashMap<>();

    Watch(Scene scene, History history, MemoryLedger table) {
        this.scene = scene;
        this.history = history;
        this.table = table;
        scene.enis().forEach(card -> {
            home(card.id(), card.home());
            card.wish().ifPresent(_ -> tagged.add(card.id()));
        });
    }

    /// A person has put it there.
    void byHand(String eni, int index) {
        brought.remove(new EniId(eni));
        home(eni, index);
    }

    /// A person has taken it out of its group: what is remembered of it is forgotten, its index too.
    void leaves(String eni) {
        strangers.add(new EniId(eni));
    }

    /// Whether the program itself asked for the ENI to be where it is.
    boolean broughtTo(String eni, InstanceId holder) {
        return holder.equals(brought.get(new EniId(eni)));
    }

    /// Whether nobody but a run that is dead has ever known that the program brought the ENI to where it is.
    boolean forgotten(String eni) {
        return forgotten.contains(new EniId(eni));
    }

    void died(Sandbox run) {
        untold.forEach((eni, name) -> {
            if (name.equals(run.name)) {
                forgotten.add(eni);
            }
        });
    }

    private void home(String eni, int index) {
        if (tagged.contains(eni)) {
            return; // its tag says where it belongs
        }
        homes.computeIfAbsent(new EniId(eni), _ -> new HashSet<>()).add(new Slot(index, 0));
    }

    void detaching(Sandbox run, AttachmentId id, boolean force) {
        Eni eni = null;
        for (Eni one : run.shown.values()) {
            if (one.attachment().map(Attachment::id).equals(Optional.of(id))) {
                eni = one;
            }
        }
        if (eni == null) {
            broken(run, Law.READ_UNDER_LEASE, "detach of " + id + ", which it has not read");
            return;
        }
        Optional<GroupName> of = run.groupOf(eni.id());
        if (of.isEmpty()) {
            broken(run, Law.OWN, "detach of " + eni.id() + ", which is in no group");
            return;
        }
        GroupName group = of.get();
        Sight sight = may(run, group, "detach of " + eni.id());
        if (sight == null) {
            return;
        }
        InstanceId from = eni.attachment().orElseThrow().holder();
        boolean looked = sight.enis().stream()
                .anyMatch(one -> one.attachment().map(Attachment::id).equals(Optional.of(id)));
        if (!looked) {
            broken(run, Law.READ_UNDER_LEASE, "detach of " + id + ", which its last look at the group did not show");
        }
        if (!run.begun.contains(group)) {
            mayBegin(run, group, sight, from, "detach of " + eni.id());
        }
        fenced(run, group, sight, from);
        again(run, "ec2:DetachNetworkInterface " + id + (force ? " by force" : ""));
        run.begun.add(group);
    }

    private void mayBegin(Sandbox run, GroupName group, Sight sight, InstanceId from, String what) {
        Policy policy = Truth.policy(group, sight);
        Instance holder = Truth.instance(sight, from);
        boolean gathered = Truth.holder(sight).isPresent();
        boolean planned = run.drill || announced(run, holder) || owed(group, policy);
        if (gathered && !planned && Truth.health(holder, run.time.now()) == Health.WELL) {
            broken(run, Law.NOT_FROM_THE_WELL, what + " from " + from + ", which is well");
        }
        boolean vouched = run.claim.isPresent() && run.claim.get().instance().equals(from);
        if (gathered && !planned && !vouched && Truth.health(holder, run.time.now()) == Health.UNCLEAR) {
            broken(run, Law.NOT_FROM_THE_WELL, what + " from " + from + ", of which nothing is clear");
        }
        if (gathered && Fit.best(group, sight, policy, Fit.holders(sight), homes, false) == Fit.NO) {
            broken(run, Law.STANDBY_FIRST, what + " though no member may have it");
        }
        if (run.leaseless.contains(group)
                && (!gathered || run.drill || !holder.state().leaving())) {
            broken(
                    run,
                    Law.PLAIN_CASE,
                    what + " without a table, from " + from + ", "
                            + holder.state().word());
        }
        Optional<Instant> last =
                table.memories().getOrDefault(group, GroupMemory.NONE).lastAutomatic();
        boolean cooling = last.isPresent() && run.time.now().isBefore(last.get().plus(policy.cooldown()));
        if (gathered && cooling && !run.drill && !run.leaseless.contains(group)) {
            broken(run, Law.COOLDOWN, what + ", the last failover was at " + last.get());
        }
    }

    private static boolean announced(Sandbox run, Instance holder) {
        boolean told = run.claim
                .filter(claim -> claim.instance().equals(holder.id()))
                .filter(claim ->
                        claim.cause().announcesNow() || claim.startsAt().isPresent())
                .isPresent();
        return told || Truth.troubleAhead(holder);
    }

    /// The way home: by the tag, where a failover has left the preferred instance, or by a drill's promise.
    private boolean owed(GroupName group, Policy policy) {
        GroupMemory memory = table.memories().getOrDefault(group, GroupMemory.NONE);
        boolean failback = policy.failback().isPresent() && memory.preferred().isPresent();
        return failback || memory.after().promise().isPresent();
    }

    private void fenced(Sandbox run, GroupName group, Sight sight, InstanceId from) {
        boolean wanted = Truth.policy(group, sight).fence() == Policy.Fence.STOP;
        Instance then = Truth.instance(sight, from);
        boolean planned = run.drill || announced(run, then);
        Instance latest = run.instances.getOrDefault(from, Optional.empty()).orElseGet(() -> Instance.gone(from));
        // Seen off under the lease, though another group may have it started since.
        boolean off = then.state().fenced() || latest.state().fenced();
        if (wanted && !planned && then.state().leaving() && !off) {
            broken(
                    run,
                    Law.FENCE,
                    "taken from " + from + ", which is " + latest.state().word());
        }
    }

    void attaching(Sandbox run, EniId id, InstanceId target, Slot slot) {
        Eni eni = run.shown.get(id);
        if (eni == null || run.groupOf(id).isEmpty()) {
            broken(run, Law.OWN, "attach of " + id + ", which it has not read as a group's");
            return;
        }
        GroupName group = run.groupOf(id).get();
        String what = "attach of " + id + " to " + target;
        Sight sight = may(run, group, what);
        if (sight == null) {
            return;
        }
        if (eni.attachment().isPresent() || !eni.available()) {
            broken(run, Law.ONE_ATTACHMENT, what + " while it was seen on " + eni.holder());
        }
        for (Eni other : sight.enis()) {
            Eni now = run.shown.getOrDefault(other.id(), other);
            boolean there = now.attachment()
                    .filter(a -> a.holder().equals(target) && a.slot().equals(slot))
                    .isPresent();
            if (!other.id().equals(id) && there) {
                broken(run, Law.ONE_SLOT, what + " at " + slot + ", where " + other.id() + " is");
            }
        }
        if (scene.fresh() || strangers.contains(id)) {
            home(id.value(), slot.deviceIndex());
        }
        if (!homes.getOrDefault(id, Set.of()).contains(slot)) {
            broken(run, Law.KEEPS_SLOT, what + " at " + slot + ", it was at " + homes.get(id));
        }
        boolean former = Fit.holders(sight).contains(target.value())
                || table.memories().getOrDefault(group, GroupMemory.NONE).enis().values().stream()
                        .anyMatch(last -> last.holder().equals(target));
        if (!Truth.memberOf(group, Truth.instance(sight, target)) && !former && !run.begun.contains(group)) {
            broken(run, Law.OWN, what + ", which is no member");
        }
        brought.put(id, target);
        targets.add(target);
        forgotten.remove(id);
        untold.remove(id);
        GroupMemory known = table.memories().getOrDefault(group, GroupMemory.NONE);
        if (known.enis().isEmpty() && known.unfinished().isEmpty()) {
            untold.put(id, run.name);
        }
        again(run, "ec2:AttachNetworkInterface " + id + " to " + target + " at " + slot);
        run.begun.add(group);
    }

    /// The run writes down what it is about to do: from here on a pause does not stop it half-way.
    void beginning(Sandbox run, GroupName group) {
        may(run, group, "begin of a move");
        if (!run.underWay.add(group)) {
            run.begun.add(group);
        }
    }

    void changing(Sandbox run, EniId id) {
        Optional<GroupName> group = run.groupOf(id);
        if (group.isEmpty()) {
            broken(run, Law.OWN, "change of " + id + ", which it has not read as a group's");
            return;
        }
        may(run, group.get(), "change of " + id);
    }

    void stopping(Sandbox run, InstanceId id) {
        Optional<GroupName> group = lookedAfter(run, id, "stop of ");
        Sight sight = group.isEmpty() ? null : may(run, group.get(), "stop of " + id);
        if (group.isEmpty() || sight == null) {
            return;
        }
        Instance one = Truth.instance(sight, id);
        boolean vouched = run.claim.isPresent() && run.claim.get().instance().equals(id);
        Health health = Truth.health(one, run.time.now());
        boolean begun = run.begun.contains(group.get());
        if (health == Health.WELL || (health == Health.UNCLEAR && !vouched && !begun)) {
            broken(run, Law.STOPS_THE_FAILED, "stop of " + id + ", which is " + health);
        }
        run.underWay.add(group.get());
        again(run, "ec2:StopInstances " + id);
    }

    /// A reboot costs whoever is served by the instance its service: so only where nobody is.
    void rebooting(Sandbox run, InstanceId id) {
        String what = "reboot of " + id;
        Optional<GroupName> group = lookedAfter(run, id, "reboot of ");
        Sight sight = group.isEmpty() ? null : may(run, group.get(), what);
        if (group.isEmpty() || sight == null) {
            return;
        }
        if (!Truth.policy(group.get(), sight).rebootsOnNoShow()) {
            broken(run, Law.REBOOTS_WHO_SHOWS_NOTHING, what + ", which no tag asks for");
        }
        Duration up = run.showNothing.getOrDefault(id, Duration.ZERO);
        if (up.compareTo(ONE_BOOT) < 0) {
            broken(run, Law.REBOOTS_WHO_SHOWS_NOTHING, what + ", whose guest said it is up for " + up);
        }
        // What a run has begun it may finish, also where a person was quicker to bring the ENIs there.
        if (!targets.contains(id) && !run.begun.contains(group.get()) && !run.expecting.contains(id)) {
            broken(run, Law.REBOOTS_WHO_SHOWS_NOTHING, what + ", to which nothing was brought");
        }
        Optional<InstanceId> former = table.memories()
                .getOrDefault(group.get(), GroupMemory.NONE)
                .unfinished()
                .flatMap(Move::from);
        if (former.equals(Optional.of(id)) && !run.leaseless.contains(group.get())) {
            broken(run, Law.REBOOTS_WHO_SHOWS_NOTHING, what + ", from which the ENIs were taken");
        }
        Set<Slot> others = others(sight, id);
        if (!others.isEmpty()) {
            broken(run, Law.REBOOTS_WHO_SHOWS_NOTHING, what + ", which carries others at " + others);
        }
        Instant now = run.region().time().now();
        Instant last = rebooted.put(id, now);
        // A request that was lost has rebooted nobody.
        boolean booted = run.region()
                .hosts()
                .booted(id.value())
                .filter(boot -> last != null && !boot.isBefore(last))
                .isPresent();
        if (booted && Duration.between(last, now).compareTo(ONE_BOOT) < 0) {
            broken(run, Law.REBOOTS_WHO_SHOWS_NOTHING, what + ", which was rebooted at " + last);
        }
    }

    /// The slots of an instance that are not its own and not the group's.
    private Set<Slot> others(Sight sight, InstanceId id) {
        Set<Slot> others = new HashSet<>(Truth.instance(sight, id).occupied());
        others.remove(new Slot(0, 0));
        for (Eni eni : sight.enis()) {
            eni.attachment().filter(there -> there.holder().equals(id)).ifPresent(there -> others.remove(there.slot()));
            homes.getOrDefault(eni.id(), Set.of()).forEach(others::remove);
        }
        return others;
    }

    void starting(Sandbox run, InstanceId id) {
        Optional<GroupName> group = lookedAfter(run, id, "start of ");
        if (group.isEmpty()) {
            return;
        }
        may(run, group.get(), "start of " + id);
        // For whichever of its groups: one standby may serve several.
        run.sights.forEach((each, sights) -> {
            if (sights.getLast().instances().stream().anyMatch(one -> one.id().equals(id))) {
                run.underWay.add(each);
            }
        });
        again(run, "ec2:StartInstances " + id);
    }

    /// Only routing needs the lease: to clean up after oneself, or to ask, takes nothing from anybody.
    void sending(Sandbox run, InstanceId id, Command command) {
        if (!command.verb().equals("apply")) {
            boolean seen = run.sights.values().stream()
                    .flatMap(List::stream)
                    .flatMap(sight -> sight.instances().stream())
                    .anyMatch(one -> one.id().equals(id));
            if (!seen) {
                broken(run, Law.OWN, command.verb() + " to " + id + ", of no group that this run has seen");
            }
            return;
        }
        Optional<GroupName> group = lookedAfter(run, id, "routing on ");
        if (group.isEmpty()) {
            return;
        }
        Sight sight = may(run, group.get(), "routing on " + id);
        if (sight != null && !sight.enis().stream().allMatch(eni -> eni.heldBy(id))) {
            run.expecting.add(id);
        }
    }

    /// The group of this run that the instance belongs to; where there is none, a law is broken.
    private Optional<GroupName> lookedAfter(Sandbox run, InstanceId id, String what) {
        Optional<GroupName> group = groupOf(run, id);
        if (group.isEmpty()) {
            broken(run, Law.OWN, what + id + ", of no group that this run looks after");
        }
        return group;
    }

    /// The group of this run that the instance belongs to, by what the run was told; of several the one for which this
    /// would be right.
    private Optional<GroupName> groupOf(Sandbox run, InstanceId id) {
        return run.sights.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(sight -> sight.instances().stream()
                        .anyMatch(one -> one.id().equals(id))))
                .map(Map.Entry::getKey)
                .filter(group -> run.claims.containsKey(group) || run.leaseless.contains(group))
                .min(Comparator.comparing(group -> problem(run, group).isPresent()));
    }

    /// What holds for every change. Gives the last look, or null where there was none.
    private @Nullable Sight may(Sandbox run, GroupName group, String what) {
        problem(run, group).ifPresent(breach -> broken(run, breach.law(), what + breach.words()));
        if (run.leaseless.contains(group)) {
            run.underWay.add(group);
        }
        return run.sight(group);
    }

    private Optional<Breach> problem(Sandbox run, GroupName group) {
        Sight sight = run.sight(group);
        if (sight == null) {
            return Optional.of(new Breach(Law.READ_UNDER_LEASE, " without a look"));
        }
        if (!run.leaseless.contains(group)) {
            Optional<Lease> lease = table.holder(group)
                    .filter(one -> one.owner().startsWith(run.name + "/"))
                    .filter(one -> !one.expiry().isBefore(run.time.now()));
            if (lease.isEmpty()) {
                return Optional.of(new Breach(Law.LEASE, ", the lease is " + table.holder(group)));
            }
        }
        boolean paused = Truth.policy(group, sight).pausedAt(run.time.now());
        if (run.switchedOff
                && !run.leaseless.contains(group)
                && !run.drill
                && !run.underWay.contains(group)
                && !run.begun.contains(group)) {
            return Optional.of(new Breach(Law.SWITCH, ""));
        }
        return paused && !run.drill && !run.underWay.contains(group)
                ? Optional.of(new Breach(Law.PAUSE, ""))
                : Optional.empty();
    }

    private void again(Sandbox run, String request) {
        int times = run.refusedForGood.getOrDefault(request, 0);
        if (times > 4) {
            broken(run, Law.PERMANENT, request + ", refused for good " + times + " times");
        }
    }

    private void broken(Sandbox run, Law law, String words) {
        Breach breach = new Breach(law, run.name + ": " + words);
        history.broken(breach.law(), breach.words());
    }
}
