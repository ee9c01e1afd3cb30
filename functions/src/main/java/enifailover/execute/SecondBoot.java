package enifailover.execute;

import enifailover.execute.Outcome.Result;
import enifailover.group.Instance;
import enifailover.group.InstanceState;
import enifailover.group.Slot;
import enifailover.plan.Step;
import enifailover.port.Observer;
import enifailover.port.Power;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import enifailover.port.RemoteShell;
import enifailover.port.RemoteShell.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The last resort for a guest that does not show the interface: one reboot, then routing again, by the guest that
/// comes up. EC2 shows the instance as running all the time and Systems Manager its agent as online for minutes, so
/// what is believed is only the guest's own word how long it has been up.
final class SecondBoot {
    /// A guest that booted so lately has not shown it after that boot either. It may have been this program's reboot,
    /// in a run that died: so there is one, whoever asks.
    private static final Duration FRESH = Duration.ofMinutes(15);

    /// From the request until the new guest's verdict; an instance commonly needs 30 to 90 s until its agent answers.
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    /// A command that the reboot cut off never ends: after so long another is sent.
    private static final Duration ONE_COMMAND = Duration.ofSeconds(40);

    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration DELIVERY = Duration.ofSeconds(30);

    private final Observer observer;
    private final Power power;
    private final RemoteShell shell;
    private final Course course;
    private final Step.RebootOnNoShow step;
    /// What the new guest has not verified yet.
    private final Deque<Command> commands = new ArrayDeque<>();

    /// @param interfaces the document's parameter, of each command
    SecondBoot(
            Observer observer,
            Power power,
            RemoteShell shell,
            Course course,
            Step.RebootOnNoShow step,
            List<String> interfaces) {
        this.observer = observer;
        this.power = power;
        this.shell = shell;
        this.course = course;
        this.step = step;
        interfaces.forEach(one -> commands.add(new Command("apply", one, "wait=20")));
    }

    /// @param noShow what the guest said that does not show the interface
    boolean mayHelp(RoutingResult noShow) {
        return noShow.up().map(up -> up.compareTo(FRESH) >= 0).orElse(false);
    }

    /// @throws Ended unless the guest that came up has verified its routing in time
    void run() {
        Instant asked = course.time.now();
        ask(asked);
        TargetWatch watch = new TargetWatch(observer, course, step.target());
        while (course.since(asked).compareTo(PATIENCE) < 0) {
            course.pause(PERIOD);
            checkTarget(watch, asked);
            Optional<RoutingResult> said = once(asked, watch).filter(result -> ofTheNewBoot(result, asked));
            if (said.isPresent() && said.get().verified() && commands.size() > 1) {
                commands.remove();
            } else if (said.isPresent()) {
                settle(said.get(), asked);
                return;
            }
        }
        throw refused(asked, "the guest had not routed it " + PATIENCE.toSeconds() + " s after the reboot");
    }

    /// A guest that stops gives no answer.
    private void checkTarget(TargetWatch watch, Instant asked) {
        Optional<InstanceState> left = watch.left();
        if (left.isPresent()) {
            String words = step.target() + " is " + left.get().word() + " while its boot is awaited";
            course.note(step.words(), Result.FAILED, asked, words);
            throw new Ended(new End.TargetRefused(step.target(), words));
        }
    }

    /// Once: a request that was not answered may have rebooted it, and another would do so again.
    private void ask(Instant asked) {
        Pace pace = Pace.ofRequest(Duration.ofMillis(200));
        while (true) {
            check();
            try {
                Set<Slot> others = others();
                if (!others.isEmpty()) {
                    throw refused(
                            asked,
                            step.target() + " carries other interfaces by now (" + others + "): it is not rebooted");
                }
                power.reboot(step.target());
                return;
            } catch (Refused refused) {
                if (refused.refusal() == Refusal.UNANSWERED) {
                    return;
                }
                if (refused.refusal() != Refusal.THROTTLED
                        || course.since(asked).compareTo(PATIENCE) >= 0) {
                    throw refused(asked, refused.words());
                }
                pace.throttled();
                course.pause(pace.next(Duration.ZERO));
            }
        }
    }

    /// The plan is minutes old by now: another group's ENI may have come to the target since.
    private Set<Slot> others() {
        Set<Slot> others = new TreeSet<>(
                observer.instance(step.target()).map(Instance::occupied).orElse(Set.of()));
        others.remove(new Slot(0, 0)); // its own primary interface
        others.removeAll(step.own());
        return others;
    }

    /// One command, until it ends or is given up. Empty where nothing came of it.
    private Optional<RoutingResult> once(Instant asked, TargetWatch watch) {
        Instant sent = course.time.now();
        try {
            check();
            String id = shell.send(step.target(), commands.element(), DELIVERY);
            while (course.since(sent).compareTo(ONE_COMMAND) < 0
                    && course.since(asked).compareTo(PATIENCE) < 0) {
                check();
                checkTarget(watch, asked);
                Optional<RemoteShell.Ended> ended = shell.result(step.target(), id);
                if (ended.isPresent()) {
                    return ended.map(RoutingResult::of);
                }
                course.pause(LOOK);
            }
        } catch (Refused away) {
            if (away.refusal() == Refusal.DENIED) {
                throw refused(asked, away.words());
            }
        }
        return Optional.empty();
    }

    private boolean ofTheNewBoot(RoutingResult result, Instant asked) {
        return result.up().map(up -> up.compareTo(course.since(asked)) <= 0).orElse(false);
    }

    private void settle(RoutingResult result, Instant asked) {
        switch (result.kind()) {
            case VERIFIED, VERIFIED_WITH_WARNINGS ->
                course.note(step.words(), Result.WARNED, asked, "rebooted; " + result.words());
            case NOT_VERIFIED, NO_SHOW, NOT_DELIVERED -> throw refused(asked, "after the reboot: " + result.words());
        }
    }

    private Ended refused(Instant asked, String words) {
        course.note(step.words(), Result.FAILED, asked, words);
        return new Ended(new End.NotRouted(step.target(), words));
    }

    private void check() {
        course.guard.check();
        course.checkDeadline(step.words());
    }
}
