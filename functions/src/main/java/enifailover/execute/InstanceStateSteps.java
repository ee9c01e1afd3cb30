package enifailover.execute;

import enifailover.execute.Outcome.Result;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.plan.Step;
import enifailover.port.AwsCallException;
import enifailover.port.Ec2Reader;
import enifailover.port.ErrorKind;
import enifailover.port.InstancePower;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Brings instances into the state that a move needs: the failed active stopped, the cold standby running.
final class InstanceStateSteps {
    /// How long another group's ENI may stand in the way of a stop: its own failover commonly takes five seconds.
    private static final Duration CONSENT = Duration.ofSeconds(20);

    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final Ec2Reader ec2Reader;
    private final InstancePower instancePower;
    private final FenceConsent consent;
    private final ExecutionContext executionContext;

    InstanceStateSteps(
            Ec2Reader ec2Reader, InstancePower instancePower, FenceConsent consent, ExecutionContext executionContext) {
        this.ec2Reader = ec2Reader;
        this.instancePower = instancePower;
        this.consent = consent;
        this.executionContext = executionContext;
    }

    /// @throws ExecutionAborted unless the instance was observed stopped or terminated in time
    void fence(Step.Fence step) {
        Instant started = executionContext.scheduler.now();
        InstanceId id = step.instance();
        if (!leaving(step, started)) {
            consent(step, started);
            // A look may be older than the one before it: nobody is stopped without having asked.
            if (!leaving(step, started)) {
                ask(() -> instancePower.stop(id), step, started);
                executionContext.changed = true;
            }
        }
        Predicate<Optional<Instance>> off =
                seen -> seen.map(i -> i.state().fenced()).orElse(true);
        if (!await(id, off, executionContext.timeouts.fence(), step)) {
            String message =
                    id + " is not stopped " + executionContext.timeouts.fence().toSeconds()
                            + " s after a forced stop; the group has" + " the tag fence=stop, so nothing is moved";
            executionContext.note(step, Result.FAILED, started, message);
            throw new ExecutionAborted(new ExecutionEnd.Blocked(message));
        }
        executionContext.note(step, Result.DONE, started, "observed stopped or terminated");
    }

    /// @throws ExecutionAborted where it works again
    private boolean leaving(Step.Fence step, Instant started) {
        Optional<Instance> present = see(step.instance(), step, started);
        if (present.filter(Instance::healthy).isPresent()) {
            throw new ExecutionAborted(new ExecutionEnd.StateChanged(
                    step.instance() + " works again, so it is not stopped: observing again"));
        }
        return present.map(i ->
                        i.state() == InstanceState.SHUTTING_DOWN || i.state().fenced())
                .orElse(true);
    }

    /// @throws ExecutionAborted where an ENI of another group speaks against the stop, and does not leave
    private void consent(Step.Fence step, Instant started) {
        while (true) {
            List<Optional<String>> said = new ArrayList<>();
            ask(() -> said.add(consent.objection(step.group(), step.instance())), step, started);
            Optional<String> objection = said.getFirst();
            if (objection.isEmpty()) {
                return;
            }
            if (executionContext.since(started).compareTo(CONSENT) >= 0) {
                String message = objection.get() + ": it is not stopped. Group " + step.group()
                        + " has the tag fence=stop, so nothing is moved";
                executionContext.note(step, Result.FAILED, started, message);
                throw new ExecutionAborted(new ExecutionEnd.Blocked(message));
            }
            executionContext.pause(AGAIN);
        }
    }

