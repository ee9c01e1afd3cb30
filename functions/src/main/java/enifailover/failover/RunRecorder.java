package enifailover.failover;

import enifailover.assess.Assessor;
import enifailover.assess.Verdict;
import enifailover.execute.Outcome;
import enifailover.execute.Outcome.Result;
import enifailover.model.EniId;
import enifailover.model.group.GroupState;
import enifailover.model.group.SavedAttachment;
import enifailover.plan.Step;
import enifailover.port.AwsCallException;
import enifailover.port.EventPublisher;
import enifailover.port.EventPublisher.Announcement;
import enifailover.port.EventPublisher.Kind;
import enifailover.port.GroupStore;
import enifailover.port.GroupStore.Lease;
import enifailover.port.Scheduler;
import enifailover.report.Report;
import enifailover.report.ReportJson;
import enifailover.report.ReportText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// What is told and kept of a run: announcements, the journal, the group's memory, the end of the lease. None of
/// it can make a failover fail; what could not be told or kept is in the report.
public final class RunRecorder {
    /// The sweep looks every minute: the same bad news is told again only after this.
    private static final Duration REPEAT = Duration.ofMinutes(15);
    /// How long a table that was away is waited for when a run has nothing else to do, and how often it is asked.
    private static final Duration RETURN = Duration.ofMinutes(1);

    private static final Duration AGAIN = Duration.ofSeconds(5);
    /// A request to the table may take so long, and the function has to answer after it.
    private static final Duration SPARE = Duration.ofSeconds(15);

    private final GroupStore groupStore;
    private final EventPublisher eventPublisher;
    private final Assessor assessor;
    private final Scheduler scheduler;
    private final Duration keep;

    /// @param keep how long the journal keeps a run
    public RunRecorder(
            GroupStore groupStore,
            EventPublisher eventPublisher,
            Assessor assessor,
            Scheduler scheduler,
            Duration keep) {
        this.groupStore = groupStore;
        this.eventPublisher = eventPublisher;
        this.assessor = assessor;
        this.scheduler = scheduler;
        this.keep = keep;
    }

    Assessor assessor() {
        return assessor;
    }

    /// Publishes the start of a move, once a run. To be called beside the first request of the move.
    Optional<Callable<Runnable>> started(FailoverRun failoverRun) {
        if (failoverRun.announced) {
            return Optional.empty();
        }
        failoverRun.announced = true;
        Report report = failoverRun.reportBuilder.report(Verdict.PLANNED, scheduler.now());
        return Optional.of(() -> {
            Instant begun = scheduler.now();
            Optional<String> problem = tell(Kind.STARTED, report);
            return () -> problem.ifPresent(message -> failoverRun.reportBuilder.did(new Outcome(
                    Step.Kind.RECORD,
                    "publish the start event",
                    Result.WARNED,
                    begun,
                    Duration.between(begun, scheduler.now()),
                    message)));
        });
    }

    /// Says that automatic moves of a zone stop: by the run that has found it, and nobody else.
    void zoneStopped(FailoverRun failoverRun, String message) {
        Report report = failoverRun.reportBuilder.report(Verdict.ZONE_STOPPED, scheduler.now());
        tell(Kind.ZONE_STOPPED, report).ifPresent(failoverRun.reportBuilder::warned);
    }

    /// Publishes and journals the end of a run, where there is news.
    void close(FailoverRun failoverRun, Verdict verdict, Report report) {
        Optional<Kind> kind = kind(failoverRun, verdict);
        if (kind.isEmpty() || toldLately(failoverRun, verdict)) {
            return;
        }
        if (verdict != Verdict.SUCCEEDED) {
            Optional<String> untold = tell(kind.get(), report);
            untold.ifPresent(failoverRun.reportBuilder::warned);
            // What was not told must not look as if it was: the next run tells it.
            String situation = untold.isPresent() ? "" : failoverRun.situation(verdict);
            journal(failoverRun, verdict, situation, report).ifPresent(failoverRun.reportBuilder::warned);
            return;
        }
        List<Callable<Optional<String>>> work = new ArrayList<>();
        work.add(() -> tell(kind.get(), report));
        work.add(() -> journal(failoverRun, verdict, failoverRun.situation(verdict), report));
        scheduler
                .<Optional<String>>runAll(work)
                .forEach(problem -> problem.ifPresent(failoverRun.reportBuilder::warned));
    }

    private static Optional<Kind> kind(FailoverRun failoverRun, Verdict verdict) {
        return switch (verdict) {
            case SUCCEEDED -> Optional.of(Kind.SUCCEEDED);
            case FAILED -> Optional.of(Kind.FAILED);
            case NO_STANDBY, PAUSED, COOLING_DOWN, REPORTED, DISABLED, LIMIT_REACHED, ZONE_STOPPED, SPLIT ->
                Optional.of(Kind.REFUSED);
            case ROUTING_UNVERIFIED -> Optional.of(Kind.FAILED);
            case HEALTHY, MOVED_ALREADY, INCONCLUSIVE, ANNOUNCED ->
                failoverRun.moved ? Optional.of(Kind.FAILED) : Optional.empty();
            // ENIs that are remembered and not there any more were destroyed, or lost their tag.
            case NO_GROUP -> failoverRun.memory.enis().isEmpty() ? Optional.empty() : Optional.of(Kind.FAILED);
            // A person reads it in the answer; a failback that nobody may take is news.
            case REFUSED -> failoverRun.runMode.automatic() ? Optional.of(Kind.REFUSED) : Optional.empty();
            case BUSY, PLANNED -> Optional.empty();
        };
    }

