package enifailover.group;

/// Something an operator should know or mend. Without an action it would be no finding.
///
/// @param check the short name of what was looked at, such as `tag-value`
/// @param severity how bad it is
/// @param subject the ENI, instance or group it is about
/// @param symptom what was seen, with the value
/// @param action what to do
public record Finding(String check, Severity severity, String subject, String symptom, String action) {

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
        return severity + " " + check + " " + subject + ": " + symptom + " -> " + action;
    }
}
