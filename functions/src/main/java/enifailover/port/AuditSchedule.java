package enifailover.port;

import java.time.Instant;
import java.util.Optional;

/// Whose turn it is to audit, where many events of one moment wake many processes: one of them audits in a moment, for
/// all. All methods throw [AwsCallException].
public interface AuditSchedule {

    /// When the last audit that was agreed on was to begin, perhaps still is.
    Optional<Instant> due();

    /// Agrees on one more audit, and that the caller makes it.
    ///
    /// @param now the caller's time
    /// @param due when it is to begin
    /// @return false when one is due anyway, after `now`
    boolean take(Instant now, Instant due);
}
