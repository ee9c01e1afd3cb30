package enifailover.drill;

import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a person asks of `DrillFunction`.
public sealed interface DrillRequest {
    /// A request is one line; more is a mistake, and is not read to its end.
    int MOST_BYTES = 10_000;

    /// Says what a failure of the active would bring about, and changes nothing; or moves the ENIs, gracefully.
    ///
    /// @param action what to do
    /// @param group with which group
    /// @param target the only instance it may move to, where named
    /// @param override moves a paused group all the same
    /// @param backAfter how long after the move the ENIs go back; empty to stay
    /// @param within how long a client may be without the addresses; empty for no limit
    /// @param requestId the person's own name for this request: the same again is not carried out again
    record Drill(
            Action action,
            GroupName group,
            Optional<InstanceId> target,
            boolean override,
            Optional<Duration> backAfter,
            Optional<Duration> within,
            Optional<String> requestId)
            implements DrillRequest {
        /// Everything but its name, for the comparison of two requests of one name.
        String content() {
            return new Drill(action, group, target, override, backAfter, within, Optional.empty()).toString();
        }
    }

    /// Where the ENIs are, and how the groups stand.
    ///
    /// @param group only this one; empty for all
    record Status(Optional<GroupName> group) implements DrillRequest {}

    /// The runs of the past, newest first.
    ///
    /// @param group only this one; empty for all
    /// @param most at most so many, 1 to 1000
    /// @param since none that began before
    /// @param csv as comma-separated values; else as a table
    record History(Optional<GroupName> group, int most, Optional<Instant> since, boolean csv) implements DrillRequest {}

    /// Stop, or resume, the automatic moves of all groups.
    ///
    /// @param reason why, where they are stopped
    record StopOrResume(boolean stops, String reason) implements DrillRequest {}

    /// A request that cannot be tried.
    ///
    /// @param mistakes what is wrong, each with the value
    /// @param form the right form
    record InvalidRequest(List<String> mistakes, String form) implements DrillRequest {
        /// All mistakes, and the right form.
        public String message() {
            return String.join("; ", mistakes) + ". The right form: " + form;
        }
    }

    /// What a drill can do with a group.
    enum Action {
        /// Says what would happen, and changes nothing.
        PLAN,
        /// Moves the group's ENIs gracefully to a standby.
        FAILOVER,
        /// Moves them back to where they were before they were moved away.
        FAILBACK
    }

    /// Reads a request. Never throws, whatever the bytes are.
    static DrillRequest read(byte[] bytes) {
        return DrillRequestParser.read(bytes);
    }
}
