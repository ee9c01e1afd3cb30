package enifailover.report;

import enifailover.execute.Outcome;
import java.util.Optional;

/// The steps whose durations are metrics.
public enum StepMetric {
    FENCE("FenceDuration"),
    START_STANDBY("StartStandbyDuration"),
    DETACH("DetachDuration"),
    ATTACH("AttachDuration"),
    /// The wait that remains after the attach, not the duration of the command.
    ROUTING("RoutingDuration"),
    PROBE("ProbeDuration");

    private final String metric;

    StepMetric(String metric) {
        this.metric = metric;
    }

    /// The metric's name; its unit is the millisecond.
    public String metric() {
        return metric;
    }

    /// @return empty for a step that no other step waits for, and for one that had nothing to do
    public static Optional<StepMetric> of(Outcome outcome) {
        if (outcome.result() == Outcome.Result.ALREADY) {
            return Optional.empty();
        }
        return switch (outcome.kind()) {
            case FENCE -> Optional.of(FENCE);
            case START_STANDBY -> Optional.of(START_STANDBY);
            case DETACH -> Optional.of(DETACH);
            case ATTACH -> Optional.of(ATTACH);
            case AWAIT_ROUTING -> Optional.of(ROUTING);
            case PROBE -> Optional.of(PROBE);
            case KEEP_ON_TERMINATION, CHECK_PERMISSIONS, SEND_ROUTING, RESTORE, REBOOT, CLEAN_UP, RECORD ->
                Optional.empty();
        };
    }
}
