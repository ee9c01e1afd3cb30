package enifailover.report;

import enifailover.assess.Verdict;
import enifailover.execute.Outcome;
import enifailover.model.group.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// A report as text for the person on call: what happened, what to do, each step.
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
        text.append("Cause: ").append(report.trigger().message()).append(".\n");
        section(text, "Observations", report.evidence());
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
                    "Repair one of the members above, or start another instance and tag it. The sweep then moves the ENIs"
                            + " within a minute.");
        }
        if (verdict == Verdict.FAILED) {
            return List.of(
                    "Read the first step that FAILED and correct what it names. The sweep tries again every minute. If the"
                            + " ENIs are attached and only routing failed, it tries after half a minute, then less often.",
                    "If an ENI is not attached and you cannot wait: run aws ec2 attach-network-interface yourself. This"
                            + " program accepts any member that you choose.");
        }
        if (verdict == Verdict.ROUTING_UNVERIFIED) {
            return List.of(
                    "The ENIs are attached and stay there. Check the guest and its SSM agent. Routing is requested"
                            + " again automatically, with longer and longer waits, up to one hour. A drill (failover) moves the"
                            + " group at once, to a standby whose agent is online.");
        }
        if (verdict == Verdict.SPLIT) {
            return List.of("Move the ENIs to one instance: aws ec2 detach-network-interface, then"
                    + " attach-network-interface. Or remove the group's tag from the ENI that does not belong to the group."
                    + " No automatic move repairs this.");
        }
        if (verdict == Verdict.LIMIT_REACHED) {
            return List.of(
                    "Check whether so many failures are real. If many groups fail at once, the zone or EC2 itself may be"
                            + " impaired, and the standbys too. You can move a group by DrillFunction (failover), which"
                            + " has no limit. The sweep continues when the limit allows.");
        }
        if (verdict == Verdict.ZONE_STOPPED) {
            return List.of(
                    "Check the AWS Health Dashboard. Read the reports of the groups that failed: they name the error of"
                            + " the attaches. The sweep tries one group each five minutes. When an attach in the zone"
                            + " succeeds, also one by DrillFunction, it moves all groups again.");
        }
        if (verdict == Verdict.DISABLED) {
            return List.of("Move this group by DrillFunction (failover), or resume automatic moves:"
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
