package enifailover.flow;

import enifailover.assess.Assessor;
import enifailover.assess.Verdict;
import enifailover.execute.DryRun;
import enifailover.execute.Guard;
import enifailover.flow.DrillRequest.Drill;
import enifailover.group.GroupMemory;
import enifailover.port.Ledger;
import enifailover.port.Network;
import enifailover.port.Refused;
import enifailover.port.Time;
import enifailover.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a person asks for: the failover's own flow, with the roles of judge and trigger played by the request.
public final class Drills {
    /// What two graceful moves may take together, with the reports: kept free of the function's time.
    private static final Duration MOVES = Duration.ofMinutes(4);

    private static final Duration BUSY_PAUSE = Duration.ofSeconds(5);

    private final Failover failover;
    private final Ledger ledger;
    private final Network network;
    private final Assessor assessor;
    private final Time time;

    public Drills(Failover failover, Ledger ledger, Network network, Assessor assessor, Time time) {
        this.failover = failover;
        this.ledger = ledger;
        this.network = network;
        this.assessor = assessor;
        this.time = time;
    }

    /// What became of a drill.
    ///
    /// @param move the plan, or the move
    /// @param back the move back, where one was asked for and came to its turn
    public record Drilled(Report move, Optional<Report> back) {
        /// One or two.
        public List<Report> reports() {
            return back.map(second -> List.of(move, second)).orElse(List.of(move));
        }
    }

    /// @param drill a request that was read without a mistake
    /// @param runId unique to this invocation
    /// @param deadline when the function is ended from outside
    public Drilled run(Drill drill, String runId, Instant deadline) {
        Rehearsed intent = new Rehearsed(drill, assessor);
        return switch (drill.action()) {
            case PLAN -> new Drilled(plan(drill, intent, runId, deadline), Optional.empty());
            case FAILOVER, FAILBACK -> moves(drill, intent, runId, deadline);
        };
    }

    private Drilled moves(Drill drill, Rehearsed intent, String runId, Instant deadline) {
        Duration left = Duration.between(time.now(), deadline).minus(MOVES);
        if (drill.backAfter().filter(wait -> wait.compareTo(left) > 0).isPresent()) {
            Chronicle chronicle = new Chronicle(drill.group(), runId, intent.trigger(), time.now());
            chronicle.noted("\"back_after_s\" is " + drill.backAfter().get().toSeconds() + ", and at most "
                    + Math.max(0, left.toSeconds()) + " s fit between the two moves within this function's own time;"
                    + " ask for less, or for a failover that stays and a failback later");
            return new Drilled(chronicle.report(Verdict.REFUSED, time.now()), Optional.empty());
        }
        Report move = failover.run(drill.group(), intent, runId, deadline);
        boolean goesBack = drill.backAfter().isPresent()
                && move.verdict() == Verdict.SUCCEEDED
                && move.from().isPresent()
                && move.to().isPresent();
        if (!goesBack) {
            return new Drilled(move, Optional.empty());
        }
        time.sleep(drill.backAfter().get());
        GoingBack back = new GoingBack(drill, move.to().get(), move.from().get(), assessor);
        return new Drilled(move, Optional.of(patiently(back, runId + "/back", deadline)));
    }

    /// Somebody else may be at work on the group; the sweep keeps the promise where this has no more time for it.
    private Report patiently(GoingBack back, String runId, Instant deadline) {
        Report report = failover.run(back.drill().group(), back, runId, deadline);
        while (report.verdict() == Verdict.BUSY
                && time.now().plus(MOVES.dividedBy(2)).isBefore(deadline)) {
            time.sleep(BUSY_PAUSE);
            report = failover.run(back.drill().group(), back, runId, deadline);
        }
        return report;
    }

    private Report plan(Drill drill, Rehearsed intent, String runId, Instant deadline) {
        Chronicle chronicle = new Chronicle(drill.group(), runId, intent.trigger(), time.now());
        Run run = new Run(drill.group(), intent, new Guard(ledger, time, Optional.empty()), chronicle, deadline);
        try {
            run.memory = ledger.memories().getOrDefault(drill.group(), GroupMemory.NONE);
        } catch (Refused refused) {
            chronicle.warned("the table could not be read: " + refused.words());
        }
        Verdict verdict = failover.work(run);
        run.plan().ifPresent(plan -> plan.questions()
                .forEach(question ->
                        chronicle.did(DryRun.ask(question, network, time).outcome())));
        return chronicle.report(verdict, time.now());
    }
}
