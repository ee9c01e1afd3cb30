package enifailover.assess;

import enifailover.model.InstanceId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The assessment of a group, with its evidence.
public sealed interface Assessment {

    /// What was observed, for a person.
    List<String> evidence();

    /// No ENI has to move.
    ///
    /// @param verdict why not
    /// @param held the reason to move the ENIs, where a pause, cool-down or limit prevents the move
    record NoAction(Verdict verdict, List<String> evidence, Optional<Reason> held) implements Assessment {

        /// Where there is no reason to move.
        public NoAction(Verdict verdict, List<String> evidence) {
            this(verdict, evidence, Optional.empty());
        }
    }

    /// The ENIs have to move to a standby.
    ///
    /// @param reason why
    /// @param sources the instances that the ENIs leave: the failed active; empty where none has any
    /// @param planned the holder still works, so the detach may take its normal time
    /// @param requestedTarget the only allowed target, where a person named one
    record MoveRequired(
            Reason reason,
            Set<InstanceId> sources,
            boolean planned,
            Optional<InstanceId> requestedTarget,
            List<String> evidence)
            implements Assessment {}

    /// Why ENIs have to move.
    enum Reason {
        /// The active has failed.
        FAILURE("the active has failed"),
        /// An event that affects the active is announced.
        ANNOUNCED("an event that affects the active is announced"),
        /// A run started a move and did not finish it.
        UNFINISHED("an earlier move did not finish"),
        /// The ENIs are on two instances, or some of them are not attached.
        SPLIT("the group's ENIs are not all on one instance"),
        /// No ENI of the group is attached.
        ORPHANED("the ENIs are not attached to any instance"),
        /// No run has verified their routing on the instance that has them.
        UNVERIFIED("routing of the ENIs is not verified on their instance"),
        /// They are not on the preferred instance, which is healthy again.
        FAILBACK("the preferred instance is healthy again"),
        /// A drill planned to move them back, and its function ended before that.
        RETURN("a drill did not move the ENIs back as planned"),
        /// A person requested it.
        DRILL("an operator requested it");

        private final String message;

        Reason(String message) {
            this.message = message;
        }

        /// For a person.
        public String message() {
            return message;
        }

        /// True when service is already interrupted, so that no cool-down applies.
        public boolean isInterrupted() {
            return this == UNFINISHED || this == SPLIT || this == ORPHANED;
        }

        /// True when the active is healthy and the ENIs only return to another instance.
        public boolean isFailback() {
            return this == FAILBACK || this == RETURN;
        }
    }
}
