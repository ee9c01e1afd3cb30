package enifailover.harness.crash;

import enifailover.harness.crash.Line.Done;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What came of one kill.
///
/// @param kill what was tried
/// @param struck the call at which the process died; empty where it ended before that call
/// @param alive from the event to its death or its answer
/// @param held how long the dead one's lease still held everybody back
/// @param verdicts of those who came after, in their order
/// @param asked all that was asked of AWS meanwhile
/// @param broken the checks that failed, in sentences
record Finding(
        Kill kill,
        Optional<Call> struck,
        Duration alive,
        Duration held,
        List<String> verdicts,
        List<Done> asked,
        List<String> broken) {

    Finding {
        verdicts = List.copyOf(verdicts);
        asked = List.copyOf(asked);
        broken = List.copyOf(broken);
    }

    private String message() {
        return verdicts.isEmpty() ? "nothing to do" : String.join(" ", verdicts);
    }

    /// For a person.
    String line() {
        var end = broken.isEmpty() ? "passed" : "CHECK FAILED";
        return struck.map(call -> String.format(
                        Locale.ROOT,
                        "%-6s %d %s, call %2d %-6s %-33s dead at %.2f s, lease held %4.1f s, %s: %s: %s",
                        kill.on(),
                        kill.enis(),
                        kill.enis() == 1 ? "ENI" : "ENIs",
                        call.nth(),
                        kill.blow().when().word(),
                        call.label(),
                        alive.toMillis() / 1e3,
                        held.toMillis() / 1e3,
                        kill.by().word(),
                        message(),
                        end))
                .orElseGet(() -> String.format(
                        Locale.ROOT,
                        "%-6s %d %s, %s %s: the run had ended before, after %.2f s: %s: %s",
                        kill.on(),
                        kill.enis(),
                        kill.enis() == 1 ? "ENI" : "ENIs",
                        kill.blow().when().word(),
                        kill.blow().at().message(),
                        alive.toMillis() / 1e3,
                        message(),
                        end));
    }
}
