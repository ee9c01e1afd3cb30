package enifailover.execute;

import enifailover.execute.DryRun.Answer;
import enifailover.execute.Outcome.Result;
import enifailover.group.Attachment;
import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.GroupMemory;
import enifailover.group.InstanceId;
import enifailover.plan.Plan;
import enifailover.plan.Step;
import enifailover.port.LeaseLost;
import enifailover.port.Network;
import enifailover.port.Observer;
import enifailover.port.Power;
import enifailover.port.Probe;
import enifailover.port.Refused;
import enifailover.port.RemoteShell;
import enifailover.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// Carries out a plan: prepare, write down and send ahead, move, verify. Each outcome was observed.
public final class Executor {
    private final World world;
    private final Patience patience;

    /// What the executor changes and watches.
    ///
    /// @param consent asked before an instance is stopped
    public record World(
            Observer observer,
            Network network,
            Power power,
            RemoteShell shell,
            Probe probe,
            FenceConsent consent,
            Time time) {}

    /// What came of it.
    ///
    /// @param end how it ended
    /// @param outcomes step by step, in the order in which they ended
    /// @param warnings what weakens the result as a whole
    /// @param started the standbys that were started, and observed running
    /// @param changed an instance was stopped or started, or a move was begun
    /// @param attaches what became of the attaches that were asked for
    public record Execution(
            End end,
            List<Outcome> outcomes,
            List<String> warnings,
            Set<InstanceId> started,
            boolean changed,
            AttachCount attaches) {}

    public Executor(World world, Patience patience) {
        this.world = world;
        this.patience = patience;
    }

    /// @param plan what to do
    /// @param known the ENIs as they were read under the lease
    /// @param memory what EC2 is about to forget of them, and the move that is about to begin
    /// @param guard the lease
    /// @param seenUntil until when something may be taken from a holder by what was seen of it
    /// @param deadline when the function is ended from outside
    /// @param haste whether others need EC2's answers too
    /// @param beside something to do beside the move, so that it costs no time of its own, not even when nobody
    /// answers
    public Execution execute(
            Plan plan,
            List<Eni> known,
            GroupMemory memory,
            Guard guard,
            Instant seenUntil,
            Instant deadline,
            Haste haste,
            Optional<Callable<Runnable>> beside) {
        Course course = new Course(world.time(), guard, patience, deadline, seenUntil);
        try {
            Standing standing = new Standing(world.observer(), world.power(), world.consent(), course);
            ask(plan, course);
            plan.steps(Step.KeepOnTermination.class).forEach(step -> keep(step, course));
            plan.steps(Step.Fence.class).forEach(standing::fence);
            plan.steps(Step.StartStandby.class).forEach(standing::start);
            course.checkLeft(patience.move(plan));
            course.checkSeen();
            Shell shell = new Shell(world.shell(), course);
            commit(plan, memory, shell, course);
            List<Callable<Runnable>> work = new ArrayList<>();
            beside.ifPresent(work::add);
            work.add(settling(() -> moveAndVerify(plan, known, haste, shell, course)));
            course.time.<Runnable>together(work).forEach(Runnable::run);
            return ended(new End.Completed("all steps were observed"), course);
        } catch (Ended ended) {
            return ended(ended.end(), course);
        } catch (LeaseLost lost) {
            return ended(new End.LeaseTaken(String.valueOf(lost.getMessage())), course);
        }
    }

    private static Execution ended(End end, Course course) {
        return new Execution(
                end, course.outcomes(), course.warnings(), Set.copyOf(course.started), course.changed, course.attaches);
    }

    /// Whether the routing script runs in a guest, observed: before ENIs leave a target that has them.
    ///
    /// @param target the guest
    /// @param interfaces the document's parameter
    /// @return why not; empty where the script answered, whatever it said of interfaces that are not there
    public Optional<String> scriptProblem(InstanceId target, String interfaces, Guard guard, Instant deadline) {
        Course course = new Course(world.time(), guard, patience, deadline, Instant.MAX);
        try {
            return new ScriptCheck(world.shell(), course).problem(target, interfaces);
        } catch (Ended ended) {
            return Optional.of(ended.end().words());
        }
    }

    private void moveAndVerify(Plan plan, List<Eni> known, Haste haste, Shell shell, Course course) {
        // What is sent beside the first detach needs the lease as that does.
        course.guard.check();
        Relocation relocation = new Relocation(world.observer(), world.network(), course, plan, haste, shell);
        List<Callable<Runnable>> work = new ArrayList<>();
        plan.steps(Step.SendRouting.class).stream()
                .filter(step -> !step.ahead())
                .forEach(step -> work.add(() -> shell.send(step, plan.planned())));
        work.add(settling(() -> relocation.run(known)));
        course.time.<Runnable>together(work).forEach(Runnable::run);
        plan.steps(Step.Restore.class).forEach(step -> restore(step, relocation.arrived(), course));
        plan.steps(Step.AwaitRouting.class)
                .forEach(step -> shell.await(
                        step,
                        plan.steps(Step.SendRouting.class).getFirst(),
                        boot(plan, course),
                        new TargetWatch(world.observer(), course, step.target())));
        plan.steps(Step.Knock.class).forEach(step -> knock(step, course));
        plan.steps(Step.CleanUp.class).forEach(step -> shell.cleanUp(step).run());
    }

