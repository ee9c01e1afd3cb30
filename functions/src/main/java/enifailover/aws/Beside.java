package enifailover.aws;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One request made beside others of other types by [enifailover.port.Time#together], and its result after them.
final class Beside<T> implements Callable<Boolean> {
    private final Supplier<T> request;
    private volatile @Nullable T result;

    Beside(Supplier<T> request) {
        this.request = request;
    }

    @Override
    public Boolean call() {
        result = request.get();
        return true;
    }

    /// @throws NullPointerException when the work was not done
    T result() {
        return Objects.requireNonNull(result);
    }
}
