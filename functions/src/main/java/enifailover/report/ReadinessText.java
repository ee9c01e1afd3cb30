package enifailover.report;

import enifailover.model.InstanceId;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Audit;
import enifailover.readiness.check.Audit.Kept;
import enifailover.readiness.check.GroupAudit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// An audit as a person reads it in a terminal: at most 100 columns, the worst first, each finding with its cause
/// and what to do.
public final class ReadinessText {
    private static final int WIDTH = 100;
    private static final int INDENT = 13;

    private ReadinessText() {}

    /// One line for a subject: ASCII, at most 100 characters, the limits of SNS.
    public static String subject(GroupAudit group) {
        String line = group.sound()
                ? "Ready: " + group.group() + (group.keys().isEmpty() ? "" : ", with warnings")
                : "NOT READY: a failover of " + group.group() + " would not work";
        return line.substring(0, Math.min(100, line.length()));
    }

    /// The whole audit.
    public static String of(Audit audit) {
        StringBuilder text = new StringBuilder();
        text.append("ENI Failover readiness at ")
                .append(audit.at().truncatedTo(ChronoUnit.SECONDS))
                .append(": ")
                .append(audit.ready())
                .append(" of ")
                .append(groups(audit.groups().size()))
                .append(" ready; ")
                .append(audit.count(Severity.BLOCKER))
                .append(" blockers, ")
                .append(audit.count(Severity.WARNING))
                .append(" warnings, ")
                .append(audit.count(Severity.NOTE))
                .append(" notes\n");
        if (!audit.limit().isEmpty()) {
            wrapped(text, "LIMIT", audit.limit());
        }
        deployment(text, audit);
        audit.groups().stream()
                .filter(group -> !group.findings().isEmpty() || !group.ready())
                .forEach(group -> group(text, group, audit.at()));
        List<GroupAudit> well = audit.groups().stream()
                .filter(group -> group.findings().isEmpty() && group.ready())
                .toList();
        if (!well.isEmpty()) {
            text.append("\nREADY, NO FINDINGS\n");
            well.forEach(
                    group -> text.append("  ").append(line(group, audit.at())).append('\n'));
        }
        if (!audit.kept().isEmpty()) {
            text.append("\nREPAIRED\n");
            audit.kept().forEach(one -> kept(text, one));
        }
        return text.toString();
    }

    /// One group, with the blockers of the deployment.
    public static String ofGroup(GroupAudit group, Audit audit) {
        StringBuilder text = new StringBuilder();
        audit.deployment().stream()
                .filter(one -> one.severity() == Severity.BLOCKER)
                .forEach(one -> finding(text, one));
        group(text, group, audit.at());
        return text.toString().strip() + "\n";
    }

    private static void deployment(StringBuilder text, Audit audit) {
        if (!audit.deployment().isEmpty()) {
            text.append("\nDEPLOYMENT\n");
            audit.deployment().forEach(one -> finding(text, one));
        }
    }

    private static void group(StringBuilder text, GroupAudit group, Instant at) {
        text.append('\n')
                .append(group.ready() ? "READY  " : "NOT READY  ")
                .append(line(group, at))
                .append('\n');
        group.changes().forEach(change -> wrapped(text, "  changed    ", change));
        group.findings().forEach(one -> finding(text, one));
    }

    private static String line(GroupAudit group, Instant at) {
        return group.group() + ": "
                + group.active().map(id -> "on " + id).orElse("not on one instance") + ", next standby "
                + group.next().map(InstanceId::value).orElse("none") + ", last drill "
                + group.drilledAt().map(drill -> ago(drill, at)).orElse("never");
    }

    private static String ago(Instant drill, Instant at) {
        Duration age = Duration.between(drill, at);
        return age.toHours() < 48 ? age.toHours() + " h ago" : age.toDays() + " days ago";
    }

    private static void finding(StringBuilder text, Finding finding) {
        wrapped(
                text,
                "  " + pad(finding.severity().name(), INDENT - 4) + "  ",
                finding.check() + "  " + finding.subject());
        wrapped(text, "", finding.symptom());
        if (!finding.cause().isEmpty()) {
            wrapped(text, "       why   ", finding.cause());
        }
        wrapped(text, "       do    ", finding.action());
        wrapped(text, "       more  ", finding.help());
    }

    private static void kept(StringBuilder text, Kept one) {
        wrapped(
                text,
                one.refused().isEmpty() ? "  done       " : "  FAILED     ",
                one.message() + one.refused().map(message -> ": " + message).orElse(""));
    }

    private static String groups(int number) {
        return number == 1 ? "1 group" : number + " groups";
    }

    private static String pad(String word, int width) {
        return word + " ".repeat(Math.max(0, width - word.length()));
    }

    /// Text in a column beside a label, wrapped between words. A word that is longer than a line stays whole, so
    /// that it can be copied.
    private static void wrapped(StringBuilder text, String label, String message) {
        int width = WIDTH - INDENT;
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : message.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        for (int i = 0; i < lines.size(); i++) {
            text.append(pad(i == 0 ? label : "", INDENT)).append(lines.get(i)).append('\n');
        }
    }
}
