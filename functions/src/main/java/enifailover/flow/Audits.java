package enifailover.flow;

import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import enifailover.port.Observer;
import enifailover.port.Refused;
import enifailover.port.Time;
import enifailover.readiness.Audit;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which of the things that wake the function ask for an audit. Instances come and go in an account all day: only one
/// of ours is a reason, and many events of one moment are one.
public final class Audits {
    private final Readiness readiness;
    private final Observer observer;
    private final Time time;
    /// When this process last began an audit: it has seen what happened before.
    private volatile @Nullable Instant began;

    public Audits(Readiness readiness, Observer observer, Time time) {
        this.readiness = readiness;
        this.observer = observer;
        this.time = time;
    }

    /// @param deadline when the function is ended from outside
    /// @return the audit; empty where the request is no reason for one
    /// @throws Refused when EC2 could not be asked
    public Optional<Audit> handle(ReadinessRequest request, Instant deadline) {
        return switch (request) {
            case ReadinessRequest.Asked(var accept) -> Optional.of(run(accept, deadline));
            case ReadinessRequest.Everything(var at) ->
                seen(at) ? Optional.empty() : Optional.of(run(Optional.empty(), deadline));
            case ReadinessRequest.OfInstance(var instance, var at) ->
                seen(at) || !ours(instance) ? Optional.empty() : Optional.of(run(Optional.empty(), deadline));
            case ReadinessRequest.Wrong wrong -> Optional.empty();
        };
    }

    private Audit run(Optional<GroupName> accept, Instant deadline) {
        Instant now = time.now();
        Audit audit = readiness.run(accept, deadline);
        began = now;
        return audit;
    }

    /// EventBridge's times are whole seconds, so what happened in the second of the audit's start may be news.
    private boolean seen(Optional<Instant> at) {
        Instant last = began;
        return last != null && at.isPresent() && at.get().plusSeconds(1).isBefore(last);
    }

    private boolean ours(InstanceId instance) {
        return !observer.presence(instance).groups().isEmpty()
                || !observer.groupsHeldBy(instance).isEmpty();
    }
}
