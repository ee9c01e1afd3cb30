package enifailover.survey;

import java.util.Optional;
import java.util.function.Function;

/// What was looked for, or why it could not be seen. An empty list in a [Known] means that there is none; a missing
/// permission, a throttled or a failed call is an [Unseen].
public sealed interface Seen<T> {

    /// It was seen.
    ///
    /// @param it what was seen, whole: a list that was cut short is [Unseen]
    record Known<T>(T it) implements Seen<T> {}

    /// It could not be seen.
    ///
    /// @param because one sentence that names the call, such as [enifailover.port.Refused#words()] gives
    /// @param denied the role may not look, so that looking again will not help
    record Unseen<T>(String because, boolean denied) implements Seen<T> {}

    static <T> Seen<T> known(T it) {
        return new Known<>(it);
    }

    static <T> Seen<T> unseen(String because, boolean denied) {
        return new Unseen<>(because, denied);
    }

    /// What was seen, where it was.
    default Optional<T> value() {
        return switch (this) {
            case Known<T>(T it) -> Optional.of(it);
            case Unseen<T> unseen -> Optional.empty();
        };
    }

    /// The same of a part of it.
    default <R> Seen<R> map(Function<? super T, ? extends R> part) {
        return switch (this) {
            case Known<T>(T it) -> new Known<>(part.apply(it));
            case Unseen<T>(String because, boolean denied) -> new Unseen<>(because, denied);
        };
    }
}
