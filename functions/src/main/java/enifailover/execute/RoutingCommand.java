package enifailover.execute;

import enifailover.execute.Outcome.Result;
import enifailover.execute.RoutingResult.Kind;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.plan.Step;
import enifailover.port.AwsCallException;
import enifailover.port.CommandRunner;
import enifailover.port.CommandRunner.Command;
import enifailover.port.ErrorKind;
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

/// The routing command of one move. It is sent ahead; its result is what the script itself has verified. Where one
/// command would be longer than Systems Manager accepts there are several, and each has to be verified.
final class RoutingCommand {
    /// The script's own wait for the interfaces: longer than a slow detach and attach together.
    private static final Duration DEVICE_WAIT = Duration.ofSeconds(75);

    /// The script's exit code when the interface did not show up in time.
    private static final int NO_INTERFACE = 20;
    /// An interface that is attached so shortly before the script gives up may not show in time.
    private static final Duration TOO_CLOSE = Duration.ofSeconds(15);

    private static final Duration DELIVERY = Duration.ofSeconds(60);
    private static final Duration FIRST_RESULT = Duration.ofMillis(100);

    private final CommandRunner shell;
    private final ExecutionContext executionContext;
    /// By the interfaces of each.
    private final Map<String, Sent> sent = new HashMap<>();
    /// Set by the thread that sends, read by the one that moves the ENIs.
    private volatile @Nullable String unreachable;

    private record Sent(String id, Instant at) {}

    RoutingCommand(CommandRunner shell, ExecutionContext executionContext) {
        this.shell = shell;
        this.executionContext = executionContext;
    }

    /// Sends the command ahead. Runs beside other requests, so it only says what came of it.
    ///
    /// @return what is to be settled by the run's own thread
    Runnable send(Step.SendRouting step, boolean planned) {
        Instant started = executionContext.scheduler.now();
        Map<String, Sent> taken = new LinkedHashMap<>();
        try {
            for (String interfaces : step.interfaces()) {
                taken.put(interfaces, send(step.target(), interfaces));
            }
            String ids = taken.values().stream().map(Sent::id).collect(Collectors.joining(", "));
            Outcome outcome = new Outcome(
                    step.kind(),
                    step.message(),
                    Result.DONE,
                    started,
                    executionContext.since(started),
                    "command " + ids);
            return () -> {
                sent.putAll(taken);
                executionContext.note(outcome);
            };
        } catch (AwsCallException awsCallException) {
            unreachable = awsCallException.refusal().isTargetFault() ? awsCallException.message() : null;
            return () -> {
                sent.putAll(taken);
                refusedToSend(step, planned, started, awsCallException);
            };
        }
    }

    private Sent send(InstanceId target, String interfaces) {
        Instant at = executionContext.scheduler.now();
        Command apply = new Command("apply", interfaces, "wait=" + DEVICE_WAIT.toSeconds());
        return new Sent(shell.send(target, apply, DELIVERY), at);
    }

    /// What was sent, and was not seen to end.
    List<SentCommand> unanswered(InstanceId target) {
        return sent.values().stream()
                .map(one -> new SentCommand(target, one.id()))
                .toList();
    }

    /// Nothing is attached to an instance on which Systems Manager has meanwhile refused to run the command.
    ///
    /// @throws ExecutionAborted when it has
    void checkReach(InstanceId target) {
        String refusal = unreachable;
        if (refusal != null) {
            throw new ExecutionAborted(new ExecutionEnd.TargetRefused(target, refusal));
        }
    }

    /// Before the detach an unreachable standby, or in a planned move anything, is a reason not to begin. After a
    /// failure a move without routing is still better than an address on a dead instance: it goes on, and says so.
    private void refusedToSend(
            Step.SendRouting step, boolean planned, Instant started, AwsCallException awsCallException) {
        executionContext.note(step, Result.WARNED, started, awsCallException.message());
        if (awsCallException.refusal().isTargetFault()) {
            throw new ExecutionAborted(new ExecutionEnd.TargetRefused(step.target(), awsCallException.message()));
        }
        if (planned && !awsCallException.refusal().isTransient()) {
            throw new ExecutionAborted(new ExecutionEnd.Blocked(awsCallException.message()));
        }
    }

