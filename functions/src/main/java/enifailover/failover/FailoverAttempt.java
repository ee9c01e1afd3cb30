package enifailover.failover;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.UnverifiedRouting;
import enifailover.assess.Verdict;
import enifailover.execute.ConcurrentMoves;
import enifailover.execute.Contention;
import enifailover.execute.ExecutionEnd;
import enifailover.execute.Executor;
import enifailover.execute.Executor.Execution;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.MoveRecord;
import enifailover.plan.Plan;
import enifailover.plan.PlanResult;
import enifailover.plan.PlanResult.NoStandby;
import enifailover.plan.Planner;
import enifailover.plan.RoutingParameters;
import enifailover.plan.Step;
import enifailover.port.LeaseLost;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// One attempt with one target: plan, record, execute, and the consequence for the run.
final class FailoverAttempt {
    /// What is older is looked at again before anything is taken from a holder that may be well again.
    private static final Duration OLDEST_LOOK = Duration.ofSeconds(10);

    private final Planner planner;
    private final Executor executor;
    private final RunRecorder runRecorder;
    private final AutomationGate automationGate;
    private final DeviceReservations slots;
    private final Scheduler scheduler;

    FailoverAttempt(
            Planner planner,
            Executor executor,
            RunRecorder runRecorder,
            AutomationGate automationGate,
            DeviceReservations slots,
            Scheduler scheduler) {
        this.planner = planner;
        this.executor = executor;
        this.runRecorder = runRecorder;
        this.automationGate = automationGate;
        this.slots = slots;
        this.scheduler = scheduler;
    }

    /// Where trouble is announced for who has the ENIs, and nobody can take them, but no run has verified their
    /// routing there, that is what is left to be done.
    ///
    /// @param seen when the observation behind the assessment ended
    /// @return the run's verdict; empty when another round may do better
    /// @throws LeaseLost when another run has taken the lease
    Optional<Verdict> of(FailoverRun failoverRun, GroupSnapshot group, MoveRequired moveRequired, Instant seen) {
        PlanResult planResult = planner.plan(group, moveRequired, failoverRun.tried(), scheduler.now());
        return switch (planResult) {
            case NoStandby none -> {
                none.refusals().forEach(failoverRun.reportBuilder::noted);
                Optional<MoveRequired> stay = moveRequired.reason() == Reason.ANNOUNCED && routingIsDue(group)
                        ? UnverifiedRouting.unverified(group, List.of())
                        : Optional.empty();
                if (stay.isPresent()) {
                    failoverRun.reportBuilder.judged(stay.get());
                    yield of(failoverRun, group, stay.get(), seen);
                }
                failoverRun.judged(moveRequired);
                boolean arrived = arrived(failoverRun, group, moveRequired);
                if (!arrived && slots.waited(failoverRun, group)) {
                    yield Optional.empty();
                }
                if (arrived && !group.settled()) {
                    yield Optional.of(Verdict.INCONCLUSIVE); // somebody is moving one of them
                }
                if (moveRequired.reason() == Reason.UNVERIFIED || arrived) {
                    failoverRun.unrouted(group.holders().getFirst());
                }
                if (arrived) {
                    yield Optional.of(Verdict.ROUTING_UNVERIFIED);
                }
                boolean tried = failoverRun.moved || !failoverRun.denied.isEmpty();
                yield Optional.of(
                        tried || unrouted(group, moveRequired, failoverRun.refused)
                                ? Verdict.FAILED
                                : stays(moveRequired));
            }
            case Plan plan -> {
                Optional<String> worse = worse(failoverRun, group, plan);
                if (worse.isPresent()) {
                    failoverRun.rounds++;
                    failoverRun.noBetter.add(plan.target());
                    failoverRun.reportBuilder.noted(plan.target() + " was not observed to be better: " + worse.get());
                    yield Optional.empty();
                }
                failoverRun.reportBuilder.planned(plan);
                if (!group.policy().routedBySsm()) {
                    failoverRun.reportBuilder.noted("the group has the tag routing=none: the guest of " + plan.target()
                            + " sets up its own routing");
                }
                if (failoverRun.runMode.onlyPlans()) {
                    failoverRun.plansOnly(plan);
                    yield Optional.of(Verdict.PLANNED);
                }
                Optional<NoAction> full = automationGate.admit(failoverRun, group, moveRequired);
                if (full.isPresent()) {
                    failoverRun.reportBuilder.judged(full.get());
                    failoverRun.heldBack(full.get());
                    yield Optional.of(full.get().verdict());
                }
                if (!slots.reserve(failoverRun, plan)) {
                    failoverRun.reportBuilder.noted(
                            "another group has just reserved a device index on " + plan.target());
                    yield of(failoverRun, group, moveRequired, seen);
                }
                failoverRun.rounds++;
                Optional<String> broken = promise(failoverRun, plan);
                if (broken.isPresent()) {
                    slots.giveBack(failoverRun);
                    failoverRun.reportBuilder.noted(
                            "the attachments needed for a rollback could not be recorded, so nothing is moved: "
                                    + broken.get());
                    yield Optional.of(Verdict.REFUSED);
                }
                failoverRun.judged(moveRequired);
                failoverRun.begins(group, plan, scheduler.now());
                int begun = failoverRun.leaseGuard.begun();
                ConcurrentMoves moves = new ConcurrentMoves();
                List<Callable<Runnable>> beside = new ArrayList<>(slots.counting(failoverRun, plan, moves));
                runRecorder.started(failoverRun).ifPresent(beside::add);
                Execution execution = executor.execute(
                        plan,
                        group.enis(),
                        failoverRun.memory,
                        failoverRun.leaseGuard,
                        seenUntil(group, plan, seen),
                        failoverRun.deadline,
                        failoverRun.contention,
                        moves,
                        beside);
                failoverRun.changed |= execution.changed();
                failoverRun.abandoned = execution.abandoned();
                if (failoverRun.leaseGuard.begun() == begun) {
                    failoverRun.notBegun();
                    if (!(execution.executionEnd() instanceof ExecutionEnd.LeaseTaken)) {
                        slots.giveBack(failoverRun);
                    }
                }
                automationGate.giveBack(failoverRun);
                automationGate
                        .attempted(failoverRun, group, execution.attaches())
                        .ifPresent(message -> runRecorder.zoneStopped(failoverRun, message));
                failoverRun.started.addAll(execution.started());
                failoverRun.reportBuilder.did(execution.outcomes());
                execution.warnings().forEach(failoverRun.reportBuilder::warned);
                yield settle(failoverRun, plan, execution.executionEnd());
            }
        };
    }

