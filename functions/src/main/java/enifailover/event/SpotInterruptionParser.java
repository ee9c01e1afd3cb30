package enifailover.event;

import enifailover.model.InstanceId;
import java.util.List;
import java.util.Optional;

/// `EC2 Spot Instance Interruption Warning`: EC2 terminates, stops or hibernates the instance in two minutes. The ENIs
/// move on this word alone, so it has to be complete.
final class SpotInterruptionParser implements Parser {
    @Override
    public List<Signal> read(Event event, String region) {
        Optional<InstanceId> instance = event.detail().get("instance-id").text().flatMap(InstanceId::parse);
        Optional<String> action = event.detail().get("instance-action").text();
        if (instance.isEmpty() || action.isEmpty() || action.get().isBlank()) {
            return Parser.malformed("a Spot interruption without an instance id or an action");
        }
        return Parser.elsewhere(event.region(), region)
                .orElseGet(() -> List.of(new Signal.OfInstance(
                        instance.get(),
                        Cause.SPOT_INTERRUPTION,
                        event.time(),
                        Optional.empty(),
                        "Spot interruption: " + Json.shown(action.get()))));
    }
}