    /// @throws ExecutionAborted unless the instance was observed running with its agent online in time
    void start(Step.StartStandby step) {
        Instant started = executionContext.scheduler.now();
        InstanceId id = step.instance();
        try {
            ask(() -> instancePower.start(id), step, started);
            executionContext.changed = true;
        } catch (ExecutionAborted executionAborted) {
            if (executionAborted.end() instanceof ExecutionEnd.Blocked(String message)) {
                throw new ExecutionAborted(new ExecutionEnd.TargetRefused(id, message));
            }
            throw executionAborted;
        }
        Duration both = executionContext.timeouts.start().multipliedBy(2);
        StartWatcher watcher = new StartWatcher(step.agent());
        if (!await(id, watcher, both, step) || watcher.fell) {
            String message = watcher.fell
                    ? id + " was started and is " + watcher.last.word() + " again"
                    : id + (step.agent() ? " is not running with its SSM agent online " : " is not running ")
                            + both.toSeconds() + " s after its start";
            executionContext.note(step, Result.FAILED, started, message);
            throw new ExecutionAborted(new ExecutionEnd.TargetRefused(id, message));
        }
        executionContext.started.add(id);
        executionContext.note(
                step, Result.DONE, started, step.agent() ? "observed running, SSM agent online" : "observed running");
    }

    /// Watches an instance that was started. For want of capacity, or of a key for its volumes, EC2 accepts the start,
    /// shows `pending` and then `stopped` again (its guide "Troubleshoot instance launch issues"), and somebody may
    /// terminate it: both end the wait. That it is stopped may be a stale read of before the start, so it has to be
    /// so for some looks.
    private static final class StartWatcher implements Predicate<Optional<Instance>> {
        /// One observation a second.
        private static final int LOOKS = 5;

        private final boolean agent;
        private InstanceState last = InstanceState.UNKNOWN;
        private boolean rose;
        private int fallen;
        private boolean fell;

        /// @param agent its agent has to be online too
        StartWatcher(boolean agent) {
            this.agent = agent;
        }

        @Override
        public boolean test(Optional<Instance> seen) {
            if (seen.isEmpty()) {
                return false;
            }
            last = seen.get().state();
            rose |= last == InstanceState.PENDING || last == InstanceState.RUNNING;
            fallen = rose && (last == InstanceState.STOPPING || last == InstanceState.STOPPED) ? fallen + 1 : 0;
            fell = fallen == LOOKS || last == InstanceState.SHUTTING_DOWN || last == InstanceState.TERMINATED;
            return fell
                    || (last == InstanceState.RUNNING
                            && (!agent || seen.get().shell().reach() == Reach.ONLINE));
        }
    }

    private void ask(Runnable request, Step step, Instant started) {
        PollSchedule pollSchedule = PollSchedule.ofRequest(Duration.ofMillis(200));
        while (true) {
            executionContext.leaseGuard.check();
            executionContext.checkDeadline(step.message());
            try {
                request.run();
                return;
            } catch (AwsCallException awsCallException) {
                if (!awsCallException.refusal().isTransient()) {
                    executionContext.note(step, Result.FAILED, started, awsCallException.message());
                    throw new ExecutionAborted(new ExecutionEnd.Blocked(awsCallException.message()));
                }
                pollSchedule.throttled();
                executionContext.pause(pollSchedule.next(Duration.ZERO));
            }
        }
    }

    private boolean await(InstanceId id, Predicate<Optional<Instance>> there, Duration timeout, Step step) {
        Instant started = executionContext.scheduler.now();
        while (executionContext.since(started).compareTo(timeout) < 0) {
            executionContext.leaseGuard.check();
            executionContext.checkDeadline(step.message());
            try {
                if (there.test(ec2Reader.instance(id))) {
                    return true;
                }
            } catch (AwsCallException awsCallException) {
                if (awsCallException.refusal() == ErrorKind.DENIED) {
                    throw new ExecutionAborted(new ExecutionEnd.Blocked(awsCallException.message()));
                }
            }
            executionContext.pause(Duration.ofSeconds(1));
        }
        return false;
    }

    private Optional<Instance> see(InstanceId id, Step step, Instant started) {
        List<Optional<Instance>> seen = new ArrayList<>();
        ask(() -> seen.add(ec2Reader.instance(id)), step, started);
        return seen.getFirst();
    }
}
