package enifailover.model;

import java.time.Instant;
import java.util.Optional;

/// An event that EC2 has scheduled for an instance. Source: EC2 API, InstanceStatusEvent.
///
/// @param code `instance-stop`, `instance-retirement`, `instance-reboot`, `system-reboot` or `system-maintenance`
/// @param notBefore the earliest start, where told
/// @param description EC2's own words; begins with `[Completed]` or `[Canceled]` when it is over
public record ScheduledEvent(String code, Optional<Instant> notBefore, String description) {

    /// True while the event is still to come or going on.
    public boolean open() {
        return !description.startsWith("[Completed]") && !description.startsWith("[Canceled]");
    }
}
