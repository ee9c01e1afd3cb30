package enifailover.readiness.guest;

import enifailover.model.InstanceId;
import enifailover.model.audit.StagedFile;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.List;
import java.util.Optional;

/// The standbys have the group's routing file ahead of time, where that was asked for. The failover needs none of it.
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
                        "its routing cannot be staged ahead: " + stagedFile.message(),
                        "its network manager finds no interface by its MAC before it is there",
                        "nothing: the failover's command routes there when the interface comes"));
            case FAILED ->
                Optional.of(new Finding(
                        "staging",
                        Severity.WARNING,
                        standby.value(),
                        "the command that stages its routing ahead failed: " + stagedFile.message(),
                        "the failover runs the same script there, and may fail likewise",
                        "mend what it says; it is tried again every hour"));
        };
    }
}
