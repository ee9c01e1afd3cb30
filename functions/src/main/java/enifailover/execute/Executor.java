package enifailover.execute;

import enifailover.execute.DryRun.Answer;
import enifailover.execute.Outcome.Result;
import enifailover.model.Attachment;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupState;
import enifailover.plan.Plan;
import enifailover.plan.Step;
import enifailover.port.AwsCallException;
import enifailover.port.CommandRunner;
import enifailover.port.Ec2Reader;
import enifailover.port.EniOperations;
import enifailover.port.InstancePower;
import enifailover.port.LeaseLost;
import enifailover.port.Probe;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// Carries out a plan: prepare, record, send the routing command, move, verify. Each outcome was observed.
public final class Executor {
    private final World world;
    private final Timeouts timeouts;

    /// What the executor changes and watches.
    ///
    /// @param consent asked before an instance is stopped
    public record World(
            Ec2Reader ec2Reader,
            EniOperations eniOperations,
            InstancePower instancePower,
            CommandRunner shell,
            Probe probe,
            FenceConsent consent,
            Scheduler scheduler) {}

    /// What came of it.
    ///
    /// @param executionEnd how it ended
    /// @param outcomes step by step, in the order in which they ended
    /// @param warnings what weakens the result as a whole
    /// @param started the standbys that were started, and observed running
    /// @param changed an instance was stopped or started, or a move was begun
    /// @param attaches what became of the attaches that were asked for
    /// @param abandoned the routing commands that still wait on a target that was given up
    public record Execution(
            ExecutionEnd executionEnd,
            List<Outcome> outcomes,
            List<String> warnings,
            Set<InstanceId> started,
            boolean changed,
            AttachResults attaches,
            List<SentCommand> abandoned) {}

    public Executor(World world, Timeouts timeouts) {
        this.world = world;
        this.timeouts = timeouts;
    }

    /// @param plan what to do
    /// @param known the ENIs as they were read under the lease
    /// @param memory what EC2 is about to forget of them, and the move that is about to begin
    /// @param leaseGuard the lease
    /// @param seenUntil until when the observation may be acted on
    /// @param deadline when the function is ended from outside
    /// @param contention whether other runs need EC2 requests too
    /// @param moves those of other groups
    /// @param beside what to do beside the move, so that it costs no time of its own, not even when nobody answers
    public Execution execute(
            Plan plan,
            List<Eni> known,
            GroupState memory,
            LeaseGuard leaseGuard,
            Instant seenUntil,
            Instant deadline,
            Contention contention,
            ConcurrentMoves moves,
            List<Callable<Runnable>> beside) {
        ExecutionContext executionContext =
                new ExecutionContext(world.scheduler(), leaseGuard, timeouts, deadline, seenUntil);
        RoutingCommand routingCommand = new RoutingCommand(world.shell(), executionContext);
        return ended(
                carryOut(plan, known, memory, contention, moves, beside, routingCommand, executionContext),
                plan,
                routingCommand,
                executionContext);
    }

    private ExecutionEnd carryOut(
            Plan plan,
            List<Eni> known,
            GroupState memory,
            Contention contention,
            ConcurrentMoves moves,
            List<Callable<Runnable>> beside,
            RoutingCommand routingCommand,
            ExecutionContext executionContext) {
        try {
            InstanceStateSteps instanceStateSteps =
                    new InstanceStateSteps(world.ec2Reader(), world.instancePower(), world.consent(), executionContext);
            ask(plan, executionContext);
            plan.steps(Step.KeepOnTermination.class).forEach(step -> keepOnTermination(step, executionContext));
            plan.steps(Step.Fence.class).forEach(instanceStateSteps::fence);
            plan.steps(Step.StartStandby.class).forEach(instanceStateSteps::start);
            executionContext.checkLeft(timeouts.move(plan));
            executionContext.checkSeen();
            commit(plan, memory, routingCommand, executionContext);
            List<Callable<Runnable>> work = new ArrayList<>(beside);
            work.add(settling(() -> moveAndVerify(plan, known, contention, moves, routingCommand, executionContext)));
            executionContext.runAll(work);
            return new ExecutionEnd.Completed("all steps are done and observed");
        } catch (ExecutionAborted executionAborted) {
            return executionAborted.end();
        } catch (LeaseLost lost) {
            return new ExecutionEnd.LeaseTaken(String.valueOf(lost.getMessage()));
        }
    }

