package enifailover.failover;

import enifailover.assess.Assessment;
import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.execute.Contention;
import enifailover.execute.Executor;
import enifailover.execute.LeaseGuard;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.plan.Planner;
import enifailover.port.AwsCallException;
import enifailover.port.GroupStore;
import enifailover.port.GroupStore.AcquireResult;
import enifailover.port.GroupStore.Acquired;
import enifailover.port.GroupStore.HeldByOther;
import enifailover.port.GroupStore.Lease;
import enifailover.port.LeaseLost;
import enifailover.port.Scheduler;
import enifailover.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The story of a failover, for one group: take its lease, observe, assess, plan, execute, report. What an event
/// said has no part in it beyond the question where to look.
public final class Failover {
    /// A round is one target tried; beyond this many something is wrong that another round would not mend.
    private static final int ROUNDS = 8;
    /// A look that has to be asked for again and again may take so long, and what follows from it is told after it.
    public static final Duration LOOK = Duration.ofSeconds(25);

    private final SnapshotReader snapshotReader;
    private final GroupStore groupStore;
    private final FailoverAttempt failoverAttempt;
    private final RunRecorder runRecorder;
    private final AutomationGate automationGate;
    private final AdmissionControl admissionControl;
    private final DeviceReservations slots;
    private final AbandonedCommands abandoned;
    private final Scheduler scheduler;

    public Failover(
            SnapshotReader snapshotReader,
            GroupStore groupStore,
            Planner planner,
            Executor executor,
            RunRecorder runRecorder,
            AutomationGate automationGate,
            AdmissionControl admissionControl,
            DeviceReservations slots,
            Scheduler scheduler) {
        this.snapshotReader = snapshotReader;
        this.groupStore = groupStore;
        this.failoverAttempt = new FailoverAttempt(planner, executor, runRecorder, automationGate, slots, scheduler);
        this.runRecorder = runRecorder;
        this.automationGate = automationGate;
        this.admissionControl = admissionControl;
        this.slots = slots;
        this.abandoned = new AbandonedCommands(executor, scheduler);
        this.scheduler = scheduler;
    }

    public AutomationGate brakes() {
        return automationGate;
    }

    /// Looks after one group, and moves its ENIs where that is due.
    ///
    /// @param group the group
    /// @param runMode how to assess it
    /// @param runId unique to this run: the owner of the lease
    /// @param deadline when the function is ended from outside
    /// @return what was seen, decided and done; never throws for anything AWS does
    public Report run(GroupName group, RunMode runMode, String runId, Instant deadline) {
        return run(group, runMode, runId, deadline, Contention.AT_ONCE);
    }

    /// The same, where it may be known that many fail at once.
    ///
    /// @param contention whether to wait for a turn before the first look
    public Report run(GroupName group, RunMode runMode, String runId, Instant deadline, Contention contention) {
        ReportBuilder reportBuilder = new ReportBuilder(group, runId, runMode.trigger(), scheduler.now());
        AcquireResult acquireResult;
        try {
            // The sweep comes again in a minute, and sees for itself; what an event knows must not be lost.
            acquireResult = groupStore.acquire(
                    group, runId, LeaseGuard.TTL, runMode.trigger().cause() != Cause.SWEEP);
        } catch (AwsCallException tableAway) {
            return new DegradedMode(this, scheduler).run(group, runMode, tableAway, reportBuilder, deadline);
        }
        try {
            return switch (acquireResult) {
                case HeldByOther heldByOther -> {
                    reportBuilder.noted("run " + heldByOther.owner() + " holds the lease until " + heldByOther.until());
                    yield reportBuilder.report(Verdict.BUSY, scheduler.now());
                }
                case Acquired acquired -> {
                    LeaseGuard leaseGuard = new LeaseGuard(groupStore, scheduler, Optional.of(acquired.lease()));
                    FailoverRun failoverRun = new FailoverRun(group, runMode, leaseGuard, reportBuilder, deadline);
                    failoverRun.memory = acquired.memory();
                    failoverRun.contention = contention;
                    yield underLease(failoverRun);
                }
            };
        } catch (LeaseLost lost) {
            reportBuilder.noted(String.valueOf(lost.getMessage()));
            return reportBuilder.report(Verdict.BUSY, scheduler.now());
        }
    }

