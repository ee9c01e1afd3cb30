package enifailover.execute;

import enifailover.execute.Outcome.Result;
import enifailover.model.DevicePosition;
import enifailover.model.Instance;
import enifailover.model.InstanceState;
import enifailover.plan.Step;
import enifailover.port.AwsCallException;
import enifailover.port.CommandRunner;
import enifailover.port.CommandRunner.Command;
import enifailover.port.Ec2Reader;
import enifailover.port.ErrorKind;
import enifailover.port.InstancePower;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The last resort for a guest that does not show the interface: one reboot, then routing again, by the guest that
/// comes up. EC2 shows the instance as running all the time and Systems Manager its agent as online for minutes, so
/// what is believed is only the guest's own word how long it has been up.
final class RebootRecovery {
    /// A guest that booted so lately has not shown it after that boot either. It may have been this program's reboot,
    /// in a run that died: so there is one, whoever asks.
    private static final Duration FRESH = Duration.ofMinutes(15);

    /// From the request until the new guest's verdict; an instance commonly needs 30 to 90 s until its agent answers.
    private static final Duration TIMEOUT = Duration.ofSeconds(150);

    /// A command that the reboot cut off never ends: after so long another is sent.
    private static final Duration ONE_COMMAND = Duration.ofSeconds(40);

    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration DELIVERY = Duration.ofSeconds(30);

    private final Ec2Reader ec2Reader;
    private final InstancePower instancePower;
    private final CommandRunner shell;
    private final ExecutionContext executionContext;
    private final Step.RebootIfInterfaceMissing step;
    /// What the new guest has not verified yet.
    private final Deque<Command> commands = new ArrayDeque<>();

    /// @param interfaces the document's parameter, of each command
    RebootRecovery(
            Ec2Reader ec2Reader,
            InstancePower instancePower,
            CommandRunner shell,
            ExecutionContext executionContext,
            Step.RebootIfInterfaceMissing step,
            List<String> interfaces) {
        this.ec2Reader = ec2Reader;
        this.instancePower = instancePower;
        this.shell = shell;
        this.executionContext = executionContext;
        this.step = step;
        interfaces.forEach(one -> commands.add(new Command("apply", one, "wait=20")));
    }

    /// @param noShow what the guest said that does not show the interface
    boolean mayHelp(RoutingResult noShow) {
        return noShow.up().map(up -> up.compareTo(FRESH) >= 0).orElse(false);
    }

    /// @throws ExecutionAborted unless the guest that came up has verified its routing in time
    void run() {
        Instant asked = executionContext.scheduler.now();
        ask(asked);
        TargetWatch watch = new TargetWatch(ec2Reader, executionContext, step.target());
        while (executionContext.since(asked).compareTo(TIMEOUT) < 0) {
            executionContext.pause(PERIOD);
            checkTarget(watch, asked);
            Optional<RoutingResult> said = once(asked, watch).filter(result -> ofTheNewBoot(result, asked));
            if (said.isPresent() && said.get().verified() && commands.size() > 1) {
                commands.remove();
            } else if (said.isPresent()) {
                settle(said.get(), asked);
                return;
            }
        }
        throw refused(asked, "routing was not verified " + TIMEOUT.toSeconds() + " s after the reboot");
    }

    /// A guest that stops gives no answer.
    private void checkTarget(TargetWatch watch, Instant asked) {
        Optional<InstanceState> left = watch.left();
        if (left.isPresent()) {
            String message = step.target() + " is " + left.get().word() + " after its reboot";
            executionContext.note(step, Result.FAILED, asked, message);
            throw new ExecutionAborted(new ExecutionEnd.TargetRefused(step.target(), message));
        }
    }

    /// Once: a request that was not answered may have rebooted it, and another would do so again.
    private void ask(Instant asked) {
        PollSchedule pollSchedule = PollSchedule.ofRequest(Duration.ofMillis(200));
        while (true) {
            check();
            try {
                Set<DevicePosition> others = others();
                if (!others.isEmpty()) {
                    throw refused(
                            asked, step.target() + " now has other interfaces (" + others + "): it is not rebooted");
                }
                instancePower.reboot(step.target());
                return;
            } catch (AwsCallException awsCallException) {
                if (awsCallException.refusal() == ErrorKind.UNANSWERED) {
                    return;
                }
                if (awsCallException.refusal() != ErrorKind.THROTTLED
                        || executionContext.since(asked).compareTo(TIMEOUT) >= 0) {
                    throw refused(asked, awsCallException.message());
                }
                pollSchedule.throttled();
                executionContext.pause(pollSchedule.next(Duration.ZERO));
            }
        }
    }

    /// The plan is minutes old by now: another group's ENI may have come to the target since.
    private Set<DevicePosition> others() {
        Set<DevicePosition> others = new TreeSet<>(
                ec2Reader.instance(step.target()).map(Instance::occupied).orElse(Set.of()));
        others.remove(new DevicePosition(0, 0)); // its own primary interface
        others.removeAll(step.own());
        return others;
    }

    /// One command, until it ends or is given up. Empty where nothing came of it.
    private Optional<RoutingResult> once(Instant asked, TargetWatch watch) {
        Instant sent = executionContext.scheduler.now();
        try {
            check();
            String id = shell.send(step.target(), commands.element(), DELIVERY);
            while (executionContext.since(sent).compareTo(ONE_COMMAND) < 0
                    && executionContext.since(asked).compareTo(TIMEOUT) < 0) {
                check();
                checkTarget(watch, asked);
                Optional<CommandRunner.Ended> ended = shell.result(step.target(), id);
                if (ended.isPresent()) {
                    return ended.map(RoutingResult::of);
                }
                executionContext.pause(LOOK);
            }
        } catch (AwsCallException away) {
            if (away.refusal() == ErrorKind.DENIED) {
                throw refused(asked, away.message());
            }
        }
        return Optional.empty();
    }

    private boolean ofTheNewBoot(RoutingResult result, Instant asked) {
        return result.up()
                .map(up -> up.compareTo(executionContext.since(asked)) <= 0)
                .orElse(false);
    }

    private void settle(RoutingResult result, Instant asked) {
        switch (result.kind()) {
            case VERIFIED, VERIFIED_WITH_WARNINGS ->
                executionContext.note(step, Result.WARNED, asked, "rebooted; " + result.message());
            case NOT_VERIFIED, NO_SHOW, NOT_DELIVERED -> throw refused(asked, "after the reboot: " + result.message());
        }
    }

    private ExecutionAborted refused(Instant asked, String message) {
        executionContext.note(step, Result.FAILED, asked, message);
        return new ExecutionAborted(new ExecutionEnd.NotRouted(step.target(), message));
    }

    private void check() {
        executionContext.leaseGuard.check();
        executionContext.checkDeadline(step.message());
    }
}
