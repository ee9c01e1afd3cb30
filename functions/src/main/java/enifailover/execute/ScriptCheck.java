package enifailover.execute;

import enifailover.model.InstanceId;
import enifailover.port.AwsCallException;
import enifailover.port.CommandRunner;
import enifailover.port.CommandRunner.Command;
import enifailover.port.CommandRunner.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Asks a guest to run the routing script's `verify` for interfaces that are not there yet. That the script came to its
/// last line shows that the agent answers, the shell runs and the script is there; nothing is changed by it.
final class ScriptCheck {
    /// An agent that is online answers within seconds.
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final Duration DELIVERY = Duration.ofSeconds(30);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final CommandRunner shell;
    private final ExecutionContext executionContext;

    ScriptCheck(CommandRunner shell, ExecutionContext executionContext) {
        this.shell = shell;
        this.executionContext = executionContext;
    }

    /// @return why the script cannot be relied upon there; empty where it answered
    Optional<String> problem(InstanceId target, String interfaces) {
        Instant started = executionContext.scheduler.now();
        try {
            executionContext.leaseGuard.check();
            String id = shell.send(target, new Command("verify", interfaces, "wait=1"), DELIVERY);
            while (executionContext.since(started).compareTo(TIMEOUT) < 0) {
                executionContext.leaseGuard.check();
                executionContext.checkDeadline("check whether the routing script runs on " + target);
                Optional<Ended> ended = shell.result(target, id);
                if (ended.isPresent()) {
                    return RoutingResult.spoke(ended.get())
                            ? Optional.empty()
                            : Optional.of("the routing script does not run on it: command "
                                    + ended.get().status() + ", exit code "
                                    + ended.get().exitCode());
                }
                executionContext.pause(PERIOD);
            }
        } catch (AwsCallException awsCallException) {
            return Optional.of(awsCallException.message());
        }
        return Optional.of("the routing script did not answer within " + TIMEOUT.toSeconds() + " s");
    }
}
