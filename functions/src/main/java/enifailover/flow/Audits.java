package enifailover.flow;

import enifailover.group.InstanceId;
import enifailover.port.NextAudit;
import enifailover.port.Observer;
import enifailover.port.Refused;
import enifailover.port.Time;
import enifailover.readiness.Audit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Which of the things that wake the function ask for an audit. Instances come and go in an account all day: only one
/// of ours is a reason. What comes as an event often comes by the hundred, and an instance that stops may be an active
/// whose failover takes some seconds: so one process audits for all of them, half a minute later.
public final class Audits {
    /// Longer than a failover, shorter than anybody waits to hear of a standby that is lost.
    static final Duration SETTLING = Duration.ofSeconds(30);

    private final Readiness readiness;
    private final Observer observer;
    private final NextAudit nextAudit;
    private final Time time;

    public Audits(Readiness readiness, Observer observer, NextAudit nextAudit, Time time) {
        this.readiness = readiness;
        this.observer = observer;
        this.nextAudit = nextAudit;
        this.time = time;
    }

    /// @param deadline when the function is ended from outside
    /// @return the audit; empty where the request is no reason for one, or another process makes it
    /// @throws Refused when EC2 could not be asked
    public Optional<Audit> handle(ReadinessRequest request, Instant deadline) {
        return switch (request) {
            case ReadinessRequest.Asked(var accept) -> Optional.of(readiness.run(accept, deadline));
            case ReadinessRequest.GoneAccepted() -> Optional.of(readiness.forgetGone(deadline));
            case ReadinessRequest.Scheduled() -> Optional.of(readiness.run(Optional.empty(), deadline));
            case ReadinessRequest.TagsChanged(var at) -> soon(at, Optional.empty(), deadline);
            case ReadinessRequest.OfInstance(var instance, var at) -> soon(at, Optional.of(instance), deadline);
            case ReadinessRequest.Wrong wrong -> Optional.empty();
        };
    }

    /// Asks the table before EC2: in a storm of failures EC2's request limits are the failovers'.
    private Optional<Audit> soon(Optional<Instant> at, Optional<InstanceId> instance, Instant deadline) {
        if (coming(at) || !instance.map(this::ours).orElse(true) || !mine()) {
            return Optional.empty();
        }
        time.sleep(SETTLING);
        return Optional.of(readiness.run(Optional.empty(), deadline));
    }

    /// An audit that was agreed on begins after it happened; where that fails, the schedule makes it good. The times of
    /// EventBridge are whole seconds, so what happened in the second of the audit's start may be news.
    private boolean coming(Optional<Instant> at) {
        Instant happened = at.map(second -> second.plusSeconds(1)).orElseGet(time::now);
        try {
            return nextAudit.due().filter(due -> !due.isBefore(happened)).isPresent();
        } catch (Refused tableIsAway) {
            return false;
        }
    }

    private boolean mine() {
        Instant now = time.now();
        try {
            return nextAudit.take(now, now.plus(SETTLING));
        } catch (Refused tableIsAway) {
            return true;
        }
    }

    private boolean ours(InstanceId instance) {
        return !observer.presence(instance).groups().isEmpty()
                || !observer.groupsHeldBy(instance).isEmpty();
    }
}
