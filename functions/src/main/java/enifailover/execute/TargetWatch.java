package enifailover.execute;

import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.port.AwsCallException;
import enifailover.port.Ec2Reader;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Checks from time to time whether the target still runs before its routing is verified. A guest that stops gives no
/// answer, and a wait for it would cost more than a minute.
final class TargetWatch {
    /// Most answers come before the first look, so that it costs a usual failover nothing.
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final Ec2Reader ec2Reader;
    private final ExecutionContext executionContext;
    private final InstanceId target;
    private Instant last;

    TargetWatch(Ec2Reader ec2Reader, ExecutionContext executionContext, InstanceId target) {
        this.ec2Reader = ec2Reader;
        this.executionContext = executionContext;
        this.target = target;
        this.last = executionContext.scheduler.now();
    }

    /// @return its state, where it has left service
    Optional<InstanceState> left() {
        if (executionContext.since(last).compareTo(PERIOD) < 0) {
            return Optional.empty();
        }
        last = executionContext.scheduler.now();
        try {
            return ec2Reader.instance(target).map(Instance::state).filter(InstanceState::leaving);
        } catch (AwsCallException away) {
            return Optional.empty(); // the wait goes on without this look
        }
    }
}
