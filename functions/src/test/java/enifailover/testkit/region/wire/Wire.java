package enifailover.testkit.region.wire;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.call.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// Finds the protocol of a request by the service it was signed for.
public final class Wire {
    private final Ec2Wire ec2;
    private final SsmWire ssm;
    private final CloudWatchWire cloudWatch;
    private final EventsWire events;
    private final SnsWire sns;
    private final ScalingWire scaling;

    /// @param region who answers
    public Wire(Region region) {
        ec2 = new Ec2Wire(region);
        ssm = new SsmWire(region);
        cloudWatch = new CloudWatchWire(region);
        events = new EventsWire(region);
        sns = new SnsWire(region);
        scaling = new ScalingWire(region);
    }

    /// Answers a request.
    ///
    /// @param timeout how long the caller waits
    /// @throws enifailover.testkit.region.call.Unanswered where there is to be no answer
    public WireResponse answer(WireRequest request, Duration timeout) {
        Caller caller = new Caller(request.accessKey(), timeout);
        return switch (request.service()) {
            case "ec2" -> ec2.answer(request, caller);
            case "ssm" -> ssm.answer(request, caller);
            case "monitoring" -> cloudWatch.answer(request, caller);
            case "events" -> events.answer(request, caller);
            case "sns" -> sns.answer(request, caller);
            case "autoscaling" -> scaling.answer(request, caller);
            default ->
                new WireResponse(
                        501,
                        Map.of("Content-Type", "text/plain"),
                        ("the simulated region has no service " + request.service()).getBytes(StandardCharsets.UTF_8));
        };
    }
}