    private static Execution ended(
            ExecutionEnd executionEnd, Plan plan, RoutingCommand routingCommand, ExecutionContext executionContext) {
        return new Execution(
                executionEnd,
                executionContext.outcomes(),
                executionContext.warnings(),
                Set.copyOf(executionContext.started),
                executionContext.changed,
                executionContext.attaches,
                executionEnd.abandons() ? routingCommand.unanswered(plan.target()) : List.of());
    }

    /// Asks Systems Manager to end commands that wait for ENIs that do not come. An agent runs five commands at once by
    /// default (amazon-ssm-agent, `Mds.CommandWorkersLimit`), so they would keep the commands of other groups
    /// waiting.
    ///
    /// @return what could not be asked, in words; such a command ends by itself when its own wait is over
    public List<String> cancel(List<SentCommand> commands) {
        List<Callable<Optional<String>>> requests = new ArrayList<>();
        commands.forEach(one -> requests.add(() -> {
            try {
                world.shell().cancel(one.instance(), one.id());
                return Optional.empty();
            } catch (AwsCallException awsCallException) {
                return Optional.of("command " + one.id() + " on " + one.instance() + " was not cancelled: "
                        + awsCallException.message());
            }
        }));
        return world.scheduler().<Optional<String>>runAll(requests).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /// Whether the routing script runs in a guest, observed: before ENIs leave a target that has them.
    ///
    /// @param target the guest
    /// @param interfaces the document's parameter
    /// @return why not; empty where the script answered, whatever it said of interfaces that are not there
    public Optional<String> scriptProblem(
            InstanceId target, String interfaces, LeaseGuard leaseGuard, Instant deadline) {
        ExecutionContext executionContext =
                new ExecutionContext(world.scheduler(), leaseGuard, timeouts, deadline, Instant.MAX);
        try {
            return new ScriptCheck(world.shell(), executionContext).problem(target, interfaces);
        } catch (ExecutionAborted executionAborted) {
            return Optional.of(executionAborted.end().message());
        }
    }

    private void moveAndVerify(
            Plan plan,
            List<Eni> known,
            Contention contention,
            ConcurrentMoves moves,
            RoutingCommand routingCommand,
            ExecutionContext executionContext) {
        // What is sent beside the first detach needs the lease as that does.
        executionContext.leaseGuard.check();
        Relocation relocation = new Relocation(
                world.ec2Reader(), world.eniOperations(), executionContext, plan, contention, moves, routingCommand);
        List<Callable<Runnable>> work = new ArrayList<>();
        plan.steps(Step.SendRouting.class).stream()
                .filter(step -> !step.ahead())
                .forEach(step -> work.add(() -> routingCommand.send(step, plan.planned())));
        work.add(settling(() -> relocation.run(known)));
        executionContext.runAll(work);
        plan.steps(Step.Restore.class).forEach(step -> restore(step, relocation.arrived(), executionContext));
        plan.steps(Step.AwaitRouting.class)
                .forEach(step -> routingCommand.await(
                        step,
                        plan.steps(Step.SendRouting.class).getFirst(),
                        boot(plan, executionContext),
                        new TargetWatch(world.ec2Reader(), executionContext, step.target())));
        plan.steps(Step.ProbeTcp.class).forEach(step -> probe(step, executionContext));
        plan.steps(Step.CleanUp.class)
                .forEach(step -> routingCommand.cleanUp(step).run());
    }

    private Optional<RebootRecovery> boot(Plan plan, ExecutionContext executionContext) {
        List<String> interfaces = plan.steps(Step.SendRouting.class).getFirst().interfaces();
        // Without a lease two runs could reboot it, one after the other.
        return plan.steps(Step.RebootIfInterfaceMissing.class).stream()
                .filter(_ -> executionContext.leaseGuard.lease().isPresent())
                .findFirst()
                .map(step -> new RebootRecovery(
                        world.ec2Reader(), world.instancePower(), world.shell(), executionContext, step, interfaces));
    }

    /// Work of which the outcome, a foreseen end too, is settled after what was done beside it.
    private static Callable<Runnable> settling(Runnable work) {
        return () -> {
            try {
                work.run();
                return () -> {};
            } catch (ExecutionAborted | LeaseLost end) {
                return () -> {
                    throw end;
                };
            }
        };
    }

    /// The last things before anything is taken from anybody: the intent is on record and, where the holder still
    /// works, the standby's agent has the command. Both at once, for they cost a round trip each. Where nothing
    /// is taken there is nothing to write down, and what was open stays open.
    private void commit(
            Plan plan, GroupState memory, RoutingCommand routingCommand, ExecutionContext executionContext) {
        executionContext.leaseGuard.check();
        Instant now = executionContext.scheduler.now();
        List<Callable<Runnable>> work = new ArrayList<>();
        if (!plan.verifyOnly()) {
            work.add(() -> {
                executionContext.changed = true;
                Optional<String> problem = memory.unfinished()
                        .flatMap(moveRecord -> executionContext.leaseGuard.recordMove(moveRecord, memory.enis()));
                return () -> problem.ifPresent(message ->
                        executionContext.note(Step.Kind.RECORD, "record the move", Result.WARNED, now, message));
            });
        }
        plan.steps(Step.SendRouting.class).stream()
                .filter(Step.SendRouting::ahead)
                .forEach(step -> work.add(() -> routingCommand.send(step, plan.planned())));
        executionContext.runAll(work);
    }

    /// Side by side, for each costs two round trips.
    private void ask(Plan plan, ExecutionContext executionContext) {
        List<Callable<Answer>> questions = new ArrayList<>();
        plan.steps(Step.CheckPermissions.class)
                .forEach(step ->
                        questions.add(() -> DryRun.ask(step, world.eniOperations(), executionContext.scheduler)));
        List<Answer> answers = executionContext.scheduler.runAll(questions);
        answers.forEach(answer -> executionContext.note(answer.outcome()));
        answers.stream()
                .filter(answer -> answer.outcome().result() == Result.FAILED)
                .min(Comparator.comparing(Answer::byTarget))
                .ifPresent(no -> {
                    String message = no.outcome().message() + ", so no ENI was detached";
                    throw new ExecutionAborted(
                            no.byTarget()
                                    ? new ExecutionEnd.TargetDenied(plan.target(), message)
                                    : new ExecutionEnd.Blocked(message));
                });
    }

    /// Best effort: the detach that follows makes it true as well.
    private void keepOnTermination(Step.KeepOnTermination step, ExecutionContext executionContext) {
        Instant started = executionContext.scheduler.now();
        executionContext.leaseGuard.check();
        try {
            world.eniOperations().keepOnTermination(step.eni(), step.attachment());
            executionContext.note(step, Result.DONE, started, "DeleteOnTermination is false");
        } catch (AwsCallException awsCallException) {
            executionContext.note(step, Result.WARNED, started, awsCallException.message());
        }
    }

    /// The attach request has asked for them already; what is observed says whether anything is left to do.
    private void restore(Step.Restore step, Map<EniId, Attachment> arrived, ExecutionContext executionContext) {
        Attachment attachment = arrived.get(step.eni());
        if (attachment == null) {
            return;
        }
        Instant started = executionContext.scheduler.now();
        if (step.attributes().enaAsOf(attachment.attributes())) {
            executionContext.note(step, Result.ALREADY, started, "observed with the attachment");
            return;
        }
        executionContext.leaseGuard.check();
        try {
            world.eniOperations().restore(step.eni(), attachment.id(), step.attributes());
            executionContext.note(step, Result.DONE, started, "restored");
        } catch (AwsCallException awsCallException) {
            executionContext.note(step, Result.WARNED, started, awsCallException.message());
        }
    }

    /// A failed probe is reported and not undone: the service may need more time than a failover may take.
    private void probe(Step.ProbeTcp step, ExecutionContext executionContext) {
        Instant started = executionContext.scheduler.now();
        Optional<String> problem = Optional.of("not tried");
        while (problem.isPresent() && executionContext.since(started).compareTo(timeouts.probe()) < 0) {
            executionContext.checkDeadline(step.message());
            problem = world.probe().connect(step.address(), step.port(), Duration.ofSeconds(2));
            if (problem.isPresent()) {
                executionContext.pause(Duration.ofMillis(250));
            }
        }
        Result result = problem.isPresent() ? Result.WARNED : Result.DONE;
        executionContext.note(step, result, started, problem.orElse("the service answers"));
    }
}
