package enifailover.flow;

import enifailover.assess.Assessor;
import enifailover.assess.Verdict;
import enifailover.execute.Outcome;
import enifailover.execute.Outcome.Result;
import enifailover.port.Announcer;
import enifailover.port.Announcer.Announcement;
import enifailover.port.Announcer.Kind;
import enifailover.port.Ledger;
import enifailover.port.Ledger.Lease;
import enifailover.port.Refused;
import enifailover.port.Time;
import enifailover.report.Report;
import enifailover.report.ReportJson;
import enifailover.report.ReportText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// What is told and kept of a run: announcements, the journal, the group's memory, the end of the lease. None of it can
/// make a failover fail; what could not be told or kept is in the report.
public final class Books {
    /// The sweep looks every minute: the same bad news is told again only after this.
    private static final Duration REPEAT = Duration.ofMinutes(15);

    private final Ledger ledger;
    private final Announcer announcer;
    private final Assessor assessor;
    private final Time time;
    private final Duration keep;

    /// @param keep how long the journal keeps a run
    public Books(Ledger ledger, Announcer announcer, Assessor assessor, Time time, Duration keep) {
        this.ledger = ledger;
        this.announcer = announcer;
        this.assessor = assessor;
        this.time = time;
        this.keep = keep;
    }

    Assessor assessor() {
        return assessor;
    }

    /// Says that a move begins, once a run. To be called beside the first request of the move.
    Optional<Callable<Runnable>> started(Run run) {
        if (run.announced) {
            return Optional.empty();
        }
        run.announced = true;
        Report report = run.chronicle.report(Verdict.PLANNED, time.now());
        return Optional.of(() -> {
            Instant begun = time.now();
            Optional<String> problem = tell(Kind.STARTED, report);
            return () -> problem.ifPresent(words -> run.chronicle.did(new Outcome(
                    "announce the start", Result.WARNED, begun, Duration.between(begun, time.now()), words)));
        });
    }

    /// Announces and journals the end of a run, where there is something to tell.
    void close(Run run, Verdict verdict, Report report) {
        Optional<Kind> kind = kind(run, verdict);
        if (kind.isEmpty() || toldLately(run, verdict)) {
            return;
        }
        List<Callable<Optional<String>>> work = new ArrayList<>();
        work.add(() -> tell(kind.get(), report));
        work.add(() -> journal(run, verdict, report));
        time.<Optional<String>>together(work).forEach(problem -> problem.ifPresent(run.chronicle::warned));
    }

    private static Optional<Kind> kind(Run run, Verdict verdict) {
        return switch (verdict) {
            case SUCCEEDED -> Optional.of(Kind.SUCCEEDED);
            case FAILED -> Optional.of(Kind.FAILED);
            case NO_STANDBY, PAUSED, COOLING_DOWN, REPORTED, SWITCHED_OFF, LIMIT_REACHED -> Optional.of(Kind.REFUSED);
            case HEALTHY, MOVED_ALREADY, NOT_JUDGED, ANNOUNCED ->
                run.moved ? Optional.of(Kind.FAILED) : Optional.empty();
            // ENIs that are remembered and not there any more were destroyed, or lost their tag.
            case NO_GROUP -> run.memory.enis().isEmpty() ? Optional.empty() : Optional.of(Kind.FAILED);
            // A person reads it in the answer; a failback that nobody may take is news.
            case REFUSED -> run.intent.automatic() ? Optional.of(Kind.REFUSED) : Optional.empty();
            case BUSY, PLANNED -> Optional.empty();
        };
    }

    private boolean toldLately(Run run, Verdict verdict) {
        if (verdict == Verdict.SUCCEEDED) {
            return false;
        }
        try {
            return ledger.history(run.group, 1).stream()
                    .anyMatch(last -> last.verdict().equals(verdict.name())
                            && Duration.between(last.at(), time.now()).compareTo(REPEAT) < 0);
        } catch (Refused refused) {
            return false;
        }
    }

    private Optional<String> tell(Kind kind, Report report) {
        try {
            announcer.announce(new Announcement(
                    kind,
                    report.group().value(),
                    ReportText.subject(report),
                    ReportText.of(report),
                    ReportJson.of(report).toString()));
            return Optional.empty();
        } catch (Refused refused) {
            return Optional.of("not everybody was told: " + refused.words());
        }
    }

    private Optional<String> journal(Run run, Verdict verdict, Report report) {
        try {
            String json = ReportJson.of(report).toString();
            ledger.journal(run.group, new Ledger.Run(report.started(), run.runId(), verdict.name(), json), keep);
            return Optional.empty();
        } catch (Refused refused) {
            return Optional.of("the run is not in the journal: " + refused.words());
        }
    }

    /// Remembers and lets the lease go.
    ///
    /// @return the lease, still held, when somebody knocked
    Optional<Lease> letGo(Run run, Verdict verdict) {
        Optional<Lease> lease = run.guard.lease();
        if (lease.isEmpty()) {
            return Optional.empty();
        }
        // That the ENIs are well elsewhere than where this run itself has just moved them may be a stale read.
        boolean atRest = (verdict == Verdict.HEALTHY || verdict == Verdict.MOVED_ALREADY) && !run.moved;
        try {
            return ledger.end(lease.get(), run.ending(atRest, time.now()));
        } catch (Refused refused) {
            run.chronicle.warned("the lease could not be given back and ends by itself: " + refused.words());
            return Optional.empty();
        }
    }
}
