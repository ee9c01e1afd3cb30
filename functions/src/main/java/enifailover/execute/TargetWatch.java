package enifailover.execute;

import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.group.InstanceState;
import enifailover.port.Observer;
import enifailover.port.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Looks now and then whether the target still runs while its routing is awaited. A guest that stops gives no answer,
/// and a wait for it would cost more than a minute.
final class TargetWatch {
    /// Most answers come before the first look, so that it costs a usual failover nothing.
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final Observer observer;
    private final Course course;
    private final InstanceId target;
    private Instant last;

    TargetWatch(Observer observer, Course course, InstanceId target) {
        this.observer = observer;
        this.course = course;
        this.target = target;
        this.last = course.time.now();
    }

    /// @return its state, where it has left service
    Optional<InstanceState> left() {
        if (course.since(last).compareTo(PERIOD) < 0) {
            return Optional.empty();
        }
        last = course.time.now();
        try {
            return observer.instance(target).map(Instance::state).filter(InstanceState::leaving);
        } catch (Refused away) {
            return Optional.empty(); // the wait goes on without this look
        }
    }
}
