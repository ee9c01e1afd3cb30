package enifailover.readiness.guest;

import enifailover.model.audit.RoutingCheck;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.List;

/// The last `verify` of the routing script on the active found every address routed.
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
                List.of(
                        new Finding(
                                "routing",
                                Severity.WARNING,
                                group,
                                "the guest of the active does not route for the ENIs: " + last.message(),
                                "rules or addresses were removed in the guest, or this program never configured them",
                                "drill to the standby and back, which configures them; or run the SSM document with the verb apply"));
            case SILENT ->
                List.of(new Finding(
                        "routing",
                        Severity.WARNING,
                        group,
                        "the guest of the active did not report whether it routes for the ENIs: " + last.message(),
                        "the SSM agent is online but runs no command, or is busy with a long one",
                        "check the SSM agent on " + last.on()
                                + " and the other commands that Systems Manager runs there"));
        };
    }
}
