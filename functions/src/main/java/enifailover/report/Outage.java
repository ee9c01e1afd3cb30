package enifailover.report;

import enifailover.execute.Outcome;
import enifailover.execute.Outcome.Result;
import enifailover.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a client of the moved addresses would have seen, counted from the first detach request: until then the old
/// holder answered. Upper bounds: each end is the moment of its observation.
///
/// @param attached until the last ENI was attached
/// @param routed until the guest had verified its routing; empty where none was applied
/// @param answered until the probe was answered; empty where none is set, or it never was
public record Outage(Duration attached, Optional<Duration> routed, Optional<Duration> answered) {

    /// The longest of them: what a client waited for.
    public Duration whole() {
        Duration longest = attached;
        for (Optional<Duration> other : List.of(routed, answered)) {
            longest = other.isPresent() && other.get().compareTo(longest) > 0 ? other.get() : longest;
        }
        return longest;
    }

    /// @param steps every step that was planned
    /// @param outcomes what came of them
    /// @return empty where no ENI was taken from an instance and attached to another
    public static Optional<Outage> of(List<Step> steps, List<Outcome> outcomes) {
        Optional<Instant> begun = of(steps, outcomes, Step.Detach.class).stream()
                .map(Outcome::started)
                .min(Instant::compareTo);
        Optional<Instant> attached = last(of(steps, outcomes, Step.Attach.class));
        if (begun.isEmpty() || attached.isEmpty() || attached.get().isBefore(begun.get())) {
            return Optional.empty();
        }
        Instant from = begun.get();
        return Optional.of(new Outage(
                Duration.between(from, attached.get()),
                last(of(steps, outcomes, Step.AwaitRouting.class)).map(end -> Duration.between(from, end)),
                last(of(steps, outcomes, Step.ProbeTcp.class).stream()
                                .filter(recheck -> recheck.result() == Result.DONE)
                                .toList())
                        .map(end -> Duration.between(from, end))));
    }

    /// An outcome tells its step in the step's own words.
    private static List<Outcome> of(List<Step> steps, List<Outcome> outcomes, Class<? extends Step> kind) {
        List<String> message =
                steps.stream().filter(kind::isInstance).map(Step::message).toList();
        return outcomes.stream()
                .filter(outcome -> message.contains(outcome.step()) && outcome.result() != Result.FAILED)
                .toList();
    }

    private static Optional<Instant> last(List<Outcome> outcomes) {
        return outcomes.stream().map(o -> o.started().plus(o.took())).max(Instant::compareTo);
    }
}
