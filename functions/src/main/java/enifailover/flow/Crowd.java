package enifailover.flow;

import enifailover.execute.Guard;
import enifailover.execute.Haste;
import enifailover.port.LeaseLost;
import enifailover.port.Ledger;
import enifailover.port.Ledger.Busy;
import enifailover.port.Ledger.Held;
import enifailover.port.Refused;
import enifailover.port.Time;
import enifailover.port.Turns;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a run does when EC2 is asked for more than it allows: it takes a turn, under its lease, waits for it, and looks
/// only then. So nobody tries in vain, those under way find the requests they need, and what is acted upon was seen a
/// moment ago, not minutes.
public final class Crowd {
    /// EC2 refills the buckets of detaches and attaches by five a second (D).
    private static final Duration TURN = Duration.ofMillis(200);
    /// What a failover in a crowd may need from its turn on, routing included, before the function's time is over.
    private static final Duration NEEDS = Duration.ofSeconds(60);

    private static final Duration SLICE = Duration.ofSeconds(5);

    private final Turns turns;
    private final Ledger ledger;
    private final Time time;

    public Crowd(Turns turns, Ledger ledger, Time time) {
        this.turns = turns;
        this.ledger = ledger;
        this.time = time;
    }

    /// Waits for the run's turn, where it is to have one.
    ///
    /// @return false when its turn would come too late for this function
    /// @throws LeaseLost when another run has taken the lease meanwhile
    boolean turn(Run run) {
        if (run.haste == Haste.AT_ONCE || run.hadTurn || run.guard.lease().isEmpty()) {
            return true;
        }
        run.hadTurn = true;
        Optional<Instant> turn = take(run);
        if (turn.isEmpty()) {
            // What only an event knows is lost when the function ends without having looked.
            return run.intent.trigger().cause().announcesNow();
        }
        if (turn.get().isAfter(time.now())) {
            await(run, turn.get());
        }
        return true;
    }

    private Optional<Instant> take(Run run) {
        Duration left = Duration.between(time.now(), run.deadline).minus(NEEDS);
        int enis = Math.max(1, run.memory.enis().size());
        try {
            return left.isNegative() ? Optional.empty() : turns.take(TURN.multipliedBy(enis), left);
        } catch (Refused tableAway) {
            run.chronicle.noted("no turn could be taken: " + tableAway.words());
            return Optional.of(time.now());
        }
    }

    private void await(Run run, Instant turn) {
        Instant begun = time.now();
        while (time.now().isBefore(turn)) {
            Duration left = Duration.between(time.now(), turn);
            time.sleep(left.compareTo(SLICE) < 0 ? left : SLICE);
            run.guard.check();
        }
        heard(run);
        run.chronicle.noted("EC2 was asked for more than it allows: waited "
                + Duration.between(begun, time.now()).toSeconds() + " s for a turn");
    }

    /// Who has knocked until now is served by the look that follows.
    private void heard(Run run) {
        try {
            switch (ledger.acquire(run.group, run.runId(), Guard.TTL)) {
                case Held held -> run.guard.lease(held.lease());
                case Busy _ -> throw new LeaseLost(run.group);
            }
        } catch (Refused tableAway) {
            run.guard.check();
        }
    }
}
