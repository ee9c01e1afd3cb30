package enifailover.drill;

import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.port.AuditStore;
import enifailover.port.AwsCallException;
import enifailover.report.Report;
import java.util.Optional;

/// Writes down that a drill has succeeded, for the audit that asks how long ago that was.
public final class DrillRecorder {
    private final AuditStore book;

    public DrillRecorder(AuditStore book) {
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
        } catch (AwsCallException awsCallException) {
            return Optional.of("the drill was not recorded for the readiness audit: " + awsCallException.message());
        }
    }
}
