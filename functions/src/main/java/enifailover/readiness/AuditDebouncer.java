package enifailover.readiness;

import enifailover.model.InstanceId;
import enifailover.port.AuditSchedule;
import enifailover.port.AwsCallException;
import enifailover.port.Ec2Reader;
import enifailover.port.Scheduler;
import enifailover.readiness.check.Audit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Which of the things that wake the function ask for an audit. Instances come and go in an account all day: only one
/// of ours is a reason. What comes as an event often comes by the hundred, and an instance that stops may be an active
/// whose failover takes some seconds: so one process audits for all of them, half a minute later.
public final class AuditDebouncer {
    /// Longer than a failover, shorter than anybody waits to hear of a standby that is lost.
    static final Duration SETTLING = Duration.ofSeconds(30);

    private final ReadinessAudit readinessAudit;
    private final Ec2Reader ec2Reader;
    private final AuditSchedule auditSchedule;
    private final Scheduler scheduler;

    public AuditDebouncer(
            ReadinessAudit readinessAudit, Ec2Reader ec2Reader, AuditSchedule auditSchedule, Scheduler scheduler) {
        this.readinessAudit = readinessAudit;
        this.ec2Reader = ec2Reader;
        this.auditSchedule = auditSchedule;
        this.scheduler = scheduler;
    }

    /// @param deadline when the function is ended from outside
    /// @return the audit; empty where the request is no reason for one, or another process makes it
    /// @throws AwsCallException when EC2 could not be asked
    public Optional<Audit> handle(ReadinessRequest request, Instant deadline) {
        return switch (request) {
            case ReadinessRequest.Asked(var accept) -> Optional.of(readinessAudit.run(accept, deadline));
            case ReadinessRequest.GoneAccepted() -> Optional.of(readinessAudit.forgetGone(deadline));
            case ReadinessRequest.Scheduled() -> Optional.of(readinessAudit.run(Optional.empty(), deadline));
            case ReadinessRequest.TagsChanged(var at) -> soon(at, Optional.empty(), deadline);
            case ReadinessRequest.OfInstance(var instance, var at) -> soon(at, Optional.of(instance), deadline);
            case ReadinessRequest.InvalidRequest invalidRequest -> Optional.empty();
        };
    }

    /// Asks the table before EC2: in a storm of failures EC2's request limits are the failovers'.
    private Optional<Audit> soon(Optional<Instant> at, Optional<InstanceId> instance, Instant deadline) {
        if (coming(at) || !instance.map(this::ours).orElse(true) || !mine()) {
            return Optional.empty();
        }
        scheduler.sleep(SETTLING);
        return Optional.of(readinessAudit.run(Optional.empty(), deadline));
    }

    /// An audit that was agreed on begins after it happened; where that fails, the schedule makes it good. The times of
    /// EventBridge are whole seconds, so what happened in the second of the audit's start may be news.
    private boolean coming(Optional<Instant> at) {
        Instant happened = at.map(second -> second.plusSeconds(1)).orElseGet(scheduler::now);
        try {
            return auditSchedule.due().filter(due -> !due.isBefore(happened)).isPresent();
        } catch (AwsCallException tableIsAway) {
            return false;
        }
    }

    private boolean mine() {
        Instant now = scheduler.now();
        try {
            return auditSchedule.take(now, now.plus(SETTLING));
        } catch (AwsCallException tableIsAway) {
            return true;
        }
    }

    private boolean ours(InstanceId instance) {
        return !ec2Reader.describeMembership(instance).groups().isEmpty()
                || !ec2Reader.groupsHeldBy(instance).isEmpty();
    }
}
