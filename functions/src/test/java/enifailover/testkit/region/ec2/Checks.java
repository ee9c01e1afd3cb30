package enifailover.testkit.region.ec2;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The three status checks.
///
/// @param systemImpairedSince when the system check began to fail, or null
/// @param instanceImpairedSince the same of the instance check
/// @param attachedEbsImpairedSince the same of the attached-EBS check
/// @param initializing the checks are not made yet, as for minutes after a start
/// @param unknown of which checks EC2 has no result: `insufficient-data`
public record Checks(
        @Nullable Instant systemImpairedSince,
        @Nullable Instant instanceImpairedSince,
        @Nullable Instant attachedEbsImpairedSince,
        boolean initializing,
        Set<Kind> unknown) {

    /// Which check.
    public enum Kind {
        SYSTEM,
        INSTANCE,
        ATTACHED_EBS
    }

    /// All passed.
    public static final Checks OK = new Checks(null, null, null, false, Set.of());

    /// Not made yet.
    public static final Checks INITIALIZING = new Checks(null, null, null, true, Set.of());

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
            case SYSTEM -> new Checks(since, instanceImpairedSince, attachedEbsImpairedSince, initializing, unknown);
            case INSTANCE -> new Checks(systemImpairedSince, since, attachedEbsImpairedSince, initializing, unknown);
            case ATTACHED_EBS -> new Checks(systemImpairedSince, instanceImpairedSince, since, initializing, unknown);
        };
    }

    Checks unknown(Kind kind, boolean missing) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        kinds.addAll(unknown);
        if (missing) {
            kinds.add(kind);
        } else {
            kinds.remove(kind);
        }
        return new Checks(
                systemImpairedSince, instanceImpairedSince, attachedEbsImpairedSince, initializing, Set.copyOf(kinds));
    }
}
