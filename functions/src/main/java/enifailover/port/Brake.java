package enifailover.port;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What holds automatic moves of all groups back: a switch that a person sets, and a count of the moves of late. It is
/// kept where every function sees it at once. All methods throw [Refused].
public interface Brake {

    /// Automatic moves are stopped.
    ///
    /// @param since when that was done, where it is told
    /// @param reason why, in the words of whoever did it
    record Stop(Optional<Instant> since, String reason) {
        /// For a person.
        public String words() {
            return "automatic moves of all groups are stopped"
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
    record Full(Instant until) implements Admission {}

    /// The switch as it is now; empty where automatic moves are not stopped.
    Optional<Stop> stopped();

    /// Stops automatic moves; one that has begun is finished.
    void stop(Stop stop);

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
}
