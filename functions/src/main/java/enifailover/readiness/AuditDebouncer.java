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

/// Decides which requests and events cause an audit. An event of an instance without a group causes none. Many
/// events at one time cause one audit, half a minute later, when a failover in progress has ended.
public final class AuditDebouncer {
    /// Longer than a failover.
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

    /// @param deadline when Lambda ends the function
    /// @return the audit; empty if the request needs none, or another process makes it
    /// @throws AwsCallException when EC2 could not be read
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

    /// Asks the table before EC2: when many groups fail, the failovers need EC2's request rate.
    private Optional<Audit> soon(Optional<Instant> at, Optional<InstanceId> instance, Instant deadline) {
        if (coming(at) || !instance.map(this::ours).orElse(true) || !mine()) {
            return Optional.empty();
        }
        scheduler.sleep(SETTLING);
        return Optional.of(readinessAudit.run(Optional.empty(), deadline));
    }

    /// Whether an audit that begins after the event is scheduled already. EventBridge times are whole seconds.
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
