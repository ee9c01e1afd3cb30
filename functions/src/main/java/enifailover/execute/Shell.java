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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The routing command of one move: sent ahead, and judged by what the script itself has verified. It is several where
/// one would be longer than Systems Manager takes; then each has to be verified.
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
    /// By the interfaces of each.
    private final Map<String, Sent> sent = new HashMap<>();
    /// Set by the thread that sends, read by the one that moves the ENIs.
    private volatile @Nullable String unreachable;

    private record Sent(String id, Instant at) {}

    Shell(RemoteShell shell, Course course) {
        this.shell = shell;
        this.course = course;
    }

    /// Sends the command ahead. Runs beside other requests, so it only says what came of it.
    ///
    /// @return what is to be settled by the run's own thread
    Runnable send(Step.SendRouting step, boolean planned) {
        Instant started = course.time.now();
        Map<String, Sent> taken = new LinkedHashMap<>();
        try {
            for (String interfaces : step.interfaces()) {
                taken.put(interfaces, send(step.target(), interfaces));
            }
            String ids = taken.values().stream().map(Sent::id).collect(Collectors.joining(", "));
            Outcome outcome = new Outcome(step.words(), Result.DONE, started, course.since(started), "command " + ids);
            return () -> {
                sent.putAll(taken);
                course.note(outcome);
            };
        } catch (Refused refused) {
            unreachable = refused.refusal().ofTarget() ? refused.words() : null;
            return () -> {
                sent.putAll(taken);
                refusedToSend(step, planned, started, refused);
            };
        }
    }

    private Sent send(InstanceId target, String interfaces) {
        Instant at = course.time.now();
        Command apply = new Command("apply", interfaces, "wait=" + DEVICE_WAIT.toSeconds());
        return new Sent(shell.send(target, apply, DELIVERY), at);
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

    /// Waits for the script's verdict, sending the command now where it could not be sent ahead.
    ///
    /// @throws Ended when the target's routing is not verified
    void await(Step.AwaitRouting step, Step.SendRouting send, Optional<SecondBoot> boot, TargetWatch watch) {
        Instant started = course.time.now();
        List<RoutingResult> verified = new ArrayList<>();
        for (String interfaces : send.interfaces()) {
            RoutingResult result = result(step, interfaces, started, watch);
            if (!result.verified()) {
                settle(step, started, result, boot);
                return;
            }
            verified.add(result);
        }
        settle(step, started, RoutingResult.ofAll(verified), boot);
    }

    private RoutingResult result(Step.AwaitRouting step, String interfaces, Instant started, TargetWatch watch) {
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
                Sent command = sent.computeIfAbsent(interfaces, _ -> send(step.target(), interfaces));
                Optional<RemoteShell.Ended> ended = shell.result(step.target(), command.id());
                pace.answered(course.since(asked));
                if (ended.isPresent() && asksAgain(ended.get(), command, started)) {
                    problem = RoutingResult.of(ended.get()).words();
                    sent.remove(interfaces);
                    pace.throttled();
                    course.pause(pace.next(course.since(started)));
                    continue;
                }
                if (ended.isPresent()) {
                    return RoutingResult.of(ended.get());
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
    private static boolean asksAgain(RemoteShell.Ended ended, Sent command, Instant attached) {
        return RoutingResult.of(ended).kind() == Kind.NOT_DELIVERED || waitedInVain(ended, command, attached);
    }

    /// The script's own wait was over before the ENI came, as in a storm, when EC2 lets a detach in minutes later.
    private static boolean waitedInVain(RemoteShell.Ended ended, Sent command, Instant attached) {
        return ended.exitCode() == NO_INTERFACE
                && command.at().plus(DEVICE_WAIT).minus(TOO_CLOSE).isBefore(attached);
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
