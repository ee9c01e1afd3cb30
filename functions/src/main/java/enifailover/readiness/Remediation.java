package enifailover.readiness;

import enifailover.model.InstanceId;
import enifailover.model.audit.AuditSnapshot;
import enifailover.model.group.GroupSnapshot;
import enifailover.port.AlarmWriter;
import enifailover.port.AwsCallException;
import enifailover.port.EniOperations;
import enifailover.port.ErrorKind;
import enifailover.port.RecoverySettings;
import enifailover.port.Scheduler;
import enifailover.readiness.alarms.RemediationPlanner;
import enifailover.readiness.check.Audit.Kept;
import enifailover.readiness.check.AutoRecoveryPolicy;
import enifailover.readiness.check.RemediationAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes the changes that an audit may make, one at a time, until its time is over; the next audit continues.
public final class Remediation {
    private final EniOperations eniOperations;
    private final AlarmWriter alarmWriter;
    private final RecoverySettings recoverySettings;
    private final AutoRecoveryPolicy autoRecoveryPolicy;
    private final Scheduler scheduler;

    /// @param done the changes that were made
    /// @param kept each change as text, with those that failed
    record RemediationResult(Set<RemediationAction> done, List<Kept> kept) {
        static final RemediationResult NOTHING = new RemediationResult(Set.of(), List.of());
    }

    /// Without a change of automatic recovery.
    public Remediation(EniOperations eniOperations, AlarmWriter alarmWriter, Scheduler scheduler) {
        this(eniOperations, alarmWriter, Remediation::notWanted, AutoRecoveryPolicy.LEFT, scheduler);
    }

    /// @param autoRecoveryPolicy the setting that members get
    public Remediation(
            EniOperations eniOperations,
            AlarmWriter alarmWriter,
            RecoverySettings recoverySettings,
            AutoRecoveryPolicy autoRecoveryPolicy,
            Scheduler scheduler) {
        this.eniOperations = eniOperations;
        this.alarmWriter = alarmWriter;
        this.recoverySettings = recoverySettings;
        this.autoRecoveryPolicy = autoRecoveryPolicy;
        this.scheduler = scheduler;
    }

    private static void notWanted(InstanceId instance, boolean on) {
        throw new IllegalStateException("a change of automatic recovery of " + instance + " was not requested");
    }

    List<RemediationAction> due(List<GroupSnapshot> groups, AuditSnapshot auditSnapshot) {
        return RemediationPlanner.due(groups, auditSnapshot, autoRecoveryPolicy);
    }

    /// @param until when to stop
    RemediationResult mend(List<RemediationAction> due, Instant until) {
        Set<RemediationAction> done = new HashSet<>();
        List<Kept> kept = new ArrayList<>();
        // After AccessDenied, no other change of the same kind is tried.
        Set<Class<? extends RemediationAction>> denied = new HashSet<>();
        int later = 0;
        for (RemediationAction remediationAction : due) {
            if (denied.contains(remediationAction.getClass())) {
                continue;
            }
            if (!scheduler.now().isBefore(until)) {
                later++;
                continue;
            }
            try {
                if (make(remediationAction)) {
                    done.add(remediationAction);
                    kept.add(new Kept(remediationAction.message(), Optional.empty()));
                }
            } catch (AwsCallException awsCallException) {
                kept.add(new Kept(remediationAction.message(), Optional.of(awsCallException.message())));
                if (awsCallException.refusal() == ErrorKind.DENIED) {
                    denied.add(remediationAction.getClass());
                }
            }
        }
        if (later > 0) {
            kept.add(new Kept(later + " more", Optional.of("the time was over; the next audit continues")));
        }
        return new RemediationResult(done, kept);
    }

    private boolean make(RemediationAction remediationAction) {
        return switch (remediationAction) {
            case RemediationAction.KeepEni(var eni, var attachment) -> {
                eniOperations.keepOnTermination(eni, attachment);
                yield true;
            }
            case RemediationAction.MakeAlarm(var instance, var check) -> {
                alarmWriter.alarm(instance, check);
                yield true;
            }
            case RemediationAction.SetRecovery(var instance, var on) -> {
                recoverySettings.recovery(instance, on);
                yield true;
            }
            case RemediationAction.RemoveAlarm(var alarm) -> alarmWriter.remove(alarm);
        };
    }
}
