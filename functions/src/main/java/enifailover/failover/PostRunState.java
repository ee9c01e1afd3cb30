package enifailover.failover;

import enifailover.assess.Assessment.Reason;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupState;
import enifailover.model.group.MoveRecord;
import enifailover.model.group.PendingWork;
import enifailover.model.group.PendingWork.FailedTarget;
import enifailover.model.group.PendingWork.PendingCleanup;
import enifailover.model.group.PendingWork.Promise;
import enifailover.model.group.PendingWork.Setback;
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
record PostRunState(Optional<Instant> automaticAt, Optional<InstanceId> preferred, PendingWork after) {

    /// What a run did.
    ///
    /// @param runMode what it was for
    /// @param runId its name
    /// @param reason why the ENIs had to go, where they had
    /// @param plan the last plan, where there was one
    /// @param completed the last plan was carried out to its end
    /// @param refused the instances that have refused in it
    /// @param touched every instance that the plans took ENIs from or brought them to
    record RunEffect(
            RunMode runMode,
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

    static PostRunState of(GroupState memory, RunEffect runEffect, Instant now) {
        PendingWork before = memory.after();
        PendingWork after = before.withPendingCleanups(pendingCleanups(before.pendingCleanups(), runEffect, now))
                .withFailedTargets(failedTargets(before.failedTargets(), runEffect, now));
        Optional<Plan> done = runEffect.done();
        boolean failback =
                runEffect.reason().filter(reason -> reason == Reason.FAILBACK).isPresent();
        if (done.isEmpty() || done.get().rollback()) {
            Optional<Instant> at = automatic(memory, runEffect) ? Optional.of(now) : Optional.empty();
            if (done.isPresent() && returning(runEffect)) {
                // It was kept as far as it could be: a person has to look at the home that refuses.
                after = after.withPromise(Optional.empty());
            }
            return new PostRunState(
                    at,
                    Optional.empty(),
                    failback
                            ? after.withSetback(memory.preferred()
                                    .map(home -> last(before, home, now).worse(now)))
                            : after);
        }
        Plan plan = done.get();
        if (runEffect.reason().filter(reason -> reason == Reason.UNVERIFIED).isPresent()) {
            return new PostRunState(Optional.empty(), Optional.empty(), after);
        }
        Optional<Promise> promise = before.promise().filter(word -> word.at().equals(plan.target()));
        boolean drilled = runEffect.runMode().automatic() && promise.isPresent() && !goesHome(memory, runEffect);
        after = after.withWell(Optional.empty()).withPromise(promise);
        if (goesHome(memory, runEffect)) {
            Optional<Setback> setback = failback ? Optional.of(last(before, plan.target(), now)) : before.setback();
            return new PostRunState(
                    Optional.empty(),
                    Optional.of(plan.target()),
                    after.withChosen(false).withSetback(setback));
        }
        if (!runEffect.runMode().automatic() || drilled) {
            Optional<Promise> own =
                    runEffect.runMode().backAfter().flatMap(wait -> promise(runEffect, plan, wait, now));
            return new PostRunState(
                    Optional.empty(), plan.from(), after.withChosen(true).withPromise(own.or(() -> promise)));
        }
        boolean away = memory.preferred().isPresent()
                && !before.chosen()
                && !memory.preferred().equals(plan.from());
        return new PostRunState(
                Optional.of(now),
                away ? memory.preferred() : plan.from(),
                after.withChosen(false).withSetback(relapse(before, plan, now)));
    }

    /// What a person asked for starts no cool-down, nor does going home: after it the next failure is acted upon at
    /// once.
    private static boolean automatic(GroupState memory, RunEffect runEffect) {
        return runEffect.completed() && runEffect.runMode().automatic() && !goesHome(memory, runEffect);
    }

    /// A run that only finishes what another began knows of the reason by what was written down alone.
    private static boolean goesHome(GroupState memory, RunEffect runEffect) {
        Optional<InstanceId> target = runEffect.plan().map(Plan::target);
        boolean home = target.isPresent() && memory.preferred().equals(target);
        boolean gracefully = memory.unfinished().map(MoveRecord::planned).orElse(false);
        boolean meant = runEffect
                .reason()
                .map(reason -> switch (reason) {
                    case FAILBACK, RETURN -> true;
                    case UNFINISHED -> home && gracefully;
                    case DRILL -> home || runEffect.runMode().isFailback();
                    case FAILURE, ANNOUNCED, SPLIT, ORPHANED, UNVERIFIED -> false;
                })
                .orElse(false);
        return meant;
    }

    private static Optional<Promise> promise(RunEffect runEffect, Plan plan, Duration wait, Instant now) {
        return plan.from().map(home -> new Promise(plan.target(), home, now.plus(wait), runEffect.runId()));
    }

    private static Setback last(PendingWork before, InstanceId home, Instant now) {
        int doublings = before.setback()
                .filter(last -> last.instance().equals(home))
                .map(Setback::doublings)
                .orElse(0);
        return new Setback(home, now, doublings);
    }

    /// The instance failed soon after a failback to it: the next one waits longer. If it held out, all is forgotten.
    private static Optional<Setback> relapse(PendingWork before, Plan plan, Instant now) {
        Optional<Setback> last = before.setback();
        if (last.isEmpty() || !plan.from().equals(Optional.of(last.get().instance()))) {
            return last;
        }
        return last.filter(failback -> now.isBefore(failback.at().plus(failback.window())))
                .map(failback -> failback.worse(now));
    }

    /// A planned return, by the drill's own run or by the sweep.
    private static boolean returning(RunEffect runEffect) {
        return runEffect.runMode().isFailback()
                || runEffect.reason().filter(reason -> reason == Reason.RETURN).isPresent();
    }

    /// What made the ENIs leave stays as it is: without this each sweep would move them there and back.
    private static Map<InstanceId, FailedTarget> failedTargets(
            Map<InstanceId, FailedTarget> before, RunEffect runEffect, Instant now) {
        Map<InstanceId, FailedTarget> failed = new TreeMap<>(before);
        if (runEffect.plan().filter(plan -> plan.planned() || plan.rollback()).isPresent()) {
            runEffect
                    .refused()
                    .forEach(instance -> failed.merge(
                            instance, new FailedTarget(now, 1), (last, _) -> new FailedTarget(now, last.times() + 1)));
        }
        runEffect.done().filter(plan -> !plan.rollback()).map(Plan::target).ifPresent(failed::remove);
        return failed;
    }

    /// Whoever held the ENIs, or was to, and does not hold them now.
    private static Map<InstanceId, PendingCleanup> pendingCleanups(
            Map<InstanceId, PendingCleanup> before, RunEffect runEffect, Instant now) {
        Map<InstanceId, PendingCleanup> pendingCleanups = new TreeMap<>(before);
        runEffect.touched().forEach(instance -> pendingCleanups.put(instance, PendingCleanup.since(now)));
        runEffect.done().map(Plan::target).ifPresent(pendingCleanups::remove);
        return pendingCleanups;
    }
}
