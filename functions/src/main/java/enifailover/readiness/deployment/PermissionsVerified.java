package enifailover.readiness.deployment;

import enifailover.model.audit.PermissionCheck;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Thresholds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The failover's role may detach and attach ENIs, by a recent `DryRun` of EC2.
public final class PermissionsVerified {
    private PermissionsVerified() {}

    public static List<Finding> of(Optional<PermissionCheck> rights, Thresholds thresholds, Instant now) {
        if (rights.isEmpty() || rights.get().at().plus(thresholds.rightsAge()).isBefore(now)) {
            return List.of(new Finding(
                    "permission-check",
                    Severity.WARNING,
                    "FailoverFunction",
                    rights.map(last -> "its last check of its own permissions (DryRun) was at " + last.at())
                            .orElse("it has not checked its own permissions (DryRun) yet"),
                    "the sweep makes this check once an hour: it does not run, or every group is being moved",
                    "check that the rule of the sweep is enabled, and read the log of the function"));
        }
        return rights.get().refused().stream()
                .map(message -> new Finding(
                        "permission-check",
                        Severity.BLOCKER,
                        "FailoverFunction",
                        "EC2 denies a move of group " + rights.get().group() + ": " + message,
                        "the role, a permissions boundary or a service control policy denies the call",
                        "deploy the template again; then check permissions boundaries and service control policies"))
                .toList();
    }
}
