package enifailover.report;

import enifailover.execute.Outcome;
import java.util.Optional;

/// The kinds of steps whose durations are worth a graph, found by how the words of a step begin: an outcome keeps its
/// step as a person reads it. A test holds the table to every step there is.
public enum StepKind {
    FENCE("FenceDuration", "fence "),
    START_STANDBY("StartStandbyDuration", "start the cold standby "),
    DETACH("DetachDuration", "detach "),
    ATTACH("AttachDuration", "attach "),
    /// The wait that is left when the ENI has arrived, not the command's own time.
    ROUTING("RoutingDuration", "wait for routing"),
    PROBE("ProbeDuration", "knock at ");

    private final String metric;
    private final String beginning;

    StepKind(String metric, String beginning) {
        this.metric = metric;
        this.beginning = beginning;
    }

    /// The metric's name; its unit is the millisecond.
    public String metric() {
        return metric;
    }

    /// @param outcome how a step went
    /// @return empty for a step whose time nobody waits for, such as a command that is sent ahead, and for one that
    ///     found everything done: its duration says nothing of AWS
    public static Optional<StepKind> of(Outcome outcome) {
        if (outcome.result() == Outcome.Result.ALREADY) {
            return Optional.empty();
        }
        for (StepKind kind : values()) {
            if (outcome.step().startsWith(kind.beginning)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
