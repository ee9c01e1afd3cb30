package enifailover.assess;

import enifailover.event.Cause;
import enifailover.event.Signal;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import java.time.Instant;
import java.util.Optional;

/// Why a run observes a group. What it says of an instance is only acted on after an observation.
///
/// @param cause the kind of claim
/// @param instance the instance it names, where it names one
/// @param at when the claim was made, if known
/// @param startsAt when the announced event starts, if known
/// @param state the instance state in the event, if any
/// @param message the claim, for a person
public record Trigger(
        Cause cause,
        Optional<InstanceId> instance,
        Optional<Instant> at,
        Optional<Instant> startsAt,
        Optional<InstanceState> state,
        String message) {

    /// Without an instance state.
    public Trigger(
            Cause cause,
            Optional<InstanceId> instance,
            Optional<Instant> at,
            Optional<Instant> startsAt,
            String message) {
        this(cause, instance, at, startsAt, Optional.empty(), message);
    }

    /// The sweep.
    public static final Trigger SWEEP =
            new Trigger(Cause.SWEEP, Optional.empty(), Optional.empty(), Optional.empty(), "the sweep");

    /// What an event says of one instance.
    public static Trigger of(Signal.OfInstance signal) {
        return new Trigger(
                signal.cause(),
                Optional.of(signal.instance()),
                signal.at(),
                signal.startsAt(),
                signal.state(),
                signal.message());
    }
}
