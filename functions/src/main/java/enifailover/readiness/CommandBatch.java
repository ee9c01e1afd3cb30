package enifailover.readiness;

import enifailover.model.InstanceId;
import enifailover.port.AwsCallException;
import enifailover.port.CommandRunner;
import enifailover.port.CommandRunner.Command;
import enifailover.port.CommandRunner.Ended;
import enifailover.port.ErrorKind;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Runs the SSM document on many guests for an audit: a few commands a second, and no more after Systems Manager
/// throttles, because a failover needs the same request rate.
final class CommandBatch {
    /// Commands a second. Systems Manager documents no limit (inferred): many failovers at once send more.
    private static final int SENDS = 5;

    private static final int LOOKS = 10;
    private static final Duration ROUND = Duration.ofSeconds(1);
    /// The script takes at least this long.
    private static final Duration FIRST_LOOK = Duration.ofSeconds(2);
    /// From the sending of one command; also Systems Manager's delivery timeout.
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final CommandRunner shell;
    private final Scheduler scheduler;

    CommandBatch(CommandRunner shell, Scheduler scheduler) {
        this.shell = shell;
        this.scheduler = scheduler;
    }

    /// A command for a guest.
    record GuestCommand(InstanceId instance, Command command) {}

    sealed interface CommandOutcome {

        /// The script ended.
        record Answered(Ended ended) implements CommandOutcome {}

        /// Sent, and not ended within [#TIMEOUT].
        record Silent() implements CommandOutcome {}

        /// Systems Manager refused it.
        record NotSent(AwsCallException awsCallException) implements CommandOutcome {}
    }

    private record Open(GuestCommand guestCommand, String command, Instant sentAt) {}

    /// Runs them concurrently.
    ///
    /// @param commandBatch the most urgent first
    /// @param until when to stop; no command is sent whose timeout is later
    /// @return the outcomes of the commands that were sent; the next audit sends the others
    Map<GuestCommand, CommandOutcome> run(List<GuestCommand> commandBatch, Instant until) {
        Deque<GuestCommand> next = new ArrayDeque<>(commandBatch);
        Deque<Open> open = new ArrayDeque<>();
        Map<GuestCommand, CommandOutcome> came = new LinkedHashMap<>();
        while (scheduler.now().isBefore(until)) {
            Instant begun = scheduler.now();
            if (begun.plus(TIMEOUT).isAfter(until)) {
                next.clear();
            }
            List<Callable<Runnable>> round = new ArrayList<>();
            for (int i = 0; i < SENDS && !next.isEmpty(); i++) {
                GuestCommand guestCommand = next.remove();
                round.add(() -> send(guestCommand, next, open, came));
            }
            for (int i = open.size(); i > 0 && round.size() < SENDS + LOOKS; i--) {
                Open one = open.remove();
                if (begun.isBefore(one.sentAt().plus(FIRST_LOOK))) {
                    open.add(one);
                } else {
                    round.add(() -> look(one, open, came));
                }
            }
            if (round.isEmpty() && open.isEmpty()) {
                return came;
            }
            // Only this thread changes the collections.
            scheduler.<Runnable>runAll(round).forEach(Runnable::run);
            Duration rest = ROUND.minus(Duration.between(begun, scheduler.now()));
            scheduler.sleep(rest.isNegative() ? Duration.ZERO : rest);
        }
        open.forEach(one -> came.put(one.guestCommand(), new CommandOutcome.Silent()));
        return came;
    }

    private Runnable send(
            GuestCommand guestCommand,
            Deque<GuestCommand> next,
            Deque<Open> open,
            Map<GuestCommand, CommandOutcome> came) {
        Instant at = scheduler.now();
        try {
            String id = shell.send(guestCommand.instance(), guestCommand.command(), TIMEOUT);
            return () -> open.add(new Open(guestCommand, id, at));
        } catch (AwsCallException awsCallException) {
            return () -> {
                came.put(guestCommand, new CommandOutcome.NotSent(awsCallException));
                if (awsCallException.refusal() == ErrorKind.DENIED
                        || awsCallException.refusal().isTransient()) {
                    next.clear();
                }
            };
        }
    }

    private Runnable look(Open one, Deque<Open> open, Map<GuestCommand, CommandOutcome> came) {
        try {
            return shell.result(one.guestCommand().instance(), one.command())
                    .<Runnable>map(ended -> () -> came.put(one.guestCommand(), new CommandOutcome.Answered(ended)))
                    .orElse(() -> again(one, open, came));
        } catch (AwsCallException awsCallException) {
            return awsCallException.refusal().isTransient()
                    ? () -> again(one, open, came)
                    : () -> came.put(one.guestCommand(), new CommandOutcome.NotSent(awsCallException));
        }
    }

    private void again(Open one, Deque<Open> open, Map<GuestCommand, CommandOutcome> came) {
        if (scheduler.now().isBefore(one.sentAt().plus(TIMEOUT))) {
            open.add(one);
        } else {
            came.put(one.guestCommand(), new CommandOutcome.Silent());
        }
    }
}
