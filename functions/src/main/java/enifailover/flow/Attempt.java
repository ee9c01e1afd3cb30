package enifailover.flow;

import enifailover.assess.Arrival;
import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.Assessment.Stay;
import enifailover.assess.Verdict;
import enifailover.execute.End;
import enifailover.execute.Executor;
import enifailover.execute.Executor.Execution;
import enifailover.execute.Haste;
import enifailover.group.GroupSnapshot;
import enifailover.group.InstanceId;
import enifailover.group.InstanceState;
import enifailover.group.Move;
import enifailover.plan.Interfaces;
import enifailover.plan.Plan;
import enifailover.plan.Planner;
import enifailover.plan.Proposal;
import enifailover.plan.Proposal.NoStandby;
import enifailover.plan.Step;
import enifailover.port.LeaseLost;
import enifailover.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One target tried: plan, promise, execute, and what its end means for the run.
final class Attempt {
    /// What is older is looked at again before anything is taken from a holder that may be well again.
    private static final Duration OLDEST_LOOK = Duration.ofSeconds(10);

    private final Planner planner;
    private final Executor executor;
    private final Books books;
    private final Brakes brakes;
    private final SlotReservations slots;
    private final Time time;

    Attempt(Planner planner, Executor executor, Books books, Brakes brakes, SlotReservations slots, Time time) {
        this.planner = planner;
        this.executor = executor;
        this.books = books;
        this.brakes = brakes;
        this.slots = slots;
        this.time = time;
    }

    /// Where trouble is announced for who has the ENIs, and nobody can take them, but no run has verified their
    /// routing there, that is what is left to be done.
    ///
    /// @param seen when the look ended that the judgement rests on
    /// @return the run's verdict; empty when another round may do better
    /// @throws LeaseLost when another run has taken the lease
    Optional<Verdict> of(Run run, GroupSnapshot group, Go go, Instant seen) {
        Proposal proposal = planner.plan(group, go, run.tried(), time.now());
        return switch (proposal) {
            case NoStandby none -> {
                none.refusals().forEach(run.chronicle::noted);
                Optional<Go> stay = go.reason() == Reason.ANNOUNCED && routingIsDue(group)
                        ? Arrival.unverified(group, List.of())
                        : Optional.empty();
                if (stay.isPresent()) {
                    run.chronicle.judged(stay.get());
                    yield of(run, group, stay.get(), seen);
                }
                run.judged(go);
                boolean arrived = arrived(run, group, go);
                if (!arrived && slots.waited(run, group)) {
                    yield Optional.empty();
                }
                if (arrived && !group.settled()) {
                    yield Optional.of(Verdict.NOT_JUDGED); // somebody is moving one of them
                }
                if (go.reason() == Reason.UNVERIFIED || arrived) {
                    run.unrouted(group.holders().getFirst());
                }
                if (arrived) {
                    yield Optional.of(Verdict.ROUTING_UNVERIFIED);
                }
                boolean tried = run.moved || !run.denied.isEmpty();
                yield Optional.of(tried || unrouted(group, go, run.refused) ? Verdict.FAILED : stays(go));
            }
            case Plan plan -> {
                Optional<String> worse = worse(run, group, plan);
                if (worse.isPresent()) {
                    run.rounds++;
                    run.noBetter.add(plan.target());
                    run.chronicle.noted(plan.target() + " was not observed to do better: " + worse.get());
                    yield Optional.empty();
                }
                run.chronicle.planned(plan);
                if (!group.policy().routedBySsm()) {
                    run.chronicle.noted(
                            "the group's tag says routing=none: the guest of " + plan.target() + " routes by itself");
                }
                if (run.intent.onlyPlans()) {
                    run.plansOnly(plan);
                    yield Optional.of(Verdict.PLANNED);
                }
                Optional<Stay> full = brakes.counted(run, group, go);
                if (full.isPresent()) {
                    run.chronicle.judged(full.get());
                    run.heldBack(full.get());
                    yield Optional.of(full.get().verdict());
                }
                if (!slots.reserve(run, plan)) {
                    run.chronicle.noted("another group has just reserved a slot on " + plan.target());
                    yield of(run, group, go, seen);
                }
                run.rounds++;
                Optional<String> broken = promise(run, plan);
                if (broken.isPresent()) {
                    slots.giveBack(run);
                    run.chronicle.noted("the way back could not be written down, so nothing is moved: " + broken.get());
                    yield Optional.of(Verdict.REFUSED);
                }
                run.judged(go);
                run.begins(group, plan, time.now());
                int begun = run.guard.begun();
                Execution execution = executor.execute(
                        plan,
                        group.enis(),
                        run.memory,
                        run.guard,
                        seenUntil(group, plan, seen),
                        run.deadline,
                        run.haste,
                        books.started(run));
                run.changed |= execution.changed();
                if (run.guard.begun() == begun) {
                    run.notBegun();
                    if (!(execution.end() instanceof End.LeaseTaken)) {
                        slots.giveBack(run);
                    }
                }
                brakes.giveBack(run);
                brakes.attempted(run, group, execution.attaches()).ifPresent(words -> books.zoneStopped(run, words));
                run.started.addAll(execution.started());
                run.chronicle.did(execution.outcomes());
                execution.warnings().forEach(run.chronicle::warned);
                yield settle(run, plan, execution.end());
            }
        };
    }