    private Report underLease(FailoverRun failoverRun) {
        Verdict verdict = work(failoverRun);
        automationGate.giveBack(failoverRun);
        Report report = publish(failoverRun, verdict);
        // Another run asked for a recheck: what it knew of may have happened after the last look.
        Optional<Lease> recheck = runRecorder.releaseLease(failoverRun, verdict);
        FailoverRun last = failoverRun;
        for (int again = 0; recheck.isPresent() && again < ROUNDS; again++) {
            failoverRun.leaseGuard.lease(recheck.get());
            RunMode look = failoverRun.runMode.automatic()
                    ? failoverRun.runMode
                    : new AutomaticMode(runRecorder.assessor(), Trigger.SWEEP);
            ReportBuilder sequel =
                    new ReportBuilder(failoverRun.group, failoverRun.runId(), look.trigger(), scheduler.now());
            FailoverRun second =
                    new FailoverRun(failoverRun.group, look, failoverRun.leaseGuard, sequel, failoverRun.deadline);
            second.memory = last.memory;
            second.blocked = last.blocked;
            // The sweep looks too, and has a whole function's time; what EC2 refuses for good it refuses again.
            boolean worth = another(failoverRun.deadline) && !second.blocked;
            Verdict seen = worth ? work(second) : Verdict.BUSY;
            automationGate.giveBack(second);
            if (second.moved || second.completed || seen == Verdict.FAILED) {
                report = publish(second, seen);
            }
            recheck = runRecorder.releaseLease(second, seen);
            last = second;
        }
        return report;
    }

    /// Without a lease, for the degraded mode only.
    Report degraded(GroupName group, RunMode runMode, ReportBuilder reportBuilder, Instant deadline) {
        FailoverRun failoverRun = new FailoverRun(
                group, runMode, new LeaseGuard(groupStore, scheduler, Optional.empty()), reportBuilder, deadline);
        Verdict verdict = work(failoverRun);
        publish(failoverRun, verdict);
        runRecorder.unverified(failoverRun);
        return failoverRun.reportBuilder.report(verdict, scheduler.now());
    }

    /// Announced and journalled; who could not be told is in the report that is returned.
    private Report publish(FailoverRun failoverRun, Verdict verdict) {
        Instant end = scheduler.now();
        runRecorder.close(failoverRun, verdict, failoverRun.reportBuilder.report(verdict, end));
        return failoverRun.reportBuilder.report(verdict, end);
    }

    /// Observe, assess, plan, execute; again with the next standby where one refuses.
    public Verdict work(FailoverRun failoverRun) {
        try {
            Verdict verdict = rounds(failoverRun);
            abandoned.cancel(failoverRun);
            return verdict;
        } catch (LeaseLost lost) {
            automationGate.giveBack(failoverRun); // who has the lease now counts for itself
            throw lost;
        }
    }

    private Verdict rounds(FailoverRun failoverRun) {
        SecondLook looks = new SecondLook();
        while (failoverRun.rounds < ROUNDS) {
            if (failoverRun.looked && !another(failoverRun.deadline)) {
                failoverRun.reportBuilder.noted("the function has no time left for another round");
                return Verdict.FAILED;
            }
            if (failoverRun.contention == Contention.IN_TURN) {
                abandoned.cancel(failoverRun); // it may wait long for its turn
            }
            if (!admissionControl.turn(failoverRun)) {
                failoverRun.reportBuilder.noted(
                        "EC2 throttles: too many groups fail at once for this function's time. The"
                                + " sweep continues with this group");
                return failoverRun.moved ? Verdict.FAILED : Verdict.INCONCLUSIVE;
            }
            Optional<GroupSnapshot> observed = abandoned.beside(
                    failoverRun,
                    () -> automationGate.observeAndReadSwitch(
                            failoverRun,
                            () -> slots.observeAndReadReservations(
                                    failoverRun, () -> snapshotReader.observe(failoverRun))));
            if (observed.isEmpty()) {
                return Verdict.FAILED;
            }
            failoverRun.looked = true;
            GroupSnapshot group = observed.get();
            failoverRun.saw(group);
            Instant seen = scheduler.now();
            Assessment assessment = automationGate.applySwitch(
                    failoverRun, failoverRun.runMode.assess(group, seen, failoverRun.underWay()));
            Optional<Duration> again = looks.due(group, assessment, failoverRun.runMode.trigger(), seen);
            if (looks.undecided()) {
                failoverRun.reportBuilder.judged(assessment);
                failoverRun.reportBuilder.noted("the answers of EC2 contradict each other; the sweep checks again");
                return failoverRun.moved ? Verdict.FAILED : Verdict.INCONCLUSIVE;
            }
            if (again.isPresent()) {
                scheduler.sleep(again.get());
                continue;
            }
            failoverRun.reportBuilder.judged(assessment);
            switch (assessment) {
                case NoAction noAction -> {
                    failoverRun.heldBack(noAction);
                    return noAction.verdict();
                }
                case MoveRequired moveRequired -> {
                    Optional<Verdict> end = failoverAttempt.of(failoverRun, group, moveRequired, seen);
                    if (end.isPresent()) {
                        return end.get();
                    }
                }
            }
        }
        failoverRun.reportBuilder.noted("the failover is not complete after " + ROUNDS + " rounds");
        return Verdict.FAILED;
    }

    private boolean another(Instant deadline) {
        return scheduler.now().plus(LOOK).isBefore(deadline);
    }
}
