package enifailover.port;

import java.time.Duration;
import java.time.Instant;

/// The requests of people that carry a name of their own, so that the same request twice is carried out once. All
/// methods throw [AwsCallException].
public interface IdempotencyStore {

    /// What is known of a request.
    sealed interface Entry {}

    /// Nobody has made it before: it is ours to carry out.
    record Claimed() implements Entry {}

    /// It was made before, and has not ended.
    ///
    /// @param content what it asked for
    /// @param owner the run that carries it out
    /// @param until when that run is certainly over
    record InProgress(String content, String owner, Instant until) implements Entry {}

    /// It was made before, and has ended.
    ///
    /// @param content what it asked for
    /// @param answer what was answered
    record Answered(String content, String answer) implements Entry {}

    /// Takes a request, once.
    ///
    /// @param id its name
    /// @param content what it asks for
    /// @param owner unique to this run
    /// @param until when this run is certainly over
    /// @param keep how long it is remembered
    Entry take(String id, String content, String owner, Instant until, Duration keep);

    /// Remembers what was answered.
    ///
    /// @param owner who took it; nothing is written where another has it
    void answer(String id, String owner, String answer);

    /// Forgets it, so that it may be made again: it has changed nothing.
    ///
    /// @param owner who took it; nothing is written where another has it
    void forget(String id, String owner);
}
