package enifailover.report;

import enifailover.execute.Outcome;
import enifailover.execute.Outcome.Result;
import enifailover.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The outage for a client of the moved addresses, counted from the first detach request. Upper bounds: each end is the
/// time of its observation.
///
/// @param attached until the last ENI was attached
/// @param routed until the guest had verified its routing; empty where none was configured
/// @param answered until the probe succeeded; empty without a probe, or where it failed
public record Outage(Duration attached, Optional<Duration> routed, Optional<Duration> answered) {

    /// The longest of them: the outage of a client.
    public Duration whole() {
        Duration longest = attached;
        for (Optional<Duration> other : List.of(routed, answered)) {
            longest = other.isPresent() && other.get().compareTo(longest) > 0 ? other.get() : longest;
        }
        return longest;
    }

    /// @param outcomes the outcomes of the steps of a run
    /// @return empty where no ENI was moved
    public static Optional<Outage> of(List<Outcome> outcomes) {
        Optional<Instant> begun =
                of(outcomes, Step.Kind.DETACH).stream().map(Outcome::started).min(Instant::compareTo);
        Optional<Instant> attached = last(of(outcomes, Step.Kind.ATTACH));
        if (begun.isEmpty() || attached.isEmpty() || attached.get().isBefore(begun.get())) {
            return Optional.empty();
        }
        Instant from = begun.get();
        return Optional.of(new Outage(
                Duration.between(from, attached.get()),
                last(of(outcomes, Step.Kind.AWAIT_ROUTING)).map(end -> Duration.between(from, end)),
                last(of(outcomes, Step.Kind.PROBE).stream()
                                .filter(probe -> probe.result() == Result.DONE)
                                .toList())
                        .map(end -> Duration.between(from, end))));
    }

    private static List<Outcome> of(List<Outcome> outcomes, Step.Kind kind) {
        return outcomes.stream()
                .filter(outcome -> outcome.kind() == kind && outcome.result() != Result.FAILED)
                .toList();
    }

    private static Optional<Instant> last(List<Outcome> outcomes) {
        return outcomes.stream().map(o -> o.started().plus(o.took())).max(Instant::compareTo);
    }
}
