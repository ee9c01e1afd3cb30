package enifailover.flow;

import enifailover.assess.Assessment;
import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Stay;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.execute.Executor;
import enifailover.execute.Guard;
import enifailover.execute.Haste;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.plan.Planner;
import enifailover.port.LeaseLost;
import enifailover.port.Ledger;
import enifailover.port.Ledger.Busy;
import enifailover.port.Ledger.Claim;
import enifailover.port.Ledger.Held;
import enifailover.port.Ledger.Lease;
import enifailover.port.Refused;
import enifailover.port.Time;
import enifailover.report.Report;
import enifailover.signal.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The story of a failover, for one group: take its lease, observe, assess, plan, execute, report. What an event
/// said has no part in it beyond the question where to look.
public final class Failover {
    /// A round is one target tried; beyond this many something is wrong that another round would not mend.
    private static final int ROUNDS = 8;
    /// A look that has to be asked for again and again may take so long, and what follows from it is told after it.
    static final Duration LOOK = Duration.ofSeconds(25);

    private final Lookout lookout;
    private final Ledger ledger;
    private final Attempt attempt;
    private final Books books;
    private final Brakes brakes;
    private final Crowd crowd;
    private final SlotReservations slots;
    private final Time time;

    public Failover(
            Lookout lookout,
            Ledger ledger,
            Planner planner,
            Executor executor,
            Books books,
            Brakes brakes,
            Crowd crowd,
            SlotReservations slots,
            Time time) {
        this.lookout = lookout;
        this.ledger = ledger;
        this.attempt = new Attempt(planner, executor, books, brakes, slots, time);
        this.books = books;
        this.brakes = brakes;
        this.crowd = crowd;
        this.slots = slots;
        this.time = time;
    }

    Brakes brakes() {
        return brakes;
    }

    /// Looks after one group, and moves its ENIs where that is due.
    ///
    /// @param group the group
    /// @param intent how to judge it
    /// @param runId unique to this run: the owner of the lease
    /// @param deadline when the function is ended from outside
    /// @return what was seen, decided and done; never throws for anything AWS does
    public Report run(GroupName group, Intent intent, String runId, Instant deadline) {
        return run(group, intent, runId, deadline, Haste.AT_ONCE);
    }

    /// The same, where it may be known that many fail at once.
    ///
    /// @param haste whether to wait for a turn before the first look
    public Report run(GroupName group, Intent intent, String runId, Instant deadline, Haste haste) {
        Chronicle chronicle = new Chronicle(group, runId, intent.trigger(), time.now());
        Claim claim;
        try {
            // The sweep comes again in a minute, and sees for itself; what an event knows must not be lost.
            claim = ledger.acquire(group, runId, Guard.TTL, intent.trigger().cause() != Cause.SWEEP);
        } catch (Refused tableAway) {
            return new WithoutTable(this, time).run(group, intent, tableAway, chronicle, deadline);
        }
        try {
            return switch (claim) {
                case Busy busy -> {
                    chronicle.noted("run " + busy.owner() + " holds the lease until " + busy.until());
                    yield chronicle.report(Verdict.BUSY, time.now());
                }
                case Held held -> {
                    Guard guard = new Guard(ledger, time, Optional.of(held.lease()));
                    Run run = new Run(group, intent, guard, chronicle, deadline);
                    run.memory = held.memory();
                    run.haste = haste;
                    yield underLease(run);
                }
            };
        } catch (LeaseLost lost) {
            chronicle.noted(String.valueOf(lost.getMessage()));
            return chronicle.report(Verdict.BUSY, time.now());
        }
    }

    private Report underLease(Run run) {
        Verdict verdict = work(run);
        brakes.giveBack(run);
        Report report = told(run, verdict);
        // Somebody knocked meanwhile: what they knew of may have happened after the last look.
        Optional<Lease> knocked = books.letGo(run, verdict);
        Run last = run;
        for (int again = 0; knocked.isPresent() && again < ROUNDS; again++) {
            run.guard.lease(knocked.get());
            Intent look = run.intent.automatic() ? run.intent : new Automatic(books.assessor(), Trigger.SWEEP);
            Chronicle sequel = new Chronicle(run.group, run.runId(), look.trigger(), time.now());
            Run second = new Run(run.group, look, run.guard, sequel, run.deadline);
            second.memory = last.memory;
            second.blocked = last.blocked;
            // The sweep looks too, and has a whole function's time; what EC2 refuses for good it refuses again.
            boolean worth = another(run.deadline) && !second.blocked;
            Verdict seen = worth ? work(second) : Verdict.BUSY;
            brakes.giveBack(second);
            if (second.moved || second.completed || seen == Verdict.FAILED) {
                report = told(second, seen);
            }
            knocked = books.letGo(second, seen);
            last = second;
        }
        return report;
    }

    /// Without a lease, for the degraded mode only.
    Report degraded(GroupName group, Intent intent, Chronicle chronicle, Instant deadline) {
        Run run = new Run(group, intent, new Guard(ledger, time, Optional.empty()), chronicle, deadline);
        Verdict verdict = work(run);
        told(run, verdict);
        books.unverified(run);
        return run.chronicle.report(verdict, time.now());
    }

    /// Announced and journalled; who could not be told is in the report that is returned.
    private Report told(Run run, Verdict verdict) {
        Instant end = time.now();
        books.close(run, verdict, run.chronicle.report(verdict, end));
        return run.chronicle.report(verdict, end);
    }

    /// Observe, assess, plan, execute; again with the next standby where one refuses.
    Verdict work(Run run) {
        try {
            return rounds(run);
        } catch (LeaseLost lost) {
            brakes.giveBack(run); // who has the lease now counts for itself
            throw lost;
        }
    }

    private Verdict rounds(Run run) {
        SecondLook looks = new SecondLook();
        while (run.rounds < ROUNDS) {
            if (run.looked && !another(run.deadline)) {
                run.chronicle.noted("the function's time does not last for another look");
                return Verdict.FAILED;
            }
            if (!crowd.turn(run)) {
                run.chronicle.noted("more groups fail at once than EC2 lets be moved within this function's time: the"
                        + " sweep goes on with this one");
                return run.moved ? Verdict.FAILED : Verdict.NOT_JUDGED;
            }
            Optional<GroupSnapshot> observed = brakes.beside(run, () -> slots.beside(run, () -> lookout.observe(run)));
            if (observed.isEmpty()) {
                return Verdict.FAILED;
            }
            run.looked = true;
            GroupSnapshot group = observed.get();
            run.saw(group);
            Instant seen = time.now();
            Assessment assessment = brakes.held(run, run.intent.assess(group, seen, run.underWay()));
            Optional<Duration> again = looks.due(group, assessment, run.intent.trigger(), seen);
            if (looks.undecided()) {
                run.chronicle.judged(assessment);
                run.chronicle.noted("EC2's answers contradict each other; the sweep looks again");
                return run.moved ? Verdict.FAILED : Verdict.NOT_JUDGED;
            }
            if (again.isPresent()) {
                time.sleep(again.get());
                continue;
            }
            run.chronicle.judged(assessment);
            switch (assessment) {
                case Stay stay -> {
                    run.heldBack(stay);
                    return stay.verdict();
                }
                case Go go -> {
                    Optional<Verdict> end = attempt.of(run, group, go, seen);
                    if (end.isPresent()) {
                        return end.get();
                    }
                }
            }
        }
        run.chronicle.noted(ROUNDS + " rounds did not bring the ENIs to rest");
        return Verdict.FAILED;
    }

    private boolean another(Instant deadline) {
        return time.now().plus(LOOK).isBefore(deadline);
    }
}
