package enifailover.failover;

import enifailover.execute.Executor;
import enifailover.execute.SentCommand;
import enifailover.port.ConcurrentCall;
import enifailover.port.Scheduler;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Cancels the routing commands that were sent ahead to a target that a run has given up. Nothing depends on it.
final class AbandonedCommands {
    private final Executor executor;
    private final Scheduler scheduler;

    AbandonedCommands(Executor executor, Scheduler scheduler) {
        this.executor = executor;
        this.scheduler = scheduler;
    }

    /// Cancels them beside the look for another target, so that it costs no time of its own.
    <T> T beside(FailoverRun failoverRun, Supplier<T> look) {
        List<SentCommand> commands = failoverRun.abandoned;
        if (commands.isEmpty()) {
            return look.get();
        }
        failoverRun.abandoned = List.of();
        var seen = new ConcurrentCall<>(look);
        var problems = new ConcurrentCall<>(() -> executor.cancel(commands));
        scheduler.runAll(List.of(seen, problems));
        failoverRun.reportBuilder.noted(
                "no ENI comes to a target that was given up, so its routing command is cancelled: "
                        + commands.stream()
                                .map(one -> one.id() + " on " + one.instance())
                                .collect(Collectors.joining(", ")));
        problems.result().forEach(failoverRun.reportBuilder::noted);
        return seen.result();
    }

    /// Cancels them now.
    void cancel(FailoverRun failoverRun) {
        beside(failoverRun, () -> true);
    }
}