    /// A failed request is repeated with growing pauses, however often the group is observed.
    private boolean routingIsDue(GroupSnapshot group) {
        return group.memory()
                .unfinished()
                .flatMap(MoveRecord::retry)
                .filter(retry -> scheduler.now().isBefore(retry.due()))
                .isEmpty();
    }

    /// Who is about to be terminated does not come back. What is attached nowhere is taken from nobody.
    private static Instant seenUntil(GroupSnapshot group, Plan plan, Instant seen) {
        boolean mayRecover = plan.steps(Step.Detach.class).stream()
                .map(step -> group.instance(step.from().holder()).state())
                .anyMatch(state -> state != InstanceState.SHUTTING_DOWN && state != InstanceState.TERMINATED);
        return mayRecover ? seen.plus(OLDEST_LOOK) : Instant.MAX;
    }

    /// A target that has the ENIs and could not route them is left only for an instance that was observed to run the
    /// routing script, or that held them until a planned move took them.
    ///
    /// @return why not; empty where the plan may be carried out
    private Optional<String> worse(FailoverRun failoverRun, GroupSnapshot group, Plan plan) {
        boolean attached = group.onOneInstance()
                && !plan.steps(Step.Detach.class).isEmpty()
                && group.instance(group.holders().getFirst()).state() == InstanceState.RUNNING;
        if (!attached || !group.policy().routedBySsm() || !failoverRun.refused.containsAll(group.holders())) {
            return Optional.empty();
        }
        Set<InstanceId> refusedBefore =
                group.memory().unfinished().map(MoveRecord::refused).orElse(Set.of());
        boolean held = plan.rollback()
                && plan.planned()
                && group.instance(plan.target()).healthy()
                && !refusedBefore.contains(plan.target());
        return held
                ? Optional.empty()
                : executor.scriptProblem(
                        plan.target(),
                        RoutingParameters.inOneCommand(group.enis()),
                        failoverRun.leaseGuard,
                        failoverRun.deadline);
    }

