package enifailover.readiness.alarms;

import enifailover.model.Instance;
import enifailover.model.audit.StatusAlarm;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.Member;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import enifailover.readiness.check.RemediationAction.SetRecovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Nothing else acts on a member when it fails. An alarm's own action stops, reboots or recovers the active while its
/// ENIs are being moved. EC2's simplified automatic recovery keeps the instance's interfaces and claims none back, so
/// with it the old active may just come back as a standby.
public final class CompetingRecovery implements Check {
    /// `arn:aws:automate:REGION:ec2:recover`, or `arn:aws:swf:...:action/actions/AWS_EC2.InstanceId.Reboot/1.0`.
    /// Source: CloudWatch API, PutMetricAlarm, AlarmActions.
    private static final Pattern ACTION = Pattern.compile(
            "(?:automate:[a-z0-9-]+:ec2:|AWS_EC2\\.InstanceId\\.)(recover|reboot|stop|terminate)",
            Pattern.CASE_INSENSITIVE);

    @Override
    public List<Finding> look(CheckContext checkContext) {
        List<Finding> findings = new ArrayList<>();
        Optional<List<StatusAlarm>> alarms =
                checkContext.auditSnapshot().alarms().value();
        for (Member member : checkContext.group().members()) {
            alarms.ifPresent(all -> byAlarm(member.instance(), all, findings));
            if (checkContext.auditSnapshot().recovers().contains(member.id()) && !active(checkContext, member)) {
                continue;
            }
            if (checkContext.auditSnapshot().recovers().contains(member.id())
                    && !checkContext.mended().contains(new SetRecovery(member.id(), false))) {
                findings.add(new Finding(
                        "automatic-recovery",
                        Severity.NOTE,
                        member.id().value(),
                        "EC2's simplified automatic recovery of the active is on",
                        "it does not fight: it may bring the failed instance back, and the ENIs stay where they are",
                        "to have one actor only: aws ec2 modify-instance-maintenance-options --auto-recovery disabled"
                                + " --instance-id " + member.id()));
            }
        }
        return findings;
    }

    private static boolean active(CheckContext checkContext, Member member) {
        return checkContext.group().holders().contains(member.id());
    }

    private static void byAlarm(Instance member, List<StatusAlarm> alarms, List<Finding> findings) {
        for (StatusAlarm alarm : alarms) {
            if (!alarm.instance().equals(member.id()) || !alarm.actionsEnabled()) {
                continue;
            }
            for (String action : alarm.actions()) {
                Matcher matcher = ACTION.matcher(action);
                if (matcher.find()) {
                    String verb = matcher.group(1).toLowerCase(Locale.ROOT);
                    findings.add(
                            new Finding(
                                    "recovery-fights",
                                    Severity.WARNING,
                                    member.id().value(),
                                    "the alarm " + alarm.name() + " would " + verb + " it when " + alarm.metric()
                                            + " fails",
                                    "that happens while its ENIs are being moved, and ends or delays the move",
                                    "take the action off the alarm (and use fence=stop where a failed active must be stopped)"));
                }
            }
        }
    }
}
