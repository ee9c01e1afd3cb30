package enifailover.execute;

import enifailover.execute.Outcome.Result;
import enifailover.model.InstanceId;
import enifailover.plan.Step;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// The state of one execution: its clock, lease, deadline and outcomes so far.
final class ExecutionContext {
    final Scheduler scheduler;
    final LeaseGuard leaseGuard;
    final Timeouts timeouts;
    private final Instant deadline;
    private final Instant seenUntil;
    private final List<Outcome> outcomes = new ArrayList<>();
    /// An instance was stopped or started, or a move was begun.
    volatile boolean changed;
    /// What became of the attaches that were asked for.
    final AttachResults attaches = new AttachResults();
    /// The standbys that were started, and observed running.
    final Set<InstanceId> started = new HashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    /// @param seenUntil until when the observation may be acted on
    ExecutionContext(
            Scheduler scheduler, LeaseGuard leaseGuard, Timeouts timeouts, Instant deadline, Instant seenUntil) {
        this.scheduler = scheduler;
        this.leaseGuard = leaseGuard;
        this.timeouts = timeouts;
        this.deadline = deadline.minus(timeouts.reserve());
        this.seenUntil = seenUntil;
    }

    /// In the order in which they ended, whatever was noted first.
    List<Outcome> outcomes() {
        return outcomes.stream()
                .sorted(Comparator.comparing(one -> one.started().plus(one.took())))
                .toList();
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /// What a person has to know of the whole run, whatever comes of the step that found it.
    void warn(String message) {
        warnings.add(message);
    }

    Duration since(Instant start) {
        return Duration.between(start, scheduler.now());
    }

    void note(Step step, Result result, Instant started, String message) {
        note(step.kind(), step.message(), result, started, message);
    }

    void note(Step.Kind kind, String step, Result result, Instant started, String message) {
        outcomes.add(new Outcome(kind, step, result, started, since(started), message));
    }

    void note(Outcome outcome) {
        outcomes.add(outcome);
    }

    /// Does work side by side, and then settles what came of it. Each answer counts; what no target would mend ends the
    /// run, whatever the others mean.
    void runAll(List<Callable<Runnable>> work) {
        Optional<ExecutionAborted> end = Optional.empty();
        for (Runnable answer : scheduler.<Runnable>runAll(work)) {
            try {
                answer.run();
            } catch (ExecutionAborted executionAborted) {
                end = end.filter(first -> !(executionAborted.end() instanceof ExecutionEnd.Blocked))
                        .or(() -> Optional.of(executionAborted));
            }
        }
        if (end.isPresent()) {
            throw end.get();
        }
    }

    /// Ends the execution when the function's time is nearly over.
    void checkDeadline(String doing) {
        if (!scheduler.now().isBefore(deadline)) {
            throw new ExecutionAborted(
                    new ExecutionEnd.DeadlineExceeded("the function's time ended before it could " + doing));
        }
    }

    /// Ends the execution before it takes anything from anybody, where the function's time would end in the middle: the
    /// sweep, a minute later, has a whole function's time.
    void checkLeft(Duration needed) {
        Duration left = Duration.between(scheduler.now(), deadline);
        if (left.compareTo(needed) < 0) {
            throw new ExecutionAborted(
                    new ExecutionEnd.DeadlineExceeded("the function has " + Math.max(0, left.toSeconds())
                            + " s left, and a move may need " + needed.toSeconds() + " s, so no move is started"));
        }
    }

    /// Ends the execution before anything is taken from anybody, where the look that it rests on has become old: the
    /// holder may be well again. The next round looks anew.
    void checkSeen() {
        if (scheduler.now().isAfter(seenUntil)) {
            throw new ExecutionAborted(
                    new ExecutionEnd.StateChanged("the last observation is too old to act on: observing again"));
        }
    }

    /// Sleeps, but never beyond the deadline.
    void pause(Duration duration) {
        Duration left = Duration.between(scheduler.now(), deadline);
        Duration sleep = duration.compareTo(left) > 0 ? left : duration;
        scheduler.sleep(sleep.isNegative() ? Duration.ZERO : sleep);
    }
}
