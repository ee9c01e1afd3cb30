package enifailover.execute;

import enifailover.group.InstanceId;
import enifailover.port.Refused;
import enifailover.port.RemoteShell;
import enifailover.port.RemoteShell.Command;
import enifailover.port.RemoteShell.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Asks a guest to run the routing script's `verify` for interfaces that are not there yet. That the script came to its
/// last line shows that the agent answers, the shell runs and the script is there; nothing is changed by it.
final class ScriptCheck {
    /// An agent that is online answers within seconds.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration DELIVERY = Duration.ofSeconds(30);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final RemoteShell shell;
    private final Course course;

    ScriptCheck(RemoteShell shell, Course course) {
        this.shell = shell;
        this.course = course;
    }

    /// @return why the script cannot be relied upon there; empty where it answered
    Optional<String> problem(InstanceId target, String interfaces) {
        Instant started = course.time.now();
        try {
            course.guard.check();
            String id = shell.send(target, new Command("verify", interfaces, "wait=1"), DELIVERY);
            while (course.since(started).compareTo(PATIENCE) < 0) {
                course.guard.check();
                course.checkDeadline("ask whether the routing script runs on " + target);
                Optional<Ended> ended = shell.result(target, id);
                if (ended.isPresent()) {
                    return RoutingResult.spoke(ended.get())
                            ? Optional.empty()
                            : Optional.of("the routing script does not run there: command "
                                    + ended.get().status() + ", exit code "
                                    + ended.get().exitCode());
                }
                course.pause(PERIOD);
            }
        } catch (Refused refused) {
            return Optional.of(refused.words());
        }
        return Optional.of("the routing script gave no answer there within " + PATIENCE.toSeconds() + " s");
    }
}
