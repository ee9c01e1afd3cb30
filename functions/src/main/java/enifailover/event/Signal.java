package enifailover.event;

import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What one event claims, about one instance where it names one.
public sealed interface Signal {

    /// Something is said of an instance.
    ///
    /// @param instance the instance
    /// @param cause the kind of claim
    /// @param at when the event says it was made; empty where it said nothing readable
    /// @param startsAt when announced trouble begins, where told
    /// @param state the state that EC2 told, where it told one that is known
    /// @param message the claim in the event's own terms, such as `state stopped` or the Health event type code
    record OfInstance(
            InstanceId instance,
            Cause cause,
            Optional<Instant> at,
            Optional<Instant> startsAt,
            Optional<InstanceState> state,
            String message)
            implements Signal {

        /// Where no state was told.
        public OfInstance(
                InstanceId instance, Cause cause, Optional<Instant> at, Optional<Instant> startsAt, String message) {
            this(instance, cause, at, startsAt, Optional.empty(), message);
        }
    }

    /// A composite alarm went to ALARM without naming any instance: its children have to be looked up.
    ///
    /// @param alarm the composite alarm's name
    /// @param children the names of the alarms that are said to have triggered it; may be empty
    /// @param at when
    record OfAlarm(String alarm, List<String> children, Optional<Instant> at) implements Signal {}

    /// The schedule asks for a look at everything.
    record Sweep() implements Signal {}

    /// Not for this program: logged, counted, dropped.
    ///
    /// @param reason why, in words for a log line
    record Ignored(Reason reason, String message) implements Signal {}

    /// Why an event is dropped.
    enum Reason {
        /// Not a JSON object, or one without the keys of its kind.
        MALFORMED,
        /// A kind of event that nobody here handles.
        FOREIGN,
        /// One of ours that asks for nothing: closed, resolved, another Region, an alarm that is no status check.
        NO_ACTION
    }
}
