package enifailover.readiness;

import enifailover.group.AttachmentStatus;
import enifailover.group.GroupSnapshot;
import enifailover.group.InstanceId;
import enifailover.group.InstanceState;
import enifailover.group.Member;
import enifailover.readiness.Correction.KeepEni;
import enifailover.readiness.Correction.MakeAlarm;
import enifailover.readiness.Correction.RemoveAlarm;
import enifailover.survey.StatusAlarm;
import enifailover.survey.Survey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What could be put right without a person. Where alarms could not be seen none is made or removed.
public final class Upkeep {
    private Upkeep() {}

    /// @param groups all groups of the deployment: an alarm is removed only where none of them has the instance
    /// @return in the order in which they matter
    public static List<Correction> due(List<GroupSnapshot> groups, Survey survey) {
        List<Correction> due = new ArrayList<>();
        groups.stream()
                .filter(group -> group.memory().unfinished().isEmpty())
                .flatMap(group -> group.enis().stream())
                .forEach(eni -> eni.attachment()
                        .filter(attachment -> attachment.status() == AttachmentStatus.ATTACHED)
                        // EC2 gives the primary interface its flag; it is the instance's, and never moves.
                        .filter(attachment -> attachment.slot().deviceIndex() > 0)
                        .filter(attachment -> attachment.attributes().deleteOnTermination())
                        .ifPresent(attachment -> due.add(new KeepEni(eni.id(), attachment.id()))));
        survey.alarms().value().ifPresent(alarms -> due.addAll(alarms(groups, alarms)));
        return due;
    }

    private static List<Correction> alarms(List<GroupSnapshot> groups, List<StatusAlarm> alarms) {
        List<Correction> due = new ArrayList<>();
        Set<InstanceId> members = new TreeSet<>();
        groups.stream()
                .flatMap(group -> group.members().stream())
                .filter(member -> watchable(member.instance().state()))
                .map(Member::id)
                .forEach(members::add);
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

    /// A stopped member will run again and keeps its alarms; a terminated one will not.
    static boolean watchable(InstanceState state) {
        return switch (state) {
            case PENDING, RUNNING, STOPPING, STOPPED, UNKNOWN -> true;
            case SHUTTING_DOWN, TERMINATED, GONE -> false;
        };
    }
}
