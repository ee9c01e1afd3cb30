package enifailover.model.audit;

import java.util.Optional;
import java.util.function.Function;

/// What was looked for, or why it could not be seen. An empty list in a [Known] means that there is none; a missing
/// permission, a throttled or a failed call is an [Unseen].
public sealed interface Lookup<T> {

    /// It was seen.
    ///
    /// @param it what was seen, whole: a list that was cut short is [Unseen]
    record Known<T>(T it) implements Lookup<T> {}

    /// It could not be seen.
    ///
    /// @param because one sentence that names the call, such as [enifailover.port.AwsCallException#words()] gives
    /// @param denied the role may not look, so that looking again will not help
    record Unavailable<T>(String because, boolean denied) implements Lookup<T> {}

    static <T> Lookup<T> known(T it) {
        return new Known<>(it);
    }

    static <T> Lookup<T> unseen(String because, boolean denied) {
        return new Unavailable<>(because, denied);
    }

    /// What was seen, where it was.
    default Optional<T> value() {
        return switch (this) {
            case Known<T>(T it) -> Optional.of(it);
            case Unavailable<T> unavailable -> Optional.empty();
        };
    }

    /// The same of a part of it.
    default <R> Lookup<R> map(Function<? super T, ? extends R> part) {
        return switch (this) {
            case Known<T>(T it) -> new Known<>(part.apply(it));
            case Unavailable<T>(String because, boolean denied) -> new Unavailable<>(because, denied);
        };
    }
}
