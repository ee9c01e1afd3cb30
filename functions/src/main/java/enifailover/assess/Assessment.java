package enifailover.assess;

import enifailover.model.InstanceId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The judgement of a group, with the observations it rests on.
public sealed interface Assessment {

    /// What was observed, in words.
    List<String> evidence();

    /// Nothing is to be moved.
    ///
    /// @param verdict why not
    /// @param held why they would have to go, where something holds that back
    record NoAction(Verdict verdict, List<String> evidence, Optional<Reason> held) implements Assessment {

        /// Where there is nothing to hold back.
        public NoAction(Verdict verdict, List<String> evidence) {
            this(verdict, evidence, Optional.empty());
        }
    }

    /// The ENIs have to go to a standby.
    ///
    /// @param reason why
    /// @param sources the instances they have to leave: the failed active; empty where none holds any
    /// @param planned the holder still works, so there is time to be graceful
    /// @param requestedTarget the only instance they may go to, where a person named one
    record MoveRequired(
            Reason reason,
            Set<InstanceId> sources,
            boolean planned,
            Optional<InstanceId> requestedTarget,
            List<String> evidence)
            implements Assessment {}

    /// Why ENIs have to go.
    enum Reason {
        /// The active has failed.
        FAILURE("the active has failed"),
        /// The active will be in trouble soon.
        ANNOUNCED("an event that affects the active is announced"),
        /// A run began to move them and did not end.
        UNFINISHED("an earlier move did not finish"),
        /// Two instances hold them, or one holds some and none the others.
        SPLIT("the group's ENIs are not all on one instance"),
        /// No instance holds any of them.
        ORPHANED("the ENIs are not attached to any instance"),
        /// They came to where they are, and no run has seen their routing verified there.
        UNVERIFIED("routing of the ENIs is not verified on their instance"),
        /// They are away from the preferred instance, which is well again.
        FAILBACK("the preferred instance is healthy again"),
        /// A drill said that it moves them back, and its function died.
        RETURN("a drill did not move the ENIs back as planned"),
        /// A person asked.
        DRILL("an operator requested it");

        private final String message;

        Reason(String message) {
            this.message = message;
        }

        /// For a person.
        public String message() {
            return message;
        }

        /// True when service is already interrupted half-way, so that neither cool-down nor hesitation helps.
        public boolean isInterrupted() {
            return this == UNFINISHED || this == SPLIT || this == ORPHANED;
        }

        /// True when the ENIs are well where they are, and only go home.
        public boolean isFailback() {
            return this == FAILBACK || this == RETURN;
        }
    }
}
