package enifailover.readiness;

import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import enifailover.group.InstanceId;
import enifailover.survey.Staged;
import java.util.List;
import java.util.Optional;

/// The standbys have the group's routing file ahead of time, where that was asked for. The failover needs none of it.
final class StagedAhead implements Check {
    @Override
    public List<Finding> look(Ground ground) {
        return ground.accepted().staged().entrySet().stream()
                .filter(one -> ground.group().member(one.getKey()).isPresent())
                .flatMap(one -> finding(one.getKey(), one.getValue()).stream())
                .toList();
    }

    private static Optional<Finding> finding(InstanceId standby, Staged staged) {
        return switch (staged.end()) {
            case DONE -> Optional.empty();
            case NOT_POSSIBLE ->
                Optional.of(new Finding(
                        "staging",
                        Severity.NOTE,
                        standby.value(),
                        "its routing cannot be staged ahead: " + staged.words(),
                        "its network manager finds no interface by its MAC before it is there",
                        "nothing: the failover's command routes there when the interface comes"));
            case FAILED ->
                Optional.of(new Finding(
                        "staging",
                        Severity.WARNING,
                        standby.value(),
                        "the command that stages its routing ahead failed: " + staged.words(),
                        "the failover runs the same script there, and may fail likewise",
                        "mend what it says; it is tried again every hour"));
        };
    }
}
