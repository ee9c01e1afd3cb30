package enifailover.readiness.deployment;

import enifailover.model.audit.PermissionCheck;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Thresholds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// EC2 would let the failover's role detach and attach: it asked, by `DryRun`, not long ago.
public final class PermissionsVerified {
    private PermissionsVerified() {}

    public static List<Finding> of(Optional<PermissionCheck> rights, Thresholds thresholds, Instant now) {
        if (rights.isEmpty() || rights.get().at().plus(thresholds.rightsAge()).isBefore(now)) {
            return List.of(new Finding(
                    "rights",
                    Severity.WARNING,
                    "FailoverFunction",
                    rights.map(last -> "it last asked EC2 by DryRun what it may do at " + last.at())
                            .orElse("it has never asked EC2 by DryRun what it may do"),
                    "the sweep asks once an hour, so the sweep does not run, or there is no group at rest",
                    "see whether the sweep's rule is enabled and the function's log has errors"));
        }
        return rights.get().refused().stream()
                .map(message -> new Finding(
                        "rights",
                        Severity.BLOCKER,
                        "FailoverFunction",
                        "EC2 would not let it move group " + rights.get().group() + ": " + message,
                        "the role, a permissions boundary or an organisation's policy does not allow it",
                        "deploy the template again, and look at what else limits the role"))
                .toList();
    }
}
