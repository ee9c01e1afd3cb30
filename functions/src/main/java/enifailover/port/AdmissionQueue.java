package enifailover.port;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A queue for when there are more failovers than EC2 takes requests: who takes a turn knows when EC2 will have room,
/// and need not try until then. It is kept where every function sees it at once. All methods throw [AwsCallException].
public interface AdmissionQueue {

    /// Takes the next free turn.
    ///
    /// @param length how long the turn lasts: the next one comes so much later
    /// @param within a turn that comes later than this from now is of no use, and is left to others
    /// @return when the turn comes, now at the earliest; empty where the queue is longer than `within`
    Optional<Instant> take(Duration length, Duration within);
}
