package enifailover.execute;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.execute.RoutingResult.Kind;
import enifailover.model.audit.StagedFile.End;
import enifailover.port.CommandRunner.Ended;
import java.util.ArrayList;
import java.util.List;

/// What the routing script said of a file that it was to write ahead of time.
///
/// @param end whether the host's manager has it
/// @param message what a person should know; empty where it has
public record StagingResult(End end, String message) {

    /// Each interface has to name the manager that keeps it: the script ends well, with a warning, where there is none.
    public static StagingResult of(Ended ended) {
        RoutingResult routing = RoutingResult.of(ended);
        if (ended.exitCode() != 0 || routing.kind() == Kind.NOT_VERIFIED || routing.kind() == Kind.NOT_DELIVERED) {
            return new StagingResult(
                    End.FAILED,
                    "exit code " + ended.exitCode() + ", "
                            + routing.message().replace("routing is not verified: ", ""));
        }
        JsonNode line = RoutingResult.lastLine(ended.output());
        List<String> warnings = new ArrayList<>();
        line.path("warnings").forEach(warning -> warnings.add(warning.asText()));
        boolean all = !line.path("interfaces").isEmpty();
        for (JsonNode one : line.path("interfaces")) {
            String keeper = one.path("persist").asText("none");
            all &= !keeper.isEmpty() && !keeper.equals("none");
        }
        return all ? new StagingResult(End.DONE, "") : new StagingResult(End.NOT_POSSIBLE, String.join("; ", warnings));
    }
}
