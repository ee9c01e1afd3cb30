package enifailover.report;

import enifailover.assess.Verdict;
import enifailover.execute.Outcome;
import enifailover.model.group.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// A report in words that a person who was just woken can act on: what happened, what to do, how it went.
public final class ReportText {
    private ReportText() {}

    /// One line for a subject: ASCII, at most 100 characters, the limits of SNS.
    public static String subject(Report report) {
        String line =
                switch (report.verdict()) {
                    case SUCCEEDED -> "Failover of " + report.group() + " succeeded";
                    case FAILED -> "ACT NOW: failover of " + report.group() + " failed";
                    case NO_STANDBY -> "ACT NOW: no standby for " + report.group();
                    case SPLIT -> "ACT NOW: ENIs on several instances: " + report.group();
                    case ROUTING_UNVERIFIED -> "ACT NOW: routing not verified for " + report.group();
                    case ZONE_STOPPED -> "ACT NOW: attaches fail in the zone of " + report.group();
                    case LIMIT_REACHED -> "ACT NOW: too many failovers, not moved: " + report.group();
                    case HEALTHY,
                            MOVED_ALREADY,
                            PAUSED,
                            COOLING_DOWN,
                            DISABLED,
                            INCONCLUSIVE,
                            ANNOUNCED,
                            REPORTED,
                            BUSY,
                            PLANNED,
                            REFUSED,
                            NO_GROUP -> "Failover of " + report.group() + ": " + report.verdict();
                };
        return line.substring(0, Math.min(100, line.length()));
    }

    /// @return several lines of plain text
    public static String of(Report report) {
        StringBuilder text = new StringBuilder(report.headline()).append('\n');
        text.append("Verdict ")
                .append(report.verdict())
                .append(": ")
                .append(report.verdict().message())
                .append(".\n");
        text.append("Woken by ").append(report.trigger().message()).append(".\n");
        section(text, "What was observed", report.evidence());
        section(text, "What to do", advice(report));
        section(text, "Warnings", report.warnings());
        if (report.outcomes().isEmpty() || report.verdict() == Verdict.PLANNED) {
            section(text, "Plan", report.plan());
        }
        if (!report.outcomes().isEmpty()) {
            section(
                    text,
                    "Steps",
                    report.outcomes().stream().map(o -> line(report, o)).toList());
        }
        section(
                text,
                "Findings",
                report.findings().stream().map(Finding::toString).toList());
        return text.toString();
    }

    private static List<String> advice(Report report) {
        Verdict verdict = report.verdict();
        if (verdict == Verdict.NO_STANDBY) {
            return List.of(
                    "Make one of the members above eligible, or start another one and tag it; the sweep moves the ENIs"
                            + " within a minute then.");
        }
        if (verdict == Verdict.FAILED) {
            return List.of(
                    "Read the first step that FAILED and mend what it names. The sweep tries again every minute; where the"
                            + " ENIs are attached and only routing failed, after half a minute, then ever more seldom.",
                    "Where an ENI is attached nowhere and it cannot wait: aws ec2 attach-network-interface by hand; this"
                            + " program accepts wherever you put it.");
        }
        if (verdict == Verdict.ROUTING_UNVERIFIED) {
            return List.of("The ENIs are attached and stay there. Look at the guest and its agent: routing is asked for"
                    + " again by itself, at most hourly. A drill (failover) moves the group at once, to a standby whose"
                    + " agent is online.");
        }
        if (verdict == Verdict.SPLIT) {
            return List.of("Bring the ENIs to one instance: aws ec2 detach-network-interface, then"
                    + " attach-network-interface. Or take the group's tag off what does not belong to the group. Nothing"
                    + " does so by itself.");
        }
        if (verdict == Verdict.LIMIT_REACHED) {
            return List.of(
                    "Look whether so many failures are real: where many fail at once, a zone or EC2 itself may be sick, and"
                            + " the standbys with it. A person's failover by DrillFunction is not limited; the sweep goes"
                            + " on by itself as soon as the limit allows.");
        }
        if (verdict == Verdict.ZONE_STOPPED) {
            return List.of(
                    "Look at the AWS Health Dashboard, and at what refused the attaches: the reports of the groups that"
                            + " failed name it. The sweep goes on by itself, one move at a time, and with all as soon as"
                            + " an attach in the zone succeeds, also one by DrillFunction.");
        }
        if (verdict == Verdict.DISABLED) {
            return List.of("Move this group by DrillFunction (failover), or let all groups move again:"
                    + " {\"action\":\"resume\",\"confirm\":\"all groups\"}.");
        }
        return List.of();
    }

    private static String line(Report report, Outcome outcome) {
        long start = Duration.between(report.started(), outcome.started()).toMillis();
        return String.format(
                Locale.ROOT,
                "%+7.2f s %-7s %s: %s (%.2f s)",
                start / 1000.0,
                outcome.result(),
                outcome.step(),
                outcome.message(),
                outcome.took().toMillis() / 1000.0);
    }

    private static void section(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append('\n').append(title).append(":\n");
            lines.forEach(line -> text.append("  ").append(line).append('\n'));
        }
    }
}
