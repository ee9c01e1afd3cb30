package enifailover.readiness.standby;

import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A drill has succeeded recently enough.
public final class DrillAge implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        Duration every = checkContext.thresholds().drillEvery();
        Optional<Instant> last = checkContext.auditBaseline().drilledAt();
        if (every.isZero()
                || last.filter(at -> !at.plus(every).isBefore(checkContext.now()))
                        .isPresent()) {
            return List.of();
        }
        String group = checkContext.group().name().value();
        return List.of(new Finding(
                "drill-age",
                Severity.WARNING,
                group,
                last.map(at -> "the last successful drill was "
                                + Duration.between(at, checkContext.now()).toDays() + " days ago")
                        .orElse("no drill has succeeded yet"),
                "this deployment requires a drill every " + every.toDays() + " days (DrillEveryDays)",
                "drill: invoke DrillFunction with {\"action\":\"failover\",\"group\":\"" + group + "\",\"confirm\":\""
                        + group + "\"}"));
    }
}
