package enifailover.port;

import enifailover.model.group.FailedAttaches;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What holds automatic moves of all groups back: a switch that a person sets, a count of the moves of late, and the
/// attaches that have failed in each zone. It is kept where every function sees it at once. All methods throw
/// [AwsCallException].
public interface AutomationSwitch {

    /// All that a run has to know of it before it moves anything.
    ///
    /// @param stop the switch; empty where automatic moves are not stopped
    /// @param groups how many there are; empty where no sweep has counted them yet
    /// @param zones the attaches that have failed, by Availability Zone
    record State(Optional<KillSwitch> stop, OptionalInt groups, Map<String, FailedAttaches> zones) {
        /// Nothing is stopped, and nothing known.
        public static final State NONE = new State(Optional.empty(), OptionalInt.empty(), Map.of());
    }

    /// Automatic moves are stopped.
    ///
    /// @param since when that was done, where it is told
    /// @param reason why, in the words of whoever did it
    record KillSwitch(Optional<Instant> since, String reason) {
        /// For a person.
        public String message() {
            return "automatic failover is stopped for all groups"
                    + since.map(at -> " since " + at).orElse("") + (reason.isEmpty() ? "" : ": " + reason);
        }
    }

    /// No more automatic failovers than this begin within any window.
    ///
    /// @param most one or more
    /// @param window positive
    record Limit(int most, Duration window) {}

    /// What asking for one more failover gave.
    sealed interface Admission {}

    /// It is counted, and may begin.
    record Admitted() implements Admission {}

    /// The limit is reached.
    ///
    /// @param until when the oldest of those counted leaves the window
    record LimitReached(Instant until) implements Admission {}

    /// All of it as it is now.
    State read();

    /// The switch as it is now; empty where automatic moves are not stopped.
    default Optional<KillSwitch> stopped() {
        return read().stop();
    }

    /// Stops automatic moves; one that has begun is finished.
    void stop(KillSwitch killSwitch);

    /// Lets them happen again.
    void resume();

    /// Counts one more automatic failover, where the limit allows it. Asked again for the same run it counts once.
    ///
    /// @param run unique to the move
    Admission admit(String run, Limit limit);

    /// Takes back that a failover was counted which has changed nothing, so that another may begin instead.
    ///
    /// @param run as it was counted; nothing is done where it was not
    void giveBack(String run, Limit limit);

    /// Notes how many groups there are.
    void groups(int number);

    /// Counts an attach that has failed. Asked again for the same attempt it counts once, unless another has come
    /// between.
    ///
    /// @param attempt unique to it
    /// @param forgotten what failed last before then is not counted with it
    /// @return with that one
    FailedAttaches attachFailed(String zone, String attempt, Instant forgotten);

    /// Stops the automatic moves of a zone, or prolongs that, where nobody has done so since it was read.
    ///
    /// @param known until when they were stopped, as it was read
    /// @return whether it was this call that did it
    boolean stopZone(String zone, Optional<Instant> known, Instant until);

    /// An attach has succeeded: what failed before it is forgotten, and nothing is stopped for it any more.
    void attachSucceeded(String zone);
}
