package enifailover.harness.simulation;

import enifailover.harness.simulation.Truth.Health;
import enifailover.model.Attachment;
import enifailover.model.AttachmentId;
import enifailover.model.AttachmentStatus;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupState;
import enifailover.model.group.MoveRecord;
import enifailover.port.GroupStore.Acquired;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The laws of a detach.
final class DetachLaws {
    /// A read is 9.2 s old at most, and nothing is done on a look older than 10 s.
    private static final Duration WINDOW = Duration.ofSeconds(22);

    private final Watch watch;
    private final Facts facts;
    private final LookLaws looks;
    private final OneMove oneMove;
    private final Map<EniId, Integer> resting = new HashMap<>();

    DetachLaws(Watch watch, LookLaws looks, OneMove oneMove) {
        this.watch = watch;
        this.facts = watch.facts;
        this.looks = looks;
        this.oneMove = oneMove;
    }

    void judge(Sandbox run, AttachmentId id, boolean force) {
        Eni eni = null;
        for (Eni one : run.shown.values()) {
            if (one.attachment().map(Attachment::id).equals(Optional.of(id))) {
                eni = one;
            }
        }
        if (eni == null) {
            facts.broken(run, Law.READ_UNDER_LEASE, "detach of " + id + ", which it has not read");
            return;
        }
        String what = "detach of " + eni.id();
        Optional<GroupName> group = run.groupOf(eni.id());
        if (group.isEmpty()) {
            facts.broken(run, Law.OWN, what + ", which is in no group");
            return;
        }
        View view = watch.may(run, group.get(), what);
        if (view == null) {
            return;
        }
        InstanceId from = eni.attachment().orElseThrow().holder();
        boolean looked = view.observation().enis().stream()
                .anyMatch(one -> one.attachment().map(Attachment::id).equals(Optional.of(id)));
        if (!looked) {
            facts.broken(
                    run, Law.READ_UNDER_LEASE, what + " by " + id + ", which its last look at the group did not show");
        }
        watch.newcomer(run, view, eni.id(), "detach of ");
        boolean asked = !run.detached.add(id);
        // What somebody else has begun to detach from where runs have brought it is only hurried.
        boolean hurried =
                facts.targets.contains(from) && eni.attachment().orElseThrow().status() == AttachmentStatus.DETACHING;
        if (!asked && !hurried) {
            fromTheWell(run, view, from, what);
            atRest(run, eni.id(), planned(run, view, view.instance(from)), from, what);
            oneMove.detaching(run, view, eni, what, planned(run, view, view.instance(from)));
        }
        if (!run.begun.contains(view.group())) {
            mayBegin(run, view, from, what);
            looks.twice(run, view, eni.id(), what);
        }
        // A request that was not answered is asked again as it was.
        if (!run.changed.contains(view.group()) && !asked) {
            looks.fresh(run, view, id, from, what);
        }
        looks.gone(run, view, from, what);
        fenced(run, view, from);
        watch.again(run, "ec2:DetachNetworkInterface " + id + (force ? " by force" : ""), 0);
        run.begun.add(view.group());
    }

    /// What is well is left for announced trouble, for a failback, for a person, or to finish what is written down: a
    /// tag, a newcomer, ENIs apart are no reason.
    private void fromTheWell(Sandbox run, View view, InstanceId from, String what) {
        Instance holder = view.instance(from);
        if (planned(run, view, holder) || explained(run, view, from)) {
            return;
        }
        Health health = Truth.health(holder, run.scheduler.now());
        if (health == Health.WELL || (health == Health.UNCLEAR && !vouched(run, from))) {
            facts.broken(run, Law.NOT_FROM_THE_WELL, what + " from " + from + ", which was seen " + health);
        }
        Duration well = facts.wellness.wellFor(from);
        if (!run.begun.contains(view.group()) && well.compareTo(WINDOW) > 0) {
            facts.broken(
                    run,
                    Law.NOT_FROM_THE_WELL,
                    what + " from " + from + ", which by the truth is well for " + well.toSeconds() + " s");
        }
    }

    /// Once in a rest a better instance may be found. After that everything stays where it is.
    private void atRest(Sandbox run, EniId id, boolean planned, InstanceId from, String what) {
        boolean well = facts.wellness.wellFor(from).compareTo(WINDOW) > 0;
        if (facts.atRest && well && !planned && resting.merge(id, 1, Integer::sum) > 1) {
            facts.broken(run, Law.COMES_TO_REST, what + " from " + from + ", the second one at rest");
        }
    }

