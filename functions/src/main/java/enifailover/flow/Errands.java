package enifailover.flow;

import enifailover.group.InstanceId;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import enifailover.port.RemoteShell;
import enifailover.port.RemoteShell.Command;
import enifailover.port.RemoteShell.Ended;
import enifailover.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Runs the routing document on many guests for an audit, which can wait: a few commands a second, and as soon as
/// Systems Manager asks for less no more of them, because a failover needs the same.
final class Errands {
    /// A second. Systems Manager does not document how many it takes (inferred): a storm of failovers sends more.
    private static final int SENDS = 5;

    private static final int LOOKS = 10;
    private static final Duration ROUND = Duration.ofSeconds(1);
    /// No script has ended sooner.
    private static final Duration FIRST_LOOK = Duration.ofSeconds(2);
    /// From the sending of one; Systems Manager itself tries to deliver for as long.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RemoteShell shell;
    private final Time time;

    Errands(RemoteShell shell, Time time) {
        this.shell = shell;
        this.time = time;
    }

    /// A command for a guest.
    record Errand(InstanceId instance, Command command) {}

    /// What came of it.
    sealed interface Came {

        /// The script ended.
        record Answered(Ended ended) implements Came {}

        /// Sent, and not ended within [#PATIENCE].
        record Silent() implements Came {}

        /// Systems Manager refused it.
        record NotSent(Refused refused) implements Came {}
    }

    private record Open(Errand errand, String command, Instant sentAt) {}

    /// All are run side by side.
    ///
    /// @param errands the most urgent first
    /// @param until when to stop; none is sent that could not be waited for until then
    /// @return what came of those that were begun; the others are left to the next audit
    Map<Errand, Came> run(List<Errand> errands, Instant until) {
        Deque<Errand> next = new ArrayDeque<>(errands);
        Deque<Open> open = new ArrayDeque<>();
        Map<Errand, Came> came = new LinkedHashMap<>();
        while (time.now().isBefore(until)) {
            Instant begun = time.now();
            if (begun.plus(PATIENCE).isAfter(until)) {
                next.clear();
            }
            List<Callable<Runnable>> round = new ArrayList<>();
            for (int i = 0; i < SENDS && !next.isEmpty(); i++) {
                Errand errand = next.remove();
                round.add(() -> send(errand, next, open, came));
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
            // What they say is settled by this thread alone.
            time.<Runnable>together(round).forEach(Runnable::run);
            Duration rest = ROUND.minus(Duration.between(begun, time.now()));
            time.sleep(rest.isNegative() ? Duration.ZERO : rest);
        }
        open.forEach(one -> came.put(one.errand(), new Came.Silent()));
        return came;
    }

    private Runnable send(Errand errand, Deque<Errand> next, Deque<Open> open, Map<Errand, Came> came) {
        Instant at = time.now();
        try {
            String id = shell.send(errand.instance(), errand.command(), PATIENCE);
            return () -> open.add(new Open(errand, id, at));
        } catch (Refused refused) {
            return () -> {
                came.put(errand, new Came.NotSent(refused));
                if (refused.refusal() == Refusal.DENIED || refused.refusal().passing()) {
                    next.clear();
                }
            };
        }
    }

    private Runnable look(Open one, Deque<Open> open, Map<Errand, Came> came) {
        try {
            return shell.result(one.errand().instance(), one.command())
                    .<Runnable>map(ended -> () -> came.put(one.errand(), new Came.Answered(ended)))
                    .orElse(() -> again(one, open, came));
        } catch (Refused refused) {
            return refused.refusal().passing()
                    ? () -> again(one, open, came)
                    : () -> came.put(one.errand(), new Came.NotSent(refused));
        }
    }

    private void again(Open one, Deque<Open> open, Map<Errand, Came> came) {
        if (time.now().isBefore(one.sentAt().plus(PATIENCE))) {
            open.add(one);
        } else {
            came.put(one.errand(), new Came.Silent());
        }
    }
}