    /// The same verdict for another cause, or about another place, is other news. That ENIs are split stays as it
    /// is until a person acts, and the readiness audit goes on saying it.
    private boolean toldLately(FailoverRun failoverRun, Verdict verdict) {
        if (verdict == Verdict.SUCCEEDED) {
            return false;
        }
        try {
            return groupStore.history(failoverRun.group, 1).stream()
                    .anyMatch(last -> last.situation().equals(failoverRun.situation(verdict))
                            && (verdict == Verdict.SPLIT
                                    || Duration.between(last.at(), scheduler.now())
                                                    .compareTo(REPEAT)
                                            < 0));
        } catch (AwsCallException awsCallException) {
            return false;
        }
    }

    private Optional<String> tell(Kind kind, Report report) {
        try {
            eventPublisher.announce(new Announcement(
                    kind,
                    report.group().value(),
                    ReportText.subject(report),
                    ReportText.of(report),
                    ReportJson.of(report).toString()));
            return Optional.empty();
        } catch (AwsCallException awsCallException) {
            return Optional.of("the event was not published: " + awsCallException.message());
        }
    }

    private Optional<String> journal(FailoverRun failoverRun, Verdict verdict, String situation, Report report) {
        try {
            String json = ReportJson.of(report).toString();
            groupStore.journal(
                    failoverRun.group,
                    new GroupStore.JournalEntry(report.started(), failoverRun.runId(), verdict.name(), situation, json),
                    keep);
            return Optional.empty();
        } catch (AwsCallException awsCallException) {
            return Optional.of("the run was not recorded in the journal: " + awsCallException.message());
        }
    }

    /// For a run that had no table when it began, at its very end. What it has moved without seeing its routing
    /// verified, the table has to remember where it was: the sweep sees it elsewhere then, and has the guest there
    /// verify. A table that knows nothing of the group yet, or has learned of it meanwhile, says that it is at home
    /// where it is.
    void unverified(FailoverRun failoverRun) {
        if (!failoverRun.moved || failoverRun.completed) {
            return;
        }
        Instant last = Collections.min(List.of(scheduler.now().plus(RETURN), failoverRun.deadline.minus(SPARE)));
        for (Optional<Missed> missed = origin(failoverRun); missed.isPresent(); missed = origin(failoverRun)) {
            if (!missed.get().passes() || scheduler.now().plus(AGAIN).isAfter(last)) {
                failoverRun.reportBuilder.warned("it could not be recorded that routing is not verified: "
                        + missed.get().message());
                return;
            }
            scheduler.sleep(AGAIN);
        }
    }

    /// Why it is not written down.
    ///
    /// @param passes whether it may be otherwise in a moment
    private record Missed(String message, boolean passes) {}

    private Optional<Missed> origin(FailoverRun failoverRun) {
        try {
            GroupState known = groupStore.memories().getOrDefault(failoverRun.group, GroupState.NONE);
            Map<EniId, SavedAttachment> enis = failoverRun.origins(known);
            // A table that knows where the ENIs were has what the sweep needs, and who was adopted.
            return enis.equals(known.enis())
                            || groupStore.saveAttachments(
                                    failoverRun.group,
                                    known,
                                    enis,
                                    known.enis().isEmpty() ? failoverRun.memory.members() : known.members())
                    ? Optional.empty()
                    : Optional.of(new Missed("another run holds the lease", true));
        } catch (AwsCallException awsCallException) {
            return Optional.of(new Missed(
                    awsCallException.message(), awsCallException.refusal().isTransient()));
        }
    }

    /// Remembers and lets the lease go.
    ///
    /// @return the lease, still held, when a recheck was requested
    Optional<Lease> releaseLease(FailoverRun failoverRun, Verdict verdict) {
        Optional<Lease> lease = failoverRun.leaseGuard.lease();
        if (lease.isEmpty()) {
            return Optional.empty();
        }
        // That the ENIs are well elsewhere than where this run itself has just moved them may be a stale read.
        boolean atRest = (verdict == Verdict.HEALTHY || verdict == Verdict.MOVED_ALREADY) && !failoverRun.moved;
        try {
            return groupStore.end(lease.get(), failoverRun.ending(atRest, scheduler.now()));
        } catch (AwsCallException awsCallException) {
            failoverRun.reportBuilder.warned(
                    "the lease could not be released; it expires on its own: " + awsCallException.message());
            return Optional.empty();
        }
    }
}
