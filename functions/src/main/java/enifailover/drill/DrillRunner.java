package enifailover.drill;

import enifailover.assess.Assessor;
import enifailover.assess.Verdict;
import enifailover.drill.DrillRequest.Drill;
import enifailover.execute.DryRun;
import enifailover.execute.LeaseGuard;
import enifailover.failover.Failover;
import enifailover.failover.FailoverRun;
import enifailover.failover.ReportBuilder;
import enifailover.model.group.GroupState;
import enifailover.port.AwsCallException;
import enifailover.port.EniOperations;
import enifailover.port.GroupStore;
import enifailover.port.Scheduler;
import enifailover.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Carries out an operator's request with the flow of the failover.
public final class DrillRunner {
    /// What two graceful moves may take together, with the reports: kept free of the function's time.
    private static final Duration MOVES = Duration.ofMinutes(4);

    private static final Duration BUSY_PAUSE = Duration.ofSeconds(5);

    private final Failover failover;
    private final GroupStore groupStore;
    private final EniOperations eniOperations;
    private final Assessor assessor;
    private final Scheduler scheduler;

    public DrillRunner(
            Failover failover,
            GroupStore groupStore,
            EniOperations eniOperations,
            Assessor assessor,
            Scheduler scheduler) {
        this.failover = failover;
        this.groupStore = groupStore;
        this.eniOperations = eniOperations;
        this.assessor = assessor;
        this.scheduler = scheduler;
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
        DrillMode intent = new DrillMode(drill, assessor);
        return switch (drill.action()) {
            case PLAN -> new Drilled(plan(drill, intent, runId, deadline), Optional.empty());
            case FAILOVER, FAILBACK -> moves(drill, intent, runId, deadline);
        };
    }

    private Drilled moves(Drill drill, DrillMode intent, String runId, Instant deadline) {
        Duration left = Duration.between(scheduler.now(), deadline).minus(MOVES);
        if (drill.backAfter().filter(wait -> wait.compareTo(left) > 0).isPresent()) {
            ReportBuilder reportBuilder = new ReportBuilder(drill.group(), runId, intent.trigger(), scheduler.now());
            reportBuilder.noted("\"back_after_s\" is " + drill.backAfter().get().toSeconds() + ", but at most "
                    + Math.max(0, left.toSeconds()) + " s are possible within this function's time:"
                    + " use a smaller value, or send a failover without it and a failback later");
            return new Drilled(reportBuilder.report(Verdict.REFUSED, scheduler.now()), Optional.empty());
        }
        Report move = failover.run(drill.group(), intent, runId, deadline);
        boolean goesBack = drill.backAfter().isPresent()
                && move.verdict() == Verdict.SUCCEEDED
                && move.from().isPresent()
                && move.to().isPresent();
        if (!goesBack) {
            return new Drilled(move, Optional.empty());
        }
        scheduler.sleep(drill.backAfter().get());
        DrillReturnMode back =
                new DrillReturnMode(drill, move.to().get(), move.from().get(), assessor);
        return new Drilled(move, Optional.of(patiently(back, runId + "/back", deadline)));
    }

    /// Another run may hold the lease; the sweep does the planned return where this run has no time left for it.
    private Report patiently(DrillReturnMode back, String runId, Instant deadline) {
        Report report = failover.run(back.drill().group(), back, runId, deadline);
        while (report.verdict() == Verdict.BUSY
                && scheduler.now().plus(MOVES.dividedBy(2)).isBefore(deadline)) {
            scheduler.sleep(BUSY_PAUSE);
            report = failover.run(back.drill().group(), back, runId, deadline);
        }
        return report;
    }

    private Report plan(Drill drill, DrillMode intent, String runId, Instant deadline) {
        ReportBuilder reportBuilder = new ReportBuilder(drill.group(), runId, intent.trigger(), scheduler.now());
        FailoverRun failoverRun = new FailoverRun(
                drill.group(),
                intent,
                new LeaseGuard(groupStore, scheduler, Optional.empty()),
                reportBuilder,
                deadline);
        try {
            failoverRun.memory = groupStore.memories().getOrDefault(drill.group(), GroupState.NONE);
        } catch (AwsCallException awsCallException) {
            reportBuilder.warned("the table could not be read: " + awsCallException.message());
        }
        Verdict verdict = failover.work(failoverRun);
        failoverRun.plan().ifPresent(plan -> plan.permissionChecks()
                .forEach(question -> reportBuilder.did(
                        DryRun.ask(question, eniOperations, scheduler).outcome())));
        return reportBuilder.report(verdict, scheduler.now());
    }
}
