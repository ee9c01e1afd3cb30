package enifailover.readiness.guest;

import enifailover.model.audit.RoutingCheck;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.List;

/// The routing script's own `verify` on the active found every address routed when it was last asked.
public final class RoutingVerified implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        return checkContext.verified().map(last -> findings(checkContext, last)).orElse(List.of());
    }

    private static List<Finding> findings(CheckContext checkContext, RoutingCheck last) {
        String group = checkContext.group().name().value();
        return switch (last.said()) {
            case ROUTED -> List.of();
            case NOT_ROUTED ->
                List.of(new Finding(
                        "routing",
                        Severity.WARNING,
                        group,
                        "the active's guest does not route for the ENIs: " + last.message(),
                        "rules or addresses were taken away in the guest, or never applied by this program",
                        "a drill there and back applies them; or run the document with the verb apply"));
            case SILENT ->
                List.of(new Finding(
                        "routing",
                        Severity.WARNING,
                        group,
                        "the active's guest does not say whether it routes for the ENIs: " + last.message(),
                        "its agent is called online and runs no command, or runs a long one",
                        "look at the agent on " + last.on() + ", and at what else Systems Manager runs there"));
        };
    }
}
