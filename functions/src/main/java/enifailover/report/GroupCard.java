package enifailover.report;

import enifailover.assess.Assessment;
import enifailover.model.AttachmentStatus;
import enifailover.model.Eni;
import enifailover.model.InstanceId;
import enifailover.model.group.Finding;
import enifailover.model.group.GroupSnapshot;
import java.util.List;
import java.util.Optional;

/// One group on the board.
///
/// @param group as one look showed it
/// @param assessment what the sweep would make of it
/// @param runs its last runs, the newest first
public record GroupCard(GroupSnapshot group, Assessment assessment, List<RunSummary> runs) {

    /// How a group stands, the most urgent first.
    public enum GroupHealth {
        /// Its active has failed or its ENIs are not where they belong: a move is due, or cannot be made.
        DUE("failover due"),
        /// It would move, but somebody or something holds it back.
        HELD("held back"),
        /// EC2 shows neither a well nor a failed active.
        UNCLEAR("unclear"),
        /// All is well, but nobody could take over.
        ALONE("no standby"),
        WELL("well");

        private final String message;

        GroupHealth(String message) {
            this.message = message;
        }

        /// One or two words for a badge.
        public String message() {
            return message;
        }
    }

    /// How it stands now.
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

    /// Where the ENIs are, when it is one instance.
    public Optional<InstanceId> holder() {
        return group.onOneInstance() ? Optional.of(group.holders().first()) : Optional.empty();
    }

    /// How many members besides the holder run with all checks passed. Less than readiness asks for, more than nothing.
    public long wellStandbys() {
        return group.members().stream()
                .filter(member -> holder().filter(member.id()::equals).isEmpty())
                .filter(member -> member.instance().healthy())
                .count();
    }

    /// What is wrong with its tags.
    public List<Finding> findings() {
        return group.findings();
    }

    /// `i-… index 1`, or that it is attached nowhere.
    static String place(Eni eni) {
        return eni.attachment()
                .map(at -> at.holder() + " " + at.devicePosition()
                        + (at.status() == AttachmentStatus.ATTACHED
                                ? ""
                                : " (" + at.status().name().toLowerCase(java.util.Locale.ROOT) + ")"))
                .orElse("attached nowhere");
    }
}
