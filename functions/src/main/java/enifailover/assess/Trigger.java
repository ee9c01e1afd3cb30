package enifailover.assess;

import enifailover.event.Cause;
import enifailover.event.Signal;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import java.time.Instant;
import java.util.Optional;

/// Why a run looks at a group. What it says of an instance is never believed without a look.
///
/// @param cause the kind of claim
/// @param instance the instance it names, where it names one
/// @param at when the claim was made, where told
/// @param startsAt when announced trouble begins, where told
/// @param state the state of the instance that EC2 told, where it told one
/// @param message the claim in its own terms
public record Trigger(
        Cause cause,
        Optional<InstanceId> instance,
        Optional<Instant> at,
        Optional<Instant> startsAt,
        Optional<InstanceState> state,
        String message) {

    /// Where no state was told.
    public Trigger(
            Cause cause,
            Optional<InstanceId> instance,
            Optional<Instant> at,
            Optional<Instant> startsAt,
            String message) {
        this(cause, instance, at, startsAt, Optional.empty(), message);
    }

    /// The scheduled look.
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
