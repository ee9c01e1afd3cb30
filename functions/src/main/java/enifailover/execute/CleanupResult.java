package enifailover.execute;

import enifailover.execute.RoutingResult.Kind;
import enifailover.port.CommandRunner.Ended;
import java.util.Optional;

/// Whether a clean-up did what it was sent for, by the script's own word.
public final class CleanupResult {
    private CleanupResult() {}

    /// @param ended how the command ended
    /// @return empty when rules, table and files are gone; else what is left, in words
    public static Optional<String> problem(Ended ended) {
        RoutingResult result = RoutingResult.of(ended);
        return result.kind() == Kind.NOT_VERIFIED || result.kind() == Kind.NOT_DELIVERED
                ? Optional.of("command " + ended.status() + ", exit code " + ended.exitCode())
                : Optional.empty();
    }
}
