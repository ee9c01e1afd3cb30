package enifailover.flow;

import enifailover.assess.Assessor;
import enifailover.assess.Verdict;
import enifailover.execute.Outcome;
import enifailover.execute.Outcome.Result;
import enifailover.group.GroupMemory;
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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// What is told and kept of a run: announcements, the journal, the group's memory, the end of the lease. None of
/// it can make a failover fail; what could not be told or kept is in the report.
public final class Books {
    /// The sweep looks every minute: the same bad news is told again only after this.
    private static final Duration REPEAT = Duration.ofMinutes(15);
    /// How long a table that was away is waited for when a run has nothing else to do, and how often it is asked.
    private static final Duration RETURN = Duration.ofMinutes(1);

    private static final Duration AGAIN = Duration.ofSeconds(5);
    /// A request to the table may take so long, and the function has to answer after it.
    private static final Duration SPARE = Duration.ofSeconds(15);

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

    /// Says that automatic moves of a zone stop: by the run that has found it, and nobody else.
    void zoneStopped(Run run, String words) {
        Report report = run.chronicle.report(Verdict.ZONE_STOPPED, time.now());
        tell(Kind.ZONE_STOPPED, report).ifPresent(run.chronicle::warned);
    }

    /// Announces and journals the end of a run, where there is something to tell.
    void close(Run run, Verdict verdict, Report report) {
        Optional<Kind> kind = kind(run, verdict);
        if (kind.isEmpty() || toldLately(run, verdict)) {
            return;
        }
        if (verdict != Verdict.SUCCEEDED) {
            Optional<String> untold = tell(kind.get(), report);
            untold.ifPresent(run.chronicle::warned);
            // What was not told must not look as if it was: the next run tells it.
            String situation = untold.isPresent() ? "" : run.situation(verdict);
            journal(run, verdict, situation, report).ifPresent(run.chronicle::warned);
            return;
        }
        List<Callable<Optional<String>>> work = new ArrayList<>();
        work.add(() -> tell(kind.get(), report));
        work.add(() -> journal(run, verdict, run.situation(verdict), report));
        time.<Optional<String>>together(work).forEach(problem -> problem.ifPresent(run.chronicle::warned));
    }

    private static Optional<Kind> kind(Run run, Verdict verdict) {
        return switch (verdict) {
            case SUCCEEDED -> Optional.of(Kind.SUCCEEDED);
            case FAILED -> Optional.of(Kind.FAILED);
            case NO_STANDBY, PAUSED, COOLING_DOWN, REPORTED, SWITCHED_OFF, LIMIT_REACHED, ZONE_STOPPED, SPLIT ->
                Optional.of(Kind.REFUSED);
            case ROUTING_UNVERIFIED -> Optional.of(Kind.FAILED);
            case HEALTHY, MOVED_ALREADY, NOT_JUDGED, ANNOUNCED ->
                run.moved ? Optional.of(Kind.FAILED) : Optional.empty();
            // ENIs that are remembered and not there any more were destroyed, or lost their tag.
            case NO_GROUP -> run.memory.enis().isEmpty() ? Optional.empty() : Optional.of(Kind.FAILED);
            // A person reads it in the answer; a failback that nobody may take is news.
            case REFUSED -> run.intent.automatic() ? Optional.of(Kind.REFUSED) : Optional.empty();
            case BUSY, PLANNED -> Optional.empty();
        };
    }

    /// The same verdict for another cause, or about another place, is other news. That ENIs are split stays as it
    /// is until a person acts, and the readiness audit goes on saying it.
    private boolean toldLately(Run run, Verdict verdict) {
        if (verdict == Verdict.SUCCEEDED) {
            return false;
        }
        try {
            return ledger.history(run.group, 1).stream()
                    .anyMatch(last -> last.situation().equals(run.situation(verdict))
                            && (verdict == Verdict.SPLIT
                                    || Duration.between(last.at(), time.now()).compareTo(REPEAT) < 0));
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

    private Optional<String> journal(Run run, Verdict verdict, String situation, Report report) {
        try {
            String json = ReportJson.of(report).toString();
            ledger.journal(
                    run.group, new Ledger.Run(report.started(), run.runId(), verdict.name(), situation, json), keep);
            return Optional.empty();
        } catch (Refused refused) {
            return Optional.of("the run is not in the journal: " + refused.words());
        }
    }

    /// For a run that had no table when it began, at its very end. What it has moved without seeing its routing
    /// verified, the table has to remember where it was: the sweep sees it elsewhere then, and has the guest there
    /// verify. By a table that knows nothing of the group yet, the sweep would take it for at home where it is.
    void unverified(Run run) {
        if (!run.moved || run.completed) {
            return;
        }
        Instant last = Collections.min(List.of(time.now().plus(RETURN), run.deadline.minus(SPARE)));
        for (Optional<Missed> missed = origin(run); missed.isPresent(); missed = origin(run)) {
            if (!missed.get().passes() || time.now().plus(AGAIN).isAfter(last)) {
                run.chronicle.warned("that no run has verified routing could not be written down: "
                        + missed.get().words());
                return;
            }
            time.sleep(AGAIN);
        }
    }

    /// Why it is not written down.
    ///
    /// @param passes whether it may be otherwise in a moment
    private record Missed(String words, boolean passes) {}

    private Optional<Missed> origin(Run run) {
        try {
            boolean known = !ledger.memories()
                    .getOrDefault(run.group, GroupMemory.NONE)
                    .enis()
                    .isEmpty();
            // A table that knows where the ENIs were has what the sweep needs, and who was adopted.
            return known || ledger.remember(run.group, run.memory.enis(), run.memory.members())
                    ? Optional.empty()
                    : Optional.of(new Missed("another run holds the lease", true));
        } catch (Refused refused) {
            return Optional.of(new Missed(refused.words(), refused.refusal().passing()));
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