    /// Waits for the script's verdict, sending the command now where it could not be sent ahead.
    ///
    /// @throws ExecutionAborted when the target's routing is not verified
    void await(Step.AwaitRouting step, Step.SendRouting send, Optional<RebootRecovery> boot, TargetWatch watch) {
        Instant started = executionContext.scheduler.now();
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
        PollSchedule pollSchedule = PollSchedule.ofRequest(FIRST_RESULT);
        String problem = "Systems Manager returned no result";
        while (executionContext.since(started).compareTo(executionContext.timeouts.routing()) < 0) {
            Optional<InstanceState> left = watch.left();
            executionContext.leaseGuard.check();
            executionContext.checkDeadline(step.message());
            if (left.isPresent()) {
                String message = step.target() + " is " + left.get().word() + " before its routing is verified";
                executionContext.note(step, Result.FAILED, started, message);
                throw new ExecutionAborted(new ExecutionEnd.TargetRefused(step.target(), message));
            }
            Instant asked = executionContext.scheduler.now();
            try {
                Sent command = sent.computeIfAbsent(interfaces, _ -> send(step.target(), interfaces));
                Optional<CommandRunner.Ended> ended = shell.result(step.target(), command.id());
                pollSchedule.answered(executionContext.since(asked));
                if (ended.isPresent() && asksAgain(ended.get(), command, started)) {
                    problem = RoutingResult.of(ended.get()).message();
                    sent.remove(interfaces);
                    pollSchedule.throttled();
                    executionContext.pause(pollSchedule.next(executionContext.since(started)));
                    continue;
                }
                if (ended.isPresent()) {
                    sent.remove(interfaces);
                    return RoutingResult.of(ended.get());
                }
            } catch (AwsCallException awsCallException) {
                problem = awsCallException.message();
                if (awsCallException.refusal() == ErrorKind.DENIED
                        || awsCallException.refusal() == ErrorKind.UNEXPECTED) {
                    throw notRouted(step, started, problem);
                }
                pollSchedule.throttled();
            }
            executionContext.pause(pollSchedule.next(executionContext.since(started)));
        }
        throw notRouted(
                step,
                started,
                "routing was not verified within "
                        + executionContext.timeouts.routing().toSeconds() + " s: " + problem);
    }

    /// The ENIs are there: whether another instance would do better has to be observed first.
    private ExecutionAborted notRouted(Step.AwaitRouting step, Instant started, String message) {
        executionContext.note(step, Result.FAILED, started, message);
        return new ExecutionAborted(new ExecutionEnd.NotRouted(step.target(), message));
    }

    /// A command that was never delivered says nothing of the guest, and may have run all the same: `apply` changes
    /// nothing where all is done.
    private static boolean asksAgain(CommandRunner.Ended ended, Sent command, Instant attached) {
        return RoutingResult.of(ended).kind() == Kind.NOT_DELIVERED || waitedInVain(ended, command, attached);
    }

    /// The script's own wait ended before the ENI was attached, as under throttling, when a detach takes minutes.
    private static boolean waitedInVain(CommandRunner.Ended ended, Sent command, Instant attached) {
        return ended.exitCode() == NO_INTERFACE
                && command.at().plus(DEVICE_WAIT).minus(TOO_CLOSE).isBefore(attached);
    }

    private void settle(Step.AwaitRouting step, Instant started, RoutingResult result, Optional<RebootRecovery> boot) {
        result.otherScript().ifPresent(message -> {
            executionContext.note(
                    Step.Kind.RECORD,
                    "compare the routing script with this function's version",
                    Result.WARNED,
                    started,
                    message);
            executionContext.warn(message);
        });
        switch (result.kind()) {
            case VERIFIED -> executionContext.note(step, Result.DONE, started, result.message());
            case VERIFIED_WITH_WARNINGS -> executionContext.note(step, Result.WARNED, started, result.message());
            case NOT_VERIFIED, NOT_DELIVERED -> throw notRouted(step, started, result.message());
            case NO_SHOW -> {
                if (boot.isEmpty() || !boot.get().mayHelp(result)) {
                    throw notRouted(step, started, result.message());
                }
                executionContext.note(step, Result.FAILED, started, result.message());
                boot.get().run();
            }
        }
    }

    /// Sends the clean-up to the former holder; the run does not wait for its result.
    Runnable cleanUp(Step.CleanUp step) {
        Instant started = executionContext.scheduler.now();
        try {
            String id = shell.send(step.instance(), new Command("cleanup", step.interfaces(), ""), DELIVERY);
            return () -> executionContext.note(step, Result.DONE, started, "command " + id);
        } catch (AwsCallException awsCallException) {
            return () -> executionContext.note(step, Result.WARNED, started, awsCallException.message());
        }
    }
}
