package enifailover.flow;

import enifailover.assess.Assessment.Reason;
import enifailover.group.Aftermath;
import enifailover.group.Aftermath.Debt;
import enifailover.group.Aftermath.FailedTarget;
import enifailover.group.Aftermath.Promise;
import enifailover.group.Aftermath.Setback;
import enifailover.group.GroupMemory;
import enifailover.group.InstanceId;
import enifailover.group.Move;
import enifailover.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a run's end means for what comes after it. Pure.
///
/// @param automaticAt when an automatic failover ended, if this was one: the cool-down counts from then
/// @param preferred where a failback goes from now on, if that is news
/// @param after what has to follow
record Consequences(Optional<Instant> automaticAt, Optional<InstanceId> preferred, Aftermath after) {

    /// What a run did.
    ///
    /// @param intent what it was for
    /// @param runId its name
    /// @param reason why the ENIs had to go, where they had
    /// @param plan the last plan, where there was one
    /// @param completed the last plan was carried out to its end
    /// @param refused the instances that have refused in it
    /// @param touched every instance that the plans took ENIs from or brought them to
    record Deed(
            Intent intent,
            String runId,
            Optional<Reason> reason,
            Optional<Plan> plan,
            boolean completed,
            Set<InstanceId> refused,
            Set<InstanceId> touched) {
        Optional<Plan> done() {
            return plan.filter(last -> completed);
        }
    }

    static Consequences of(GroupMemory memory, Deed deed, Instant now) {
        Aftermath before = memory.after();
        Aftermath after = before.withDebts(debts(before.debts(), deed, now))
                .withFailedTargets(failedTargets(before.failedTargets(), deed, now));
        Optional<Plan> done = deed.done();
        boolean failback =
                deed.reason().filter(reason -> reason == Reason.FAILBACK).isPresent();
        if (done.isEmpty() || done.get().wayBack()) {
            Optional<Instant> at = automatic(memory, deed) ? Optional.of(now) : Optional.empty();
            if (done.isPresent() && returning(deed)) {
                // It was kept as far as it could be: a person has to look at the home that refuses.
                after = after.withPromise(Optional.empty());
            }
            return new Consequences(
                    at,
                    Optional.empty(),
                    failback
                            ? after.withSetback(memory.preferred()
                                    .map(home -> last(before, home, now).worse(now)))
                            : after);
        }
        Plan plan = done.get();
        if (deed.reason().filter(reason -> reason == Reason.UNVERIFIED).isPresent()) {
            return new Consequences(Optional.empty(), Optional.empty(), after);
        }
        Optional<Promise> promise = before.promise().filter(word -> word.at().equals(plan.target()));
        boolean drilled = deed.intent().automatic() && promise.isPresent() && !goesHome(memory, deed);
        after = after.withWell(Optional.empty()).withPromise(promise);
        if (goesHome(memory, deed)) {
            Optional<Setback> setback = failback ? Optional.of(last(before, plan.target(), now)) : before.setback();
            return new Consequences(
                    Optional.empty(),
                    Optional.of(plan.target()),
                    after.withChosen(false).withSetback(setback));
        }
        if (!deed.intent().automatic() || drilled) {
            Optional<Promise> own = deed.intent().backAfter().flatMap(wait -> promise(deed, plan, wait, now));
            return new Consequences(
                    Optional.empty(), plan.from(), after.withChosen(true).withPromise(own.or(() -> promise)));
        }
        boolean away = memory.preferred().isPresent()
                && !before.chosen()
                && !memory.preferred().equals(plan.from());
        return new Consequences(
                Optional.of(now),
                away ? memory.preferred() : plan.from(),
                after.withChosen(false).withSetback(relapse(before, plan, now)));
    }

    /// What a person asked for starts no cool-down, nor does going home: after it the next failure is acted upon at
    /// once.
    private static boolean automatic(GroupMemory memory, Deed deed) {
        return deed.completed() && deed.intent().automatic() && !goesHome(memory, deed);
    }

    /// A run that only finishes what another began knows of the reason by what was written down alone.
    private static boolean goesHome(GroupMemory memory, Deed deed) {
        Optional<InstanceId> target = deed.plan().map(Plan::target);
        boolean home = target.isPresent() && memory.preferred().equals(target);
        boolean gracefully = memory.unfinished().map(Move::planned).orElse(false);
        boolean meant = deed.reason()
                .map(reason -> switch (reason) {
                    case FAILBACK, RETURN -> true;
                    case UNFINISHED -> home && gracefully;
                    case DRILL -> home || deed.intent().homeward();
                    case FAILURE, ANNOUNCED, SPLIT, ORPHANED, UNVERIFIED -> false;
                })
                .orElse(false);
        return meant;
    }

    private static Optional<Promise> promise(Deed deed, Plan plan, Duration wait, Instant now) {
        return plan.from().map(home -> new Promise(plan.target(), home, now.plus(wait), deed.runId()));
    }

    private static Setback last(Aftermath before, InstanceId home, Instant now) {
        int doublings = before.setback()
                .filter(last -> last.instance().equals(home))
                .map(Setback::doublings)
                .orElse(0);
        return new Setback(home, now, doublings);
    }

    /// The instance failed soon after a failback to it: the next one waits longer. If it held out, all is forgotten.
    private static Optional<Setback> relapse(Aftermath before, Plan plan, Instant now) {
        Optional<Setback> last = before.setback();
        if (last.isEmpty() || !plan.from().equals(Optional.of(last.get().instance()))) {
            return last;
        }
        return last.filter(failback -> now.isBefore(failback.at().plus(failback.window())))
                .map(failback -> failback.worse(now));
    }

    /// A promised way home, whether the drill's own run goes it or the sweep.
    private static boolean returning(Deed deed) {
        return deed.intent().homeward()
                || deed.reason().filter(reason -> reason == Reason.RETURN).isPresent();
    }

    /// What made the ENIs leave stays as it is: without this each sweep would move them there and back.
    private static Map<InstanceId, FailedTarget> failedTargets(
            Map<InstanceId, FailedTarget> before, Deed deed, Instant now) {
        Map<InstanceId, FailedTarget> failed = new TreeMap<>(before);
        if (deed.plan().filter(plan -> plan.planned() || plan.wayBack()).isPresent()) {
            deed.refused()
                    .forEach(instance -> failed.merge(
                            instance, new FailedTarget(now, 1), (last, _) -> new FailedTarget(now, last.times() + 1)));
        }
        deed.done().filter(plan -> !plan.wayBack()).map(Plan::target).ifPresent(failed::remove);
        return failed;
    }

    /// Whoever held the ENIs, or was to, and does not hold them now.
    private static Map<InstanceId, Debt> debts(Map<InstanceId, Debt> before, Deed deed, Instant now) {
        Map<InstanceId, Debt> debts = new TreeMap<>(before);
        deed.touched().forEach(instance -> debts.put(instance, Debt.since(now)));
        deed.done().map(Plan::target).ifPresent(debts::remove);
        return debts;
    }
}
