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

/// No other automation acts on a member when it fails. An alarm action would stop, reboot or recover the active while
/// its ENIs are moved. EC2's simplified automatic recovery does not conflict: the old active comes back as a standby.
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
                        "it does not conflict with a failover: EC2 may recover the failed instance; the ENIs stay on the standby",
                        "nothing; to switch it off: aws ec2 modify-instance-maintenance-options --auto-recovery disabled"
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
                    findings.add(new Finding(
                            "competing-recovery",
                            Severity.WARNING,
                            member.id().value(),
                            "the action of alarm " + alarm.name() + " would " + verb + " the instance when "
                                    + alarm.metric() + " fails",
                            "the action would run while the ENIs are moved, and would stop or delay the move",
                            "remove the action from the alarm; use fence=stop if a failed active must be stopped"));
                }
            }
        }
    }
}
