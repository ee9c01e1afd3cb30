package enifailover.execute;

import enifailover.execute.Outcome.Result;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.group.InstanceState;
import enifailover.group.ShellStatus.Reach;
import enifailover.plan.Step;
import enifailover.port.Observer;
import enifailover.port.Power;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Brings instances into the state a move needs: the failed active off, the cold standby on.
final class Standing {
    /// How long another group's ENI may stand in the way of a stop: its own failover commonly takes five seconds.
    private static final Duration CONSENT = Duration.ofSeconds(20);

    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final Observer observer;
    private final Power power;
    private final FenceConsent consent;
    private final Course course;

    Standing(Observer observer, Power power, FenceConsent consent, Course course) {
        this.observer = observer;
        this.power = power;
        this.consent = consent;
        this.course = course;
    }

    /// @throws Ended unless the instance was observed stopped or terminated in time
    void fence(Step.Fence step) {
        Instant started = course.time.now();
        InstanceId id = step.instance();
        if (!leaving(step, started)) {
            consent(step, started);
            // A look may be older than the one before it: nobody is stopped without having asked.
            if (!leaving(step, started)) {
                ask(() -> power.stop(id), step.words(), started);
                course.changed = true;
            }
        }
        Predicate<Optional<Instance>> off =
                seen -> seen.map(i -> i.state().fenced()).orElse(true);
        if (!await(id, off, course.patience.fence(), step.words())) {
            String words = id + " is not off " + course.patience.fence().toSeconds() + " s after a forced stop; the"
                    + " group's tag says fence=stop, so nothing is moved";
            course.note(step.words(), Result.FAILED, started, words);
            throw new Ended(new End.Blocked(words));
        }
        course.note(step.words(), Result.DONE, started, "observed off");
    }

    /// @throws Ended where it works again
    private boolean leaving(Step.Fence step, Instant started) {
        Optional<Instance> present = see(step.instance(), step.words(), started);
        if (present.filter(Instance::healthy).isPresent()) {
            throw new Ended(new End.Changed(step.instance() + " works again, so it is not stopped: looking again"));
        }
        return present.map(i ->
                        i.state() == InstanceState.SHUTTING_DOWN || i.state().fenced())
                .orElse(true);
    }

    /// @throws Ended where an ENI of another group speaks against the stop, and does not leave
    private void consent(Step.Fence step, Instant started) {
        while (true) {
            List<Optional<String>> said = new ArrayList<>();
            ask(() -> said.add(consent.objection(step.group(), step.instance())), step.words(), started);
            Optional<String> objection = said.getFirst();
            if (objection.isEmpty()) {
                return;
            }
            if (course.since(started).compareTo(CONSENT) >= 0) {
                String words = objection.get() + ": it is not stopped. The tag of group " + step.group()
                        + " says fence=stop, so nothing is moved";
                course.note(step.words(), Result.FAILED, started, words);
                throw new Ended(new End.Blocked(words));
            }
            course.pause(AGAIN);
        }
    }

    /// @throws Ended unless the instance was observed running with its agent online in time
    void start(Step.StartStandby step) {
        Instant started = course.time.now();
        InstanceId id = step.instance();
        try {
            ask(() -> power.start(id), step.words(), started);
            course.changed = true;
        } catch (Ended ended) {
            if (ended.end() instanceof End.Blocked(String words)) {
                throw new Ended(new End.TargetRefused(id, words));
            }
            throw ended;
        }
        Duration both = course.patience.start().multipliedBy(2);
        Rise rise = new Rise(step.agent());
        if (!await(id, rise, both, step.words()) || rise.fell) {
            String words = rise.fell
                    ? id + " was started and is " + rise.last.word() + " again"
                    : id + (step.agent() ? " is not running with its agent online " : " is not running ")
                            + both.toSeconds() + " s after its start";
            course.note(step.words(), Result.FAILED, started, words);
            throw new Ended(new End.TargetRefused(id, words));
        }
        course.started.add(id);
        course.note(
                step.words(),
                Result.DONE,
                started,
                step.agent() ? "observed running, agent online" : "observed running");
    }

    /// Watches an instance that was started. For want of capacity, or of a key for its volumes, EC2 accepts the start,
    /// shows `pending` and then `stopped` again (its guide "Troubleshoot instance launch issues"), and somebody may
    /// terminate it: both end the wait. That it is stopped may be a stale read of before the start, so it has to be
    /// so for some looks.
    private static final class Rise implements Predicate<Optional<Instance>> {
        /// One a second.
        private static final int LOOKS = 5;

        private final boolean agent;
        private InstanceState last = InstanceState.UNKNOWN;
        private boolean rose;
        private int fallen;
        private boolean fell;

        /// @param agent its agent has to be online too
        Rise(boolean agent) {
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

    private void ask(Runnable request, String doing, Instant started) {
        Pace pace = Pace.ofRequest(Duration.ofMillis(200));
        while (true) {
            course.guard.check();
            course.checkDeadline(doing);
            try {
                request.run();
                return;
            } catch (Refused refused) {
                if (!refused.refusal().passing()) {
                    course.note(doing, Result.FAILED, started, refused.words());
                    throw new Ended(new End.Blocked(refused.words()));
                }
                pace.throttled();
                course.pause(pace.next(Duration.ZERO));
            }
        }
    }

    private boolean await(InstanceId id, Predicate<Optional<Instance>> there, Duration patience, String doing) {
        Instant started = course.time.now();
        while (course.since(started).compareTo(patience) < 0) {
            course.guard.check();
            course.checkDeadline(doing);
            try {
                if (there.test(observer.instance(id))) {
                    return true;
                }
            } catch (Refused refused) {
                if (refused.refusal() == Refusal.DENIED) {
                    throw new Ended(new End.Blocked(refused.words()));
                }
            }
            course.pause(Duration.ofSeconds(1));
        }
        return false;
    }

    private Optional<Instance> see(InstanceId id, String doing, Instant started) {
        List<Optional<Instance>> seen = new ArrayList<>();
        ask(() -> seen.add(observer.instance(id)), doing, started);
        return seen.getFirst();
    }
}
