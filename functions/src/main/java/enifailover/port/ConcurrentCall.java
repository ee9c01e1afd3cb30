package enifailover.port;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Work that is done beside other work of other types by [Scheduler#together], and its result after that.
public final class ConcurrentCall<T> implements Callable<Boolean> {
    private final Supplier<T> request;
    private volatile @Nullable T result;

    /// @param request the work
    public ConcurrentCall(Supplier<T> request) {
        this.request = request;
    }

    @Override
    public Boolean call() {
        result = request.get();
        return true;
    }

    /// @throws NullPointerException when the work was not done
    public T result() {
        return Objects.requireNonNull(result);
    }
}
