package enifailover.readiness.alarms;

import enifailover.model.Instance;
import enifailover.model.InstanceState;
import enifailover.model.audit.EventRule;
import enifailover.model.audit.StatusAlarm;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.Member;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import enifailover.readiness.check.RemediationAction.MakeAlarm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Each status check of each member has an alarm, and the failover function receives it: EC2 sends no event when a
/// `running` instance becomes impaired.
public final class StatusAlarmsPresent implements Check {
    /// The logical id of the rule in `template.yaml`.
    private static final String RULE = "StatusCheckAlarm";

    @Override
    public List<Finding> look(CheckContext checkContext) {
        List<Finding> findings = new ArrayList<>();
        Optional<List<StatusAlarm>> alarms =
                checkContext.auditSnapshot().alarms().value();
        if (alarms.isEmpty()) {
            return findings;
        }
        for (Member member : checkContext.group().members()) {
            if (RemediationPlanner.watchable(member.instance().state())) {
                look(checkContext, member.instance(), alarms.get(), findings);
            }
        }
        return findings;
    }

    private static void look(
            CheckContext checkContext, Instance member, List<StatusAlarm> all, List<Finding> findings) {
        List<String> missing = new ArrayList<>();
        List<String> deaf = new ArrayList<>();
        List<String> blind = new ArrayList<>();
        for (StatusAlarm.Check check : StatusAlarm.Check.values()) {
            List<StatusAlarm> alarms = all.stream()
                    .filter(alarm -> alarm.instance().equals(member.id()) && alarm.watches(check))
                    .toList();
            boolean made = checkContext.mended().contains(new MakeAlarm(member.id(), check));
            if (made) {
                continue;
            }
            if (alarms.stream().allMatch(StatusAlarm::stale)) {
                missing.add(check.metric());
                continue;
            }
            if (alarms.stream().noneMatch(alarm -> reaches(checkContext, alarm))) {
                alarms.forEach(alarm -> deaf.add(alarm.name()));
            }
            // An alarm of this stack watches the right metric; it has no data only in its first minutes.
            if (member.state() == InstanceState.RUNNING
                    && alarms.stream().noneMatch(StatusAlarm::ours)
                    && alarms.stream().allMatch(alarm -> alarm.state().equals("INSUFFICIENT_DATA"))) {
                alarms.forEach(alarm -> blind.add(alarm.name()));
            }
        }
        String id = member.id().value();
        if (!missing.isEmpty()) {
            findings.add(new Finding(
                    "alarm-missing",
                    Severity.WARNING,
                    id,
                    "no working alarm watches " + String.join(", ", missing),
                    "only the sweep finds an impaired instance that still runs, one or two minutes later",
                    "set ReportOnly=false, so that this function creates the alarms; or create them yourself"));
        }
        if (!deaf.isEmpty()) {
            findings.add(new Finding(
                    "alarm-not-received",
                    Severity.WARNING,
                    id,
                    "the failover function does not receive "
                            + String.join(", ", deaf.stream().distinct().toList()),
                    "the rule " + RULE
                            + " of this stack is disabled, and the alarm has no action that calls the function",
                    "set the stack's parameters AlarmTrigger and Automatic to ENABLED"));
        }
        if (!blind.isEmpty()) {
            findings.add(new Finding(
                    "alarm-no-data",
                    Severity.WARNING,
                    id,
                    "alarms without data: "
                            + String.join(", ", blind.stream().distinct().toList()),
                    "a status check has data every minute, so the alarm has a wrong dimension or period",
                    "compare the alarm's dimensions and period with those of the metric"));
        }
    }

    /// EventBridge receives every alarm's state changes, also with disabled actions. If the rules could not be read,
    /// [DataUnavailable] reports it.
    private static boolean reaches(CheckContext checkContext, StatusAlarm alarm) {
        boolean byAction =
                alarm.actionsEnabled() && alarm.actions().stream().anyMatch(action -> action.contains(":function:"));
        Optional<List<EventRule>> rules = checkContext.auditSnapshot().rules().value();
        return byAction
                || rules.isEmpty()
                || rules.get().stream()
                        .anyMatch(eventRule ->
                                eventRule.enabled() && eventRule.name().contains(RULE));
    }
}