    private Optional<SecondBoot> boot(Plan plan, Course course) {
        List<String> interfaces = plan.steps(Step.SendRouting.class).getFirst().interfaces();
        // Without a lease two runs could reboot it, one after the other.
        return plan.steps(Step.RebootOnNoShow.class).stream()
                .filter(_ -> course.guard.lease().isPresent())
                .findFirst()
                .map(step -> new SecondBoot(world.observer(), world.power(), world.shell(), course, step, interfaces));
    }

    /// Work of which the outcome, a foreseen end too, is settled after what was done beside it.
    private static Callable<Runnable> settling(Runnable work) {
        return () -> {
            try {
                work.run();
                return () -> {};
            } catch (Ended | LeaseLost end) {
                return () -> {
                    throw end;
                };
            }
        };
    }

    /// The last things before anything is taken from anybody: the intent is on record and, where the holder still
    /// works, the standby's agent has the command. Both at once, for they cost a round trip each. Where nothing
    /// is taken there is nothing to write down, and what was open stays open.
    private void commit(Plan plan, GroupMemory memory, Shell shell, Course course) {
        course.guard.check();
        Instant now = course.time.now();
        List<Callable<Runnable>> work = new ArrayList<>();
        if (!plan.stays()) {
            work.add(() -> {
                course.changed = true;
                Optional<String> problem = memory.unfinished().flatMap(move -> course.guard.begin(move, memory.enis()));
                return () -> problem.ifPresent(words -> course.note("write the move down", Result.WARNED, now, words));
            });
        }
        plan.steps(Step.SendRouting.class).stream()
                .filter(Step.SendRouting::ahead)
                .forEach(step -> work.add(() -> shell.send(step, plan.planned())));
        course.time.<Runnable>together(work).forEach(Runnable::run);
    }

    /// Side by side, for each costs two round trips.
    private void ask(Plan plan, Course course) {
        List<Callable<Answer>> questions = new ArrayList<>();
        plan.steps(Step.AskRights.class)
                .forEach(step -> questions.add(() -> DryRun.ask(step, world.network(), course.time)));
        List<Answer> answers = course.time.together(questions);
        answers.forEach(answer -> course.note(answer.outcome()));
        answers.stream()
                .filter(answer -> answer.outcome().result() == Result.FAILED)
                .min(Comparator.comparing(Answer::byTarget))
                .ifPresent(no -> {
                    String words = no.outcome().words() + ", so nothing was taken from its holder";
                    throw new Ended(
                            no.byTarget() ? new End.TargetDenied(plan.target(), words) : new End.Blocked(words));
                });
    }

    /// Best effort: the detach that follows makes it true as well.
    private void keep(Step.KeepOnTermination step, Course course) {
        Instant started = course.time.now();
        course.guard.check();
        try {
            world.network().keepOnTermination(step.eni(), step.attachment());
            course.note(step.words(), Result.DONE, started, "DeleteOnTermination is false");
        } catch (Refused refused) {
            course.note(step.words(), Result.WARNED, started, refused.words());
        }
    }

    /// The attach request has asked for them already; what is observed says whether anything is left to do.
    private void restore(Step.Restore step, Map<EniId, Attachment> arrived, Course course) {
        Attachment attachment = arrived.get(step.eni());
        if (attachment == null) {
            return;
        }
        Instant started = course.time.now();
        if (step.attributes().enaAsOf(attachment.attributes())) {
            course.note(step.words(), Result.ALREADY, started, "observed with the attachment");
            return;
        }
        course.guard.check();
        try {
            world.network().restore(step.eni(), attachment.id(), step.attributes());
            course.note(step.words(), Result.DONE, started, "restored");
        } catch (Refused refused) {
            course.note(step.words(), Result.WARNED, started, refused.words());
        }
    }

    /// What does not answer is said, and not undone: the service may need longer than a failover may take.
    private void knock(Step.Knock step, Course course) {
        Instant started = course.time.now();
        Optional<String> problem = Optional.of("not tried");
        while (problem.isPresent() && course.since(started).compareTo(patience.knock()) < 0) {
            course.checkDeadline(step.words());
            problem = world.probe().knock(step.address(), step.port(), Duration.ofSeconds(2));
            if (problem.isPresent()) {
                course.pause(Duration.ofMillis(250));
            }
        }
        Result result = problem.isPresent() ? Result.WARNED : Result.DONE;
        course.note(step.words(), result, started, problem.orElse("it answers"));
    }
}
