package enifailover.event;

import enifailover.event.Signal.Ignored;
import enifailover.event.Signal.Reason;
import java.util.List;
import java.util.Optional;

/// Reads one kind of event. Never throws; gives at least one signal.
@FunctionalInterface
interface Parser {

    /// @param event the event
    /// @param region the Region this program runs in
    List<Signal> read(Event event, String region);

    /// One of a kind that is known, without what its kind must have.
    static List<Signal> malformed(String message) {
        return dropped(Reason.MALFORMED, message);
    }

    /// One that asks for nothing.
    static List<Signal> noAction(String message) {
        return dropped(Reason.NO_ACTION, message);
    }

    static List<Signal> dropped(Reason reason, String message) {
        return List.of(new Ignored(reason, message));
    }

    /// What is done with an event about another Region: nothing. One that names no Region is taken for ours, since
    /// EventBridge delivered it here.
    ///
    /// @param about the Region that the event is about, where it says one
    static Optional<List<Signal>> elsewhere(Optional<String> about, String region) {
        return about.filter(it -> !it.equals(region))
                .map(it -> noAction("for Region " + Json.shown(it) + "; this function runs in " + region));
    }
}
