package enifailover.region.ec2;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The three status checks.
///
/// @param systemImpairedSince when the system check began to fail, or null
/// @param instanceImpairedSince the same of the instance check
/// @param attachedEbsImpairedSince the same of the attached-EBS check
/// @param initializing the checks are not made yet, as for minutes after a start
public record Checks(
        @Nullable Instant systemImpairedSince,
        @Nullable Instant instanceImpairedSince,
        @Nullable Instant attachedEbsImpairedSince,
        boolean initializing) {

    /// Which check.
    public enum Kind {
        SYSTEM,
        INSTANCE,
        ATTACHED_EBS
    }

    /// All passed.
    public static final Checks OK = new Checks(null, null, null, false);

    /// Not made yet.
    public static final Checks INITIALIZING = new Checks(null, null, null, true);

    /// When that check began to fail, or null.
    public @Nullable Instant impairedSince(Kind kind) {
        return switch (kind) {
            case SYSTEM -> systemImpairedSince;
            case INSTANCE -> instanceImpairedSince;
            case ATTACHED_EBS -> attachedEbsImpairedSince;
        };
    }

    Checks with(Kind kind, @Nullable Instant since) {
        return switch (kind) {
            case SYSTEM -> new Checks(since, instanceImpairedSince, attachedEbsImpairedSince, initializing);
            case INSTANCE -> new Checks(systemImpairedSince, since, attachedEbsImpairedSince, initializing);
            case ATTACHED_EBS -> new Checks(systemImpairedSince, instanceImpairedSince, since, initializing);
        };
    }
}
