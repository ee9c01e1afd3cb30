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

/// Each status check of each member has an alarm, and what it says reaches the failover: an instance that is impaired
/// and still `running` tells nobody else.
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
            // An alarm of ours watches the right metric, and has no data for its first minutes only.
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
                    "no sound alarm watches " + String.join(", ", missing),
                    "an impaired instance that still runs is found by the sweep only, a minute or two later",
                    "let this function keep the alarms (ReportOnly=false), or make them"));
        }
        if (!deaf.isEmpty()) {
            findings.add(new Finding(
                    "alarm-deaf",
                    Severity.WARNING,
                    id,
                    "nobody hears " + String.join(", ", deaf.stream().distinct().toList()),
                    "the rule " + RULE + " of this stack is not enabled, and the alarm does not name the function",
                    "set AlarmTrigger and Automatic to ENABLED"));
        }
        if (!blind.isEmpty()) {
            findings.add(new Finding(
                    "alarm-blind",
                    Severity.WARNING,
                    id,
                    "without data: "
                            + String.join(", ", blind.stream().distinct().toList()),
                    "a status check says something every minute; the alarm watches another metric or period",
                    "compare its dimensions and period with the metric's"));
        }
    }

    /// EventBridge is told of every alarm's state, whether its actions are enabled or not. Where the rules could not be
    /// seen, [DataUnavailable] says so.
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
