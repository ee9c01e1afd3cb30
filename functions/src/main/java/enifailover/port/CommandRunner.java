package enifailover.port;

import enifailover.model.InstanceId;
import java.time.Duration;
import java.util.Optional;

/// Runs the routing document on an instance by Systems Manager. Each method makes one request and throws
/// [AwsCallException].
public interface CommandRunner {

    /// What the document is asked to do.
    ///
    /// @param verb `apply`, `verify`, `cleanup` or `stage`
    /// @param interfaces the ENIs, as the document's parameter wants them
    /// @param options more of it, as the document's parameter wants it
    record Command(String verb, String interfaces, String options) {}

    /// How a command ended.
    ///
    /// @param status Systems Manager's word, such as `Success`, `Failed`, `ExecutionTimedOut`, `DeliveryTimedOut`;
    /// spaces     left out
    /// @param exitCode the script's exit code; -1 where it never ran
    /// @param output what it printed
    /// @param error what it wrote to standard error
    record Ended(String status, int exitCode, String output, String error) {}

    /// Sends the command.
    ///
    /// @param deliverWithin how long Systems Manager may try to hand it over, 30 s at least
    /// @return the command's id
    String send(InstanceId instance, Command command, Duration deliverWithin);

    /// How the command ended, or empty while it has not. A command that Systems Manager does not show yet has not.
    Optional<Ended> result(InstanceId instance, String commandId);

    /// Asks that the command end. Systems Manager promises nothing: a command may end by itself before its agent
    /// hears of it. What runs is killed and gives no output. A command that has ended is not changed.
    void cancel(InstanceId instance, String commandId);
}
