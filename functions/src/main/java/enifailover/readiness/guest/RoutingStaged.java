package enifailover.readiness.guest;

import enifailover.model.InstanceId;
import enifailover.model.audit.StagedFile;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.List;
import java.util.Optional;

/// The standbys have the group's staged routing file, if staging is on. A failover does not need the file.
public final class RoutingStaged implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        return checkContext.auditBaseline().staged().entrySet().stream()
                .filter(one -> checkContext.group().member(one.getKey()).isPresent())
                .flatMap(one -> finding(one.getKey(), one.getValue()).stream())
                .toList();
    }

    private static Optional<Finding> finding(InstanceId standby, StagedFile stagedFile) {
        return switch (stagedFile.end()) {
            case DONE -> Optional.empty();
            case NOT_POSSIBLE ->
                Optional.of(new Finding(
                        "staging",
                        Severity.NOTE,
                        standby.value(),
                        "routing cannot be staged on it: " + stagedFile.message(),
                        "its network manager cannot configure an interface before the interface is attached",
                        "nothing: a failover configures the routing after the attach"));
            case FAILED ->
                Optional.of(new Finding(
                        "staging",
                        Severity.WARNING,
                        standby.value(),
                        "the command that stages the routing failed: " + stagedFile.message(),
                        "a failover runs the same script there and may fail for the same reason",
                        "correct what the message names; staging is tried again every hour"));
        };
    }
}
