package enifailover.testkit.region.ssm;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What runs a command on an instance: a simulation, or something real. It is asked on the region's clock and must not
/// block: it answers later, once.
@FunctionalInterface
public interface Host {

    /// One command, as the agent hands it over.
    ///
    /// @param instanceId where
    /// @param commandId which
    /// @param document the document's name
    /// @param parameters the document's parameters, with fallbacks left out
    record Command(String instanceId, String commandId, String document, Map<String, List<String>> parameters) {

        /// A parameter's value, or nothing.
        public String parameter(String name) {
            return String.join(" ", parameters.getOrDefault(name, List.of()));
        }
    }

    /// How a command ended.
    ///
    /// @param exitCode the script's
    /// @param output standard output
    /// @param error standard error
    record Answer(int exitCode, String output, String error) {}

    /// An interface that the guest has.
    ///
    /// @param mac its MAC address
    /// @param since when its device appeared
    record Device(String mac, Instant since) {}

    /// What a host can see and do.
    interface Guest {
        /// The present moment.
        Instant now();

        /// Does something later; it is dropped if the instance stops meanwhile.
        void at(Instant when, Runnable what);

        /// The interfaces attached to the instance now, as the hypervisor shows them.
        List<Device> devices();

        /// Ends the command.
        void answer(Answer answer);
    }

    /// Begins to run a command.
    void run(Command command, Guest guest);
}
