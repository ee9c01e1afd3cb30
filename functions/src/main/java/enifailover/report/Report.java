package enifailover.report;

import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.execute.Outcome;
import enifailover.model.InstanceId;
import enifailover.model.PlainText;
import enifailover.model.group.Finding;
import enifailover.model.group.GroupName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Everything that one run observed, decided and did for one group.
///
/// @param group the group
/// @param runId unique to the run
/// @param verdict how it ended
/// @param trigger the cause of the run
/// @param reason why a move is required, as text; empty where none is
/// @param evidence the observations of the assessment
/// @param from the former holder of the ENIs
/// @param to the target, also of a plan
/// @param plan the steps, as text
/// @param outcomes the outcomes of the steps
/// @param warnings what restricts the result
/// @param findings the findings of the group's tags
/// @param started when the run began
/// @param took how long it took
/// @param outage the outage of a client; empty where nothing was moved
public record Report(
        GroupName group,
        String runId,
        Verdict verdict,
        Trigger trigger,
        Optional<String> reason,
        List<String> evidence,
        Optional<InstanceId> from,
        Optional<InstanceId> to,
        List<String> plan,
        List<Outcome> outcomes,
        List<String> warnings,
        List<Finding> findings,
        Instant started,
        Duration took,
        Optional<Outage> outage) {

    private static final int LONGEST_STEP = 300;
    private static final int LONGEST_LINE = 400;
    private static final int LONGEST_WARNING = 200;
    private static final int MOST_WARNINGS = 20;
    private static final int MOST_STEPS = 100;
    private static final int MOST_LINES = 30;

    /// Text from guests, tags, events and AWS is cleaned and shortened, so that a report has at most
    /// [ReportJson#MOST_BYTES] bytes and no forged lines.
    public Report {
        trigger = new Trigger(
                trigger.cause(),
                trigger.instance(),
                trigger.at(),
                trigger.startsAt(),
                PlainText.line(trigger.message(), LONGEST_LINE));
        reason = reason.map(message -> PlainText.line(message, LONGEST_LINE));
        evidence = PlainText.lines(evidence, MOST_LINES, LONGEST_LINE);
        plan = PlainText.lines(plan, MOST_STEPS, LONGEST_STEP);
        outcomes = outcomes.stream().limit(MOST_STEPS).map(Report::clean).toList();
        warnings = PlainText.lines(warnings, MOST_WARNINGS, LONGEST_WARNING);
        findings = findings.stream().limit(MOST_WARNINGS).toList();
    }

    private static Outcome clean(Outcome one) {
        return new Outcome(
                one.kind(),
                PlainText.line(one.step(), LONGEST_STEP),
                one.result(),
                one.started(),
                one.took(),
                PlainText.line(one.message(), LONGEST_LINE));
    }

    /// One sentence: what happened to the group, and why.
    public String headline() {
        String what =
                switch (verdict) {
                    case SUCCEEDED ->
                        "Group " + group + " moved from "
                                + from.map(InstanceId::value).orElse("no instance") + " to "
                                + to.map(InstanceId::value).orElse("no instance") + " in " + seconds();
                    case FAILED -> "Group " + group + " could not be moved completely";
                    case NO_STANDBY -> "Group " + group + " has no eligible standby";
                    case PLANNED ->
                        "Group " + group + " would move from "
                                + from.map(InstanceId::value).orElse("no instance") + " to "
                                + to.map(InstanceId::value).orElse("no instance");
                    case HEALTHY,
                            MOVED_ALREADY,
                            PAUSED,
                            COOLING_DOWN,
                            DISABLED,
                            LIMIT_REACHED,
                            ZONE_STOPPED,
                            INCONCLUSIVE,
                            ANNOUNCED,
                            REPORTED,
                            SPLIT,
                            ROUTING_UNVERIFIED,
                            BUSY,
                            REFUSED,
                            NO_GROUP -> "Group " + group + ": " + verdict.message();
                };
        return what + reason.map(message -> ", because " + message).orElse("") + ".";
    }

    private String seconds() {
        return String.format(java.util.Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }
}
