package enifailover.flow;

import enifailover.assess.Verdict;
import enifailover.port.AuditBook;
import enifailover.port.Refused;
import enifailover.report.Report;
import enifailover.signal.Cause;
import java.util.Optional;

/// Writes down that a drill has succeeded, for the audit that asks how long ago that was.
public final class DrillLog {
    private final AuditBook book;

    public DrillLog(AuditBook book) {
        this.book = book;
    }

    /// @return why it could not be written down; empty most of the time
    public Optional<String> note(Report report) {
        if (report.trigger().cause() != Cause.DRILL || report.verdict() != Verdict.SUCCEEDED) {
            return Optional.empty();
        }
        try {
            book.drilled(report.group(), report.started().plus(report.took()));
            return Optional.empty();
        } catch (Refused refused) {
            return Optional.of("the drill is not written down for the audit: " + refused.words());
        }
    }
}
