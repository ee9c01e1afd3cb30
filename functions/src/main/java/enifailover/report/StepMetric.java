package enifailover.report;

import enifailover.execute.Outcome;
import java.util.Optional;

/// The steps whose durations are metrics.
public enum StepMetric {
    FENCE("FenceDuration"),
    START_STANDBY("StartStandbyDuration"),
    DETACH("DetachDuration"),
    ATTACH("AttachDuration"),
    /// The wait that is left when the ENI has arrived, not the command's own time.
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

    /// @param outcome how a step went
    /// @return empty for a step whose time nobody waits for, such as a command that is sent ahead, and for one that
    ///     found everything done: its duration says nothing of AWS
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
