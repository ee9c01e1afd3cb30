package enifailover.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The three status checks of an instance.
///
/// @param system the host below the instance
/// @param instance the instance's own network and kernel
/// @param attachedEbs the volumes
/// @param impairedSince since when the earliest impaired check fails, where EC2 says so
public record StatusChecks(
        CheckStatus system, CheckStatus instance, CheckStatus attachedEbs, Optional<Instant> impairedSince) {

    /// What is known of an instance whose checks were not told.
    public static final StatusChecks UNKNOWN =
            new StatusChecks(CheckStatus.UNKNOWN, CheckStatus.UNKNOWN, CheckStatus.UNKNOWN, Optional.empty());

    /// What stands where EC2 could not be asked.
    public static final StatusChecks UNREAD =
            new StatusChecks(CheckStatus.UNREAD, CheckStatus.UNREAD, CheckStatus.UNREAD, Optional.empty());

    /// All three passed.
    public static final StatusChecks PASSED =
            new StatusChecks(CheckStatus.OK, CheckStatus.OK, CheckStatus.OK, Optional.empty());

    /// The names of the checks that are impaired, such as `system`.
    public List<String> impaired() {
        List<String> names = new ArrayList<>();
        if (system == CheckStatus.IMPAIRED) {
            names.add("system");
        }
        if (instance == CheckStatus.IMPAIRED) {
            names.add("instance");
        }
        if (attachedEbs == CheckStatus.IMPAIRED) {
            names.add("attached-ebs");
        }
        return names;
    }

    /// True when the two checks that every instance has are ok and the volumes' is not impaired.
    public boolean passed() {
        return system == CheckStatus.OK && instance == CheckStatus.OK && attachedEbs != CheckStatus.IMPAIRED;
    }

    /// True where EC2 could not be asked.
    public boolean unread() {
        return system == CheckStatus.UNREAD;
    }

    /// One phrase for a report.
    public String message() {
        if (unread()) {
            return "could not be read";
        }
        return "system " + system.word() + ", instance " + instance.word() + ", attached EBS " + attachedEbs.word();
    }
}