    /// What was asked for in vain is asked for ever more seldom, however often the group is looked at.
    private boolean routingIsDue(GroupSnapshot group) {
        return group.memory()
                .unfinished()
                .flatMap(Move::retry)
                .filter(retry -> time.now().isBefore(retry.due()))
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
    private Optional<String> worse(Run run, GroupSnapshot group, Plan plan) {
        boolean attached = group.together()
                && !plan.steps(Step.Detach.class).isEmpty()
                && group.instance(group.holders().getFirst()).state() == InstanceState.RUNNING;
        if (!attached || !group.policy().routedBySsm() || !run.refused.containsAll(group.holders())) {
            return Optional.empty();
        }
        boolean held = plan.wayBack()
                && plan.planned()
                && group.instance(plan.target()).healthy();
        return held
                ? Optional.empty()
                : executor.scriptProblem(plan.target(), Interfaces.inOneCommand(group.enis()), run.guard, run.deadline);
    }

    /// The target of an interrupted move has the ENIs, and cannot be asked for their routing now.
    private static boolean arrived(Run run, GroupSnapshot group, Go go) {
        return go.reason() == Reason.UNFINISHED && group.together() && !run.refused.containsAll(group.holders());
    }

    /// Nothing is to be taken from anybody: the guest that has the ENIs does not route for them, or cannot be asked.
    private static boolean unrouted(GroupSnapshot group, Go go, Set<InstanceId> refused) {
        return go.reason() == Reason.UNVERIFIED || (group.together() && refused.containsAll(group.holders()));
    }

    /// Nobody may take the ENIs: an emergency, unless they are well where they are and one instance alone was asked
    /// for.
    private static Verdict stays(Go go) {
        boolean well = go.planned() && go.wanted().isPresent();
        return well || go.reason().homeward() ? Verdict.REFUSED : Verdict.NO_STANDBY;
    }

    private Optional<String> promise(Run run, Plan plan) {
        if (run.moved) {
            return Optional.empty();
        }
        return run.promises(plan, time.now()).flatMap(after -> {
            Optional<String> problem = run.guard.keep(after);
            if (problem.isEmpty()) {
                run.promised(after);
            }
            return problem;
        });
    }

    private static Optional<Verdict> settle(Run run, Plan plan, End end) {
        return switch (end) {
            case End.Completed completed -> {
                if (plan.unverified()) {
                    run.unrouted(plan.target());
                    yield Optional.of(plan.wayBack() ? Verdict.FAILED : Verdict.ROUTING_UNVERIFIED);
                }
                run.completed = true;
                yield Optional.of(plan.wayBack() ? Verdict.FAILED : Verdict.SUCCEEDED);
            }
            case End.NotRouted unrouted -> {
                run.refused.add(unrouted.target());
                run.unrouted(unrouted.target());
                run.chronicle.noted(
                        "the ENIs are attached to " + unrouted.target() + ", not routed: " + unrouted.words());
                yield Optional.empty();
            }
            case End.TargetRefused refusal -> {
                run.refused.add(refusal.target());
                run.chronicle.noted(refusal.target() + " refused: " + refusal.words());
                yield Optional.empty();
            }
            case End.TargetDenied denial -> {
                run.denied.add(denial.target());
                run.chronicle.noted(denial.target() + " refused: " + denial.words());
                yield Optional.empty();
            }
            case End.Changed changed -> {
                run.chronicle.noted(changed.words());
                yield Optional.empty();
            }
            case End.Crowded crowded -> {
                run.chronicle.noted(crowded.words());
                run.haste = Haste.IN_TURN;
                yield Optional.empty();
            }
            case End.Blocked blocked -> {
                run.blocked = true;
                run.chronicle.noted(blocked.words());
                yield Optional.of(Verdict.FAILED);
            }
            case End.OutOfTime late -> {
                run.chronicle.noted(late.words());
                yield Optional.of(Verdict.FAILED);
            }
            case End.LeaseTaken taken -> {
                run.chronicle.noted(taken.words());
                throw new LeaseLost(run.group);
            }
        };
    }
}
