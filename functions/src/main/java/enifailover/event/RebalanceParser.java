package enifailover.event;

import enifailover.model.InstanceId;
import java.util.List;
import java.util.Optional;

/// `EC2 Instance Rebalance Recommendation`: a Spot instance is at a raised risk.
final class RebalanceParser implements Parser {
    @Override
    public List<Signal> read(Event event, String region) {
        Optional<InstanceId> instance = event.detail().get("instance-id").text().flatMap(InstanceId::parse);
        if (instance.isEmpty()) {
            return Parser.malformed("a rebalance recommendation without an instance id");
        }
        return Parser.elsewhere(event.region(), region)
                .orElseGet(() -> List.of(new Signal.OfInstance(
                        instance.get(), Cause.REBALANCE, event.time(), Optional.empty(), "rebalance recommendation")));
    }
}
