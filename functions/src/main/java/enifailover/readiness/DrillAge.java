package enifailover.readiness;

import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A drill has succeeded, not too long ago: what was never tried does not work.
final class DrillAge implements Check {
    @Override
    public List<Finding> look(Ground ground) {
        Duration every = ground.standards().drillEvery();
        Optional<Instant> last = ground.accepted().drilledAt();
        if (every.isZero()
                || last.filter(at -> !at.plus(every).isBefore(ground.now())).isPresent()) {
            return List.of();
        }
        String group = ground.group().name().value();
        return List.of(new Finding(
                "drill-age",
                Severity.WARNING,
                group,
                last.map(at -> "the last successful drill was "
                                + Duration.between(at, ground.now()).toDays() + " days ago")
                        .orElse("no drill has ever succeeded"),
                "a drill is asked for every " + every.toDays() + " days",
                "invoke DrillFunction with {\"action\":\"failover\",\"group\":\"" + group + "\",\"confirm\":\"" + group
                        + "\"}"));
    }
}
