package enifailover.report;

import enifailover.assess.Assessment;
import enifailover.model.AttachmentStatus;
import enifailover.model.Eni;
import enifailover.model.InstanceId;
import enifailover.model.group.Finding;
import enifailover.model.group.GroupSnapshot;
import java.util.List;
import java.util.Optional;

/// One group on the dashboard.
///
/// @param group the snapshot
/// @param assessment the assessment of a sweep
/// @param runs the last runs, the newest first
public record GroupCard(GroupSnapshot group, Assessment assessment, List<RunSummary> runs) {

    /// The health of a group, the most urgent first.
    public enum GroupHealth {
        /// A failover is due: the active has failed, or the ENIs are not on one instance.
        DUE("failover due"),
        /// A failover is due, but a pause, a limit or a setting prevents it.
        HELD("failover prevented"),
        /// EC2 shows neither a healthy nor a failed active.
        UNCLEAR("inconclusive"),
        /// The active is healthy; no standby is available.
        ALONE("no standby"),
        WELL("healthy");

        private final String message;

        GroupHealth(String message) {
            this.message = message;
        }

        public String message() {
            return message;
        }
    }

    public GroupHealth standing() {
        return switch (assessment) {
            case Assessment.MoveRequired _ -> GroupHealth.DUE;
            case Assessment.NoAction noAction ->
                switch (noAction.verdict()) {
                    case NO_STANDBY, FAILED, NO_GROUP, REFUSED, SPLIT, ROUTING_UNVERIFIED -> GroupHealth.DUE;
                    case PAUSED, COOLING_DOWN, DISABLED, LIMIT_REACHED, ZONE_STOPPED, REPORTED, ANNOUNCED ->
                        GroupHealth.HELD;
                    case INCONCLUSIVE, BUSY -> GroupHealth.UNCLEAR;
                    case HEALTHY, MOVED_ALREADY, SUCCEEDED, PLANNED ->
                        wellStandbys() == 0 ? GroupHealth.ALONE : GroupHealth.WELL;
                };
        };
    }

    /// The instance that holds all ENIs; empty where several hold some.
    public Optional<InstanceId> holder() {
        return group.onOneInstance() ? Optional.of(group.holders().first()) : Optional.empty();
    }

    /// The number of standbys that run with all status checks passed.
    public long wellStandbys() {
        return group.members().stream()
                .filter(member -> holder().filter(member.id()::equals).isEmpty())
                .filter(member -> member.instance().healthy())
                .count();
    }

    /// The findings of its tags.
    public List<Finding> findings() {
        return group.findings();
    }

    /// The place of an ENI, such as `i-… index 1`.
    static String place(Eni eni) {
        return eni.attachment()
                .map(at -> at.holder() + " " + at.devicePosition()
                        + (at.status() == AttachmentStatus.ATTACHED
                                ? ""
                                : " (" + at.status().name().toLowerCase(java.util.Locale.ROOT) + ")"))
                .orElse("not attached");
    }
}
