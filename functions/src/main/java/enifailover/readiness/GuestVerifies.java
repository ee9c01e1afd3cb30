package enifailover.readiness;

import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import enifailover.survey.Verified;
import java.util.List;

/// The routing script's own `verify` on the active found every address routed when it was last asked.
final class GuestVerifies implements Check {
    @Override
    public List<Finding> look(Ground ground) {
        return ground.verified().map(last -> findings(ground, last)).orElse(List.of());
    }

    private static List<Finding> findings(Ground ground, Verified last) {
        String group = ground.group().name().value();
        return switch (last.said()) {
            case ROUTED -> List.of();
            case NOT_ROUTED ->
                List.of(new Finding(
                        "routing",
                        Severity.WARNING,
                        group,
                        "the active's guest does not route for the ENIs: " + last.words(),
                        "rules or addresses were taken away in the guest, or never applied by this program",
                        "a drill there and back applies them; or run the document with the verb apply"));
            case SILENT ->
                List.of(new Finding(
                        "routing",
                        Severity.WARNING,
                        group,
                        "the active's guest does not say whether it routes for the ENIs: " + last.words(),
                        "its agent is called online and runs no command, or runs a long one",
                        "look at the agent on " + last.on() + ", and at what else Systems Manager runs there"));
        };
    }
}
