package enifailover.execute;

import enifailover.execute.Outcome.Result;
import enifailover.execute.RoutingResult.Kind;
import enifailover.group.InstanceId;
import enifailover.group.InstanceState;
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

    /// The script's exit code when the interface did not show up in time.
    private static final int NO_INTERFACE = 20;
    /// An interface that is attached so shortly before the script gives up may not show in time.
    private static final Duration TOO_CLOSE = Duration.ofSeconds(15);

    private static final Duration DELIVERY = Duration.ofSeconds(60);
    private static final Duration FIRST_RESULT = Duration.ofMillis(100);

    private final RemoteShell shell;
    private final Course course;
    private Optional<String> commandId = Optional.empty();
    private Instant sentAt = Instant.EPOCH;
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
                sentAt = started;
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
    void await(Step.AwaitRouting step, Step.SendRouting send, Optional<SecondBoot> boot, TargetWatch watch) {
        Instant started = course.time.now();
        Pace pace = Pace.ofRequest(FIRST_RESULT);
        String problem = "Systems Manager gave no result";
        while (course.since(started).compareTo(course.patience.routing()) < 0) {
            Optional<InstanceState> left = watch.left();
            course.guard.check();
            course.checkDeadline(step.words());
            if (left.isPresent()) {
                String words = step.target() + " is " + left.get().word() + " while its routing is awaited";
                course.note(step.words(), Result.FAILED, started, words);
                throw new Ended(new End.TargetRefused(step.target(), words));
            }
            Instant asked = course.time.now();
            try {
                if (commandId.isEmpty()) {
                    sentAt = course.time.now();
                    commandId = Optional.of(shell.send(send.target(), apply(send), DELIVERY));
                }
                Optional<RemoteShell.Ended> ended = shell.result(step.target(), commandId.get());
                pace.answered(course.since(asked));
                if (ended.isPresent() && asksAgain(ended.get(), started)) {
                    problem = RoutingResult.of(ended.get()).words();
                    commandId = Optional.empty();
                    pace.throttled();
                    course.pause(pace.next(course.since(started)));
                    continue;
                }
                if (ended.isPresent()) {
                    settle(step, started, RoutingResult.of(ended.get()), boot);
                    return;
                }
            } catch (Refused refused) {
                problem = refused.words();
                if (refused.refusal() == Refusal.DENIED || refused.refusal() == Refusal.UNEXPECTED) {
                    throw notRouted(step, started, problem);
                }
                pace.throttled();
            }
            course.pause(pace.next(course.since(started)));
        }
        throw notRouted(
                step,
                started,
                "routing was not verified within " + course.patience.routing().toSeconds() + " s: " + problem);
    }

    /// The ENIs are there: whether another instance would do better has to be observed first.
    private Ended notRouted(Step.AwaitRouting step, Instant started, String words) {
        course.note(step.words(), Result.FAILED, started, words);
        return new Ended(new End.NotRouted(step.target(), words));
    }

    /// A command that was never delivered says nothing of the guest, and may have run all the same: `apply` changes
    /// nothing where all is done.
    private boolean asksAgain(RemoteShell.Ended ended, Instant attached) {
        return RoutingResult.of(ended).kind() == Kind.NOT_DELIVERED || waitedInVain(ended, attached);
    }

    /// The script's own wait was over before the ENI came, as in a storm, when EC2 lets a detach in minutes later.
    private boolean waitedInVain(RemoteShell.Ended ended, Instant attached) {
        return ended.exitCode() == NO_INTERFACE
                && sentAt.plus(DEVICE_WAIT).minus(TOO_CLOSE).isBefore(attached);
    }

    private void settle(Step.AwaitRouting step, Instant started, RoutingResult result, Optional<SecondBoot> boot) {
        result.otherScript().ifPresent(words -> {
            course.note("compare the script that ran with this function's own", Result.WARNED, started, words);
            course.warn(words);
        });
        switch (result.kind()) {
            case VERIFIED -> course.note(step.words(), Result.DONE, started, result.words());
            case VERIFIED_WITH_WARNINGS -> course.note(step.words(), Result.WARNED, started, result.words());
            case NOT_VERIFIED, NOT_DELIVERED -> throw notRouted(step, started, result.words());
            case NO_SHOW -> {
                if (boot.isEmpty() || !boot.get().mayHelp(result)) {
                    throw notRouted(step, started, result.words());
                }
                course.note(step.words(), Result.FAILED, started, result.words());
                boot.get().run();
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
