package enifailover.model.group;

import enifailover.model.PlainText;

/// Something an operator should know or mend. Without an action it would be no finding.
///
/// @param check the short name of what was looked at, such as `tag-value`: also its anchor in docs/operations.md
/// @param severity how bad it is
/// @param subject the ENI, instance or group it is about
/// @param symptom what was seen, with the value
/// @param cause how it comes to be so, or what it would lead to; empty text where the symptom says it
/// @param action what to do
public record Finding(String check, Severity severity, String subject, String symptom, String cause, String action) {

    private static final int LONGEST = 600;

    /// What a tag or a guest says stands in a finding: it is cleaned and cut.
    public Finding {
        subject = PlainText.line(subject, LONGEST);
        symptom = PlainText.line(symptom, LONGEST);
        cause = PlainText.line(cause, LONGEST);
        action = PlainText.line(action, LONGEST);
    }

    /// Where the symptom says the cause.
    public Finding(String check, Severity severity, String subject, String symptom, String action) {
        this(check, severity, subject, symptom, "", action);
    }

    /// Where docs/operations.md says more, as a link from the root of the repository.
    public String help() {
        return "docs/operations.md#" + check;
    }

    /// How bad a finding is.
    public enum Severity {
        /// Good to know.
        NOTE,
        /// The failover works, less well.
        WARNING,
        /// The failover would not work.
        BLOCKER
    }

    @Override
    public String toString() {
        String why = cause.isEmpty() ? "" : " (" + cause + ")";
        return severity + " " + check + " " + subject + ": " + symptom + why + " -> " + action;
    }
}
