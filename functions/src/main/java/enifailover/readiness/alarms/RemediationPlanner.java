package enifailover.readiness.alarms;

import enifailover.model.AttachmentStatus;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.audit.AuditSnapshot;
import enifailover.model.audit.StatusAlarm;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.Member;
import enifailover.readiness.check.AutoRecoveryPolicy;
import enifailover.readiness.check.RemediationAction;
import enifailover.readiness.check.RemediationAction.KeepEni;
import enifailover.readiness.check.RemediationAction.MakeAlarm;
import enifailover.readiness.check.RemediationAction.RemoveAlarm;
import enifailover.readiness.check.RemediationAction.SetRecovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The changes that an audit may make. If the alarms could not be read, none is created or deleted.
public final class RemediationPlanner {
    private RemediationPlanner() {}

    /// Without a change of automatic recovery.
    public static List<RemediationAction> due(List<GroupSnapshot> groups, AuditSnapshot auditSnapshot) {
        return due(groups, auditSnapshot, AutoRecoveryPolicy.LEFT);
    }

    /// @param groups all groups of the deployment: an alarm is deleted only if none of them has the instance
    /// @param autoRecoveryPolicy the setting that members get
    /// @return the most important first
    public static List<RemediationAction> due(
            List<GroupSnapshot> groups, AuditSnapshot auditSnapshot, AutoRecoveryPolicy autoRecoveryPolicy) {
        List<RemediationAction> due = new ArrayList<>();
        groups.stream()
                .filter(group -> group.memory().unfinished().isEmpty())
                .flatMap(group -> group.enis().stream())
                .forEach(eni -> eni.attachment()
                        .filter(attachment -> attachment.status() == AttachmentStatus.ATTACHED)
                        // The primary interface belongs to the instance and never moves.
                        .filter(attachment -> attachment.devicePosition().deviceIndex() > 0)
                        .filter(attachment -> attachment.attributes().deleteOnTermination())
                        .ifPresent(attachment -> due.add(new KeepEni(eni.id(), attachment.id()))));
        recovery(groups, auditSnapshot, autoRecoveryPolicy, due);
        auditSnapshot.alarms().value().ifPresent(alarms -> due.addAll(alarms(groups, alarms)));
        return due;
    }

    private static void recovery(
            List<GroupSnapshot> groups,
            AuditSnapshot auditSnapshot,
            AutoRecoveryPolicy wanted,
            List<RemediationAction> due) {
        if (wanted == AutoRecoveryPolicy.LEFT) {
            return;
        }
        boolean on = wanted == AutoRecoveryPolicy.ON;
        members(groups).stream()
                .filter(member -> auditSnapshot.recovers().contains(member) != on)
                .forEach(member -> due.add(new SetRecovery(member, on)));
    }

    private static Set<InstanceId> members(List<GroupSnapshot> groups) {
        Set<InstanceId> members = new TreeSet<>();
        groups.stream()
                .flatMap(group -> group.members().stream())
                .filter(member -> watchable(member.instance().state()))
                .map(Member::id)
                .forEach(members::add);
        return members;
    }

    private static List<RemediationAction> alarms(List<GroupSnapshot> groups, List<StatusAlarm> alarms) {
        List<RemediationAction> due = new ArrayList<>();
        Set<InstanceId> members = members(groups);
        for (InstanceId member : members) {
            for (StatusAlarm.Check check : StatusAlarm.Check.values()) {
                Optional<StatusAlarm> fit = alarms.stream()
                        .filter(alarm -> alarm.instance().equals(member) && alarm.watches(check))
                        .filter(alarm -> !alarm.stale())
                        .findFirst();
                if (fit.isEmpty()) {
                    due.add(new MakeAlarm(member, check));
                }
            }
        }
        alarms.stream()
                .filter(StatusAlarm::ours)
                .filter(alarm -> !members.contains(alarm.instance()))
                .forEach(alarm -> due.add(new RemoveAlarm(alarm)));
        return due;
    }

    /// A stopped member keeps its alarms; a terminated one does not.
    static boolean watchable(InstanceState state) {
        return switch (state) {
            case PENDING, RUNNING, STOPPING, STOPPED, UNKNOWN -> true;
            case SHUTTING_DOWN, TERMINATED, GONE -> false;
        };
    }
}
