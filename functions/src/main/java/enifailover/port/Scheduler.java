package enifailover.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/// The only clock of the program, and the only way to wait or to do several things at once. The function uses
/// `aws.RealTime`; tests and the simulator use a virtual one, so that no test ever sleeps and every
/// interleaving can be replayed.
public interface Scheduler {

    /// The present moment. Never compared with times from AWS, except across minutes.
    Instant now();

    /// Pauses the calling thread.
    ///
    /// @param duration zero or more; zero still lets others run
    void sleep(Duration duration);

    /// Runs independent pieces of work side by side and returns when all have ended.
    ///
    /// @param work one or more pieces; each may call [#sleep(Duration)]
    /// @return their results, in the order given
    /// @throws RuntimeException the first failure by that order, with the others suppressed in it, after all have
    /// ended
    <T> List<T> runAll(List<? extends Callable<? extends T>> work);
}