    private static boolean vouched(Sandbox run, InstanceId id) {
        return run.claim.filter(claim -> claim.instance().equals(id)).isPresent();
    }

    private boolean planned(Sandbox run, View view, Instance holder) {
        return run.drill || announced(run, holder) || owed(view, holder.id());
    }

    /// A written move takes from where it came, where it went, or where the ENIs were last; so does a run that
    /// has begun one, and one that finds another holder failed. The latter gathers the ENIs elsewhere too,
    /// where this one may not have them all.
    private boolean explained(Sandbox run, View view, InstanceId from) {
        Optional<MoveRecord> own =
                run.begun.contains(view.group()) ? facts.memory(view.group()).unfinished() : Optional.empty();
        Optional<MoveRecord> found = run.claims.get(view.group()) instanceof Acquired acquired
                ? acquired.memory().unfinished().or(() -> own)
                : own;
        boolean otherFailed = view.holders().stream()
                .filter(id -> !id.equals(from))
                .anyMatch(id -> switch (Truth.health(view.instance(id), run.scheduler.now())) {
                    case WELL -> false;
                    case FAILED -> true;
                    case UNCLEAR -> vouched(run, id);
                });
        if (!run.begun.contains(view.group()) && !otherFailed) {
            return false;
        }
        if (otherFailed && Fit.of(view, view.instance(from), facts.homes) != Fit.YES) {
            return true;
        }
        Set<InstanceId> expected = new HashSet<>(view.remembered());
        found.ifPresent(moveRecord -> {
            moveRecord.from().ifPresent(expected::add);
            expected.add(moveRecord.to());
            expected.addAll(moveRecord.refused());
        });
        expected.addAll(run.targets);
        return expected.contains(from);
    }

    private void mayBegin(Sandbox run, View view, InstanceId from, String what) {
        Instance holder = view.instance(from);
        boolean gathered = view.holder().isPresent();
        if (gathered
                && Fit.best(view, view.holders(), facts.homes, false) == Fit.NO
                && Fit.lastResort(view, view.holders(), facts.homes) == Fit.NO) {
            facts.broken(run, Law.STANDBY_FIRST, what + " though no member may have it");
        }
        if (run.leaseless.contains(view.group()) && (!gathered || run.drill || !Truth.leaving(holder))) {
            facts.broken(
                    run,
                    Law.PLAIN_CASE,
                    what + " without a table, from " + from + ", "
                            + holder.state().word());
        }
        Optional<Instant> last = facts.memory(view.group()).lastAutomatic();
        boolean cooling = last.isPresent()
                && run.scheduler.now().isBefore(last.get().plus(view.wish().cooldown()));
        if (gathered && cooling && !run.drill && !run.leaseless.contains(view.group()) && !Truth.leaving(holder)) {
            facts.broken(run, Law.COOLDOWN, what + ", the last failover was at " + last.get());
        }
    }

    private static boolean announced(Sandbox run, Instance holder) {
        boolean told = run.claim
                .filter(claim -> claim.instance().equals(holder.id()))
                .filter(claim ->
                        ServiceLaws.endsSoon(claim.cause()) || claim.startsAt().isPresent())
                .isPresent();
        return told || Truth.troubleAhead(holder);
    }

    /// The way home: by the tag, where a failover has left the preferred instance, or by a drill's promise.
    private boolean owed(View view, InstanceId holder) {
        GroupState memory = facts.memory(view.group());
        boolean failback = view.wish().failsBack()
                && memory.preferred().filter(home -> !home.equals(holder)).isPresent();
        return failback || memory.after().promise().isPresent();
    }

    /// Its checks have failed for so long that it counts as failed; and no planned move is under way.
    private boolean impaired(Sandbox run, View view, Instance holder) {
        boolean planned = facts.memory(view.group())
                .unfinished()
                .filter(MoveRecord::planned)
                .isPresent();
        return !planned && Truth.health(holder, run.scheduler.now()) == Health.FAILED;
    }

    private void fenced(Sandbox run, View view, InstanceId from) {
        Instance then = view.instance(from);
        Instance latest = run.instances.getOrDefault(from, Optional.empty()).orElseGet(() -> Instance.gone(from));
        // Seen off under the lease, though another group may have it started since.
        boolean off = Truth.off(then) || Truth.off(latest) || run.off.contains(from);
        boolean failed = Truth.leaving(then) || (!planned(run, view, then) && impaired(run, view, then));
        if (view.wish().fences() && !run.drill && !announced(run, then) && failed && !off) {
            facts.broken(
                    run,
                    Law.FENCE,
                    "taken from " + from + ", which is " + latest.state().word());
        }
    }
}