    /// The target of an interrupted move has the ENIs, and cannot be asked for their routing now.
    private static boolean arrived(FailoverRun failoverRun, GroupSnapshot group, MoveRequired moveRequired) {
        return moveRequired.reason() == Reason.UNFINISHED
                && group.onOneInstance()
                && !failoverRun.refused.containsAll(group.holders());
    }

    /// Nothing is to be taken from anybody: the guest that has the ENIs does not route for them, or cannot be asked.
    private static boolean unrouted(GroupSnapshot group, MoveRequired moveRequired, Set<InstanceId> refused) {
        return moveRequired.reason() == Reason.UNVERIFIED
                || (group.onOneInstance() && refused.containsAll(group.holders()));
    }

    /// Nobody may take the ENIs: an emergency, unless they are well where they are and one instance alone was asked
    /// for.
    private static Verdict stays(MoveRequired moveRequired) {
        boolean well = moveRequired.planned() && moveRequired.requestedTarget().isPresent();
        return well || moveRequired.reason().isFailback() ? Verdict.REFUSED : Verdict.NO_STANDBY;
    }

    private Optional<String> promise(FailoverRun failoverRun, Plan plan) {
        if (failoverRun.moved) {
            return Optional.empty();
        }
        return failoverRun.promises(plan, scheduler.now()).flatMap(after -> {
            Optional<String> problem = failoverRun.leaseGuard.savePendingWork(after);
            if (problem.isEmpty()) {
                failoverRun.promised(after);
            }
            return problem;
        });
    }

    private static Optional<Verdict> settle(FailoverRun failoverRun, Plan plan, ExecutionEnd executionEnd) {
        return switch (executionEnd) {
            case ExecutionEnd.Completed completed -> {
                if (plan.unverified()) {
                    failoverRun.unrouted(plan.target());
                    yield Optional.of(plan.rollback() ? Verdict.FAILED : Verdict.ROUTING_UNVERIFIED);
                }
                failoverRun.completed = true;
                yield Optional.of(plan.rollback() ? Verdict.FAILED : Verdict.SUCCEEDED);
            }
            case ExecutionEnd.NotRouted unrouted -> {
                failoverRun.refused.add(unrouted.target());
                failoverRun.unrouted(unrouted.target());
                failoverRun.reportBuilder.noted("the ENIs are attached to " + unrouted.target()
                        + ", but routing is not verified: " + unrouted.message());
                yield Optional.empty();
            }
            case ExecutionEnd.TargetRefused refusal -> {
                failoverRun.refused.add(refusal.target());
                failoverRun.reportBuilder.noted(refusal.target() + " refused: " + refusal.message());
                yield Optional.empty();
            }
            case ExecutionEnd.TargetDenied denial -> {
                failoverRun.denied.add(denial.target());
                failoverRun.reportBuilder.noted(denial.target() + " refused: " + denial.message());
                yield Optional.empty();
            }
            case ExecutionEnd.StateChanged stateChanged -> {
                failoverRun.reportBuilder.noted(stateChanged.message());
                yield Optional.empty();
            }
            case ExecutionEnd.Throttled throttled -> {
                failoverRun.reportBuilder.noted(throttled.message());
                failoverRun.contention = Contention.IN_TURN;
                yield Optional.empty();
            }
            case ExecutionEnd.Blocked blocked -> {
                failoverRun.blocked = true;
                failoverRun.reportBuilder.noted(blocked.message());
                yield Optional.of(Verdict.FAILED);
            }
            case ExecutionEnd.DeadlineExceeded late -> {
                failoverRun.reportBuilder.noted(late.message());
                yield Optional.of(Verdict.FAILED);
            }
            case ExecutionEnd.LeaseTaken taken -> {
                failoverRun.reportBuilder.noted(taken.message());
                throw new LeaseLost(failoverRun.group);
            }
        };
    }
}
