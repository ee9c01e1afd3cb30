package enifailover.execute;

import enifailover.execute.Outcome.Result;
import enifailover.group.InstanceId;
import enifailover.plan.Step;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import enifailover.port.RemoteShell;
import enifailover.port.RemoteShell.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The routing command of one move: sent ahead, and judged by what the script itself has verified.
final class Shell {
    /// The script's own wait for the interfaces: longer than a slow detach and attach together.
    private static final Duration DEVICE_WAIT = Duration.ofSeconds(75);

    private static final Duration DELIVERY = Duration.ofSeconds(60);
    private static final Duration FIRST_RESULT = Duration.ofMillis(100);

    private final RemoteShell shell;
    private final Course course;
    private Optional<String> commandId = Optional.empty();
    /// Set by the thread that sends, read by the one that moves the ENIs.
    private volatile @Nullable String unreachable;

    Shell(RemoteShell shell, Course course) {
        this.shell = shell;
        this.course = course;
    }

    /// Sends the command ahead. Runs beside other requests, so it only says what came of it.
    ///
    /// @return what is to be settled by the run's own thread
    Runnable send(Step.SendRouting step, boolean planned) {
        Instant started = course.time.now();
        try {
            String id = shell.send(step.target(), apply(step), DELIVERY);
            Outcome sent = new Outcome(step.words(), Result.DONE, started, course.since(started), "command " + id);
            return () -> {
                commandId = Optional.of(id);
                course.note(sent);
            };
        } catch (Refused refused) {
            unreachable = refused.refusal().ofTarget() ? refused.words() : null;
            return () -> refusedToSend(step, planned, started, refused);
        }
    }

    /// Nothing is attached to an instance on which Systems Manager has meanwhile refused to run the command.
    ///
    /// @throws Ended when it has
    void checkReach(InstanceId target) {
        String refusal = unreachable;
        if (refusal != null) {
            throw new Ended(new End.TargetRefused(target, refusal));
        }
    }

    /// Before the detach an unreachable standby, or in a planned move anything, is a reason not to begin. After a
    /// failure a move without routing is still better than an address on a dead instance: it goes on, and says so.
    private void refusedToSend(Step.SendRouting step, boolean planned, Instant started, Refused refused) {
        course.note(step.words(), Result.WARNED, started, refused.words());
        if (refused.refusal().ofTarget()) {
            throw new Ended(new End.TargetRefused(step.target(), refused.words()));
        }
        if (planned && !refused.refusal().passing()) {
            throw new Ended(new End.Blocked(refused.words()));
        }
    }

    private static Command apply(Step.SendRouting step) {
        return new Command("apply", step.interfaces(), "wait=" + DEVICE_WAIT.toSeconds());
    }

    /// Waits for the script's verdict, sending the command now where it could not be sent ahead.
    ///
    /// @throws Ended when the target's routing is not verified
    void await(Step.AwaitRouting step, Step.SendRouting send) {
        Instant started = course.time.now();
        Pace pace = Pace.ofRequest(FIRST_RESULT);
        String problem = "Systems Manager gave no result";
        boolean away = false;
        while (course.since(started).compareTo(course.patience.routing()) < 0) {
            course.guard.check();
            course.checkDeadline(step.words());
            Instant asked = course.time.now();
            try {
                if (commandId.isEmpty()) {
                    commandId = Optional.of(shell.send(send.target(), apply(send), DELIVERY));
                }
                Optional<RemoteShell.Ended> ended = shell.result(step.target(), commandId.get());
                away = false;
                pace.answered(course.since(asked));
                if (ended.isPresent()) {
                    settle(step, started, RoutingResult.of(ended.get()));
                    return;
                }
            } catch (Refused refused) {
                problem = refused.words();
                if (refused.refusal() == Refusal.DENIED || refused.refusal() == Refusal.UNEXPECTED) {
                    course.note(step.words(), Result.FAILED, started, problem);
                    throw new Ended(new End.Blocked("routing is not verified: " + problem));
                }
                away = refused.refusal().passing();
                pace.throttled();
            }
            course.pause(pace.next(course.since(started)));
        }
        course.note(step.words(), Result.FAILED, started, problem);
        if (away) {
            // It answers for nobody: another standby would only cost another interruption.
            throw new Ended(new End.Blocked("routing is not verified, Systems Manager is away: " + problem));
        }
        throw new Ended(new End.TargetRefused(
                step.target(),
                "routing was not verified within " + course.patience.routing().toSeconds() + " s: " + problem));
    }

    private void settle(Step.AwaitRouting step, Instant started, RoutingResult result) {
        result.otherScript().ifPresent(words -> {
            course.note("compare the script that ran with this function's own", Result.WARNED, started, words);
            course.warn(words);
        });
        switch (result.kind()) {
            case VERIFIED -> course.note(step.words(), Result.DONE, started, result.words());
            case VERIFIED_WITH_WARNINGS -> course.note(step.words(), Result.WARNED, started, result.words());
            case NOT_VERIFIED -> {
                course.note(step.words(), Result.FAILED, started, result.words());
                throw new Ended(new End.TargetRefused(step.target(), result.words()));
            }
        }
    }

    /// Tells the old holder to forget; nobody waits for it and nothing depends on it.
    Runnable cleanUp(Step.CleanUp step) {
        Instant started = course.time.now();
        try {
            String id = shell.send(step.instance(), new Command("cleanup", step.interfaces(), ""), DELIVERY);
            return () -> course.note(step.words(), Result.DONE, started, "command " + id);
        } catch (Refused refused) {
            return () -> course.note(step.words(), Result.WARNED, started, refused.words());
        }
    }
}
