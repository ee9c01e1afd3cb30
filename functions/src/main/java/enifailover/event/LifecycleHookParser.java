package enifailover.event;

import enifailover.model.InstanceId;
import java.util.List;
import java.util.Optional;

/// `EC2 Instance-terminate Lifecycle Action`: a lifecycle hook holds an instance in `Terminating:Wait`. Auto Scaling
/// terminates it, or returns it to its warm pool, when the hook is completed or its timeout ends. This program leaves
/// the hook to its owner. Source: Amazon EC2 Auto Scaling user guide, "EventBridge event reference".
final class LifecycleHookParser implements Parser {
    @Override
    public List<Signal> read(Event event, String region) {
        Optional<InstanceId> instance =
                event.detail().get("EC2InstanceId").text().flatMap(InstanceId::parse);
        Optional<String> transition = event.detail().get("LifecycleTransition").text();
        if (instance.isEmpty() || transition.isEmpty() || transition.get().isBlank()) {
            return Parser.malformed("a lifecycle action without an instance id or a transition");
        }
        if (!transition.get().equals("autoscaling:EC2_INSTANCE_TERMINATING")) {
            return Parser.noAction("lifecycle transition " + Json.shown(transition.get()));
        }
        String group = event.detail().get("AutoScalingGroupName").text().orElse("without a name");
        return Parser.elsewhere(event.region(), region)
                .orElseGet(() -> List.of(new Signal.OfInstance(
                        instance.get(),
                        Cause.AUTO_SCALING_TERMINATION,
                        event.time(),
                        Optional.empty(),
                        "Auto Scaling group " + Json.shown(group) + " is about to terminate it")));
    }
}
