package enifailover.event;

import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import java.util.List;
import java.util.Optional;

/// `EC2 Instance State-change Notification`: an id and a state, no more. It may be late or out of order, so each of the
/// six states is only a reason to look, and so is one that EC2 should invent.
final class StateChangeParser implements Parser {
    @Override
    public List<Signal> read(Event event, String region) {
        Optional<InstanceId> instance = event.detail().get("instance-id").text().flatMap(InstanceId::parse);
        Optional<String> state = event.detail().get("state").text();
        if (instance.isEmpty() || state.isEmpty() || state.get().isBlank()) {
            return Parser.malformed("a state change without an instance id or a state");
        }
        return Parser.elsewhere(event.region(), region).orElseGet(() -> {
            Optional<InstanceState> known =
                    Optional.of(InstanceState.of(state.get())).filter(one -> one != InstanceState.UNKNOWN);
            String message = (known.isPresent() ? "state " : "unknown state ") + Json.shown(state.get());
            return List.of(new Signal.OfInstance(
                    instance.get(), Cause.STATE_CHANGE, event.time(), Optional.empty(), known, message));
        });
    }
}
