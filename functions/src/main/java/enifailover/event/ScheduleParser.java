package enifailover.event;

import enifailover.event.Signal.Reason;
import java.util.List;

/// `Scheduled Event`: the tick of a schedule without an input of its own. Only one whose rule has `Sweep` in its name
/// is the sweep's, as the template names it; a schedule that somebody else aimed here by mistake wakes nothing.
/// (The template's own schedule says so in its input: source `eni-failover`, detail-type `Sweep`.)
final class ScheduleParser implements Parser {
    @Override
    public List<Signal> read(Event event, String region) {
        boolean sweep = event.resources().stream().map(ScheduleParser::name).anyMatch(name -> name.contains("Sweep"));
        return sweep
                ? List.of(new Signal.Sweep())
                : Parser.dropped(Reason.FOREIGN, "a schedule that is not the schedule of the sweep");
    }

    private static String name(String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length == 6 && (parts[5].startsWith("rule/") || parts[5].startsWith("schedule/")) ? parts[5] : "";
    }
}
