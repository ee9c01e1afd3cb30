package enifailover.harness.simulation;

import enifailover.assess.Verdict;
import enifailover.event.Signal;
import enifailover.harness.simulation.Truth.Health;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.group.GroupName;
import enifailover.report.Report;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether a run's verdict agrees with what EC2 said to it.
final class Verdicts {
    private static final Duration FRESH = Duration.ofSeconds(55);
    /// Before, the very first look may have been too early.
    private static final Duration LATELY = Duration.ofSeconds(3);

    private final Facts facts;
    private final Watch watch;
    private final History history;

    Verdicts(Watch watch, History history) {
        this.facts = watch.facts;
        this.watch = watch;
        this.history = history;
    }

    /// @param reports in the order in which the run made them
    void ended(Sandbox run, List<Report> reports) {
        for (int i = 0; i < reports.size(); i++) {
            Report report = reports.get(i);
            boolean movedOn = reports.subList(i + 1, reports.size()).stream()
                    .anyMatch(later -> later.group().equals(report.group())
                            && !later.outcomes().isEmpty());
            ended(run, report, movedOn);
        }
    }

    private void ended(Sandbox run, Report report, boolean movedOn) {
        history.verdict(report.verdict().name());
        run.said.put(report.group(), report.verdict());
        run.tell(() -> "reports " + report.verdict() + ": " + report.headline() + " Seen: " + report.evidence()
                + report.outcomes().stream()
                        .map(o -> o.step() + ": " + o.result() + ", " + o.message())
                        .toList());
        if (!movedOn) {
            watch.ended(run, report.group(), report.verdict());
        }
        judge(run, report.group(), report.verdict(), report, movedOn)
                .ifPresent(message -> history.broken(
                        Law.HONEST,
                        run.name + " reports " + report.verdict() + " of " + report.group() + ", but " + message));
    }

    void passedOver(Sandbox sweep, GroupName group, Verdict verdict) {
        history.verdict(verdict.name());
        sweep.said.put(group, verdict);
        sweep.tell(() -> "finds " + group + ' ' + verdict);
        seen(sweep, group, verdict)
                .ifPresent(message -> history.broken(
                        Law.HONEST, sweep.name + " finds " + group + ' ' + verdict + ", but " + message));
    }

    private Optional<String> judge(Sandbox run, GroupName group, Verdict verdict, Report report, boolean movedOn) {
        return switch (verdict) {
            case SUCCEEDED -> succeeded(run, group, report, movedOn);
            case FAILED ->
                report.evidence().isEmpty()
                                && report.outcomes().stream()
                                        .noneMatch(o -> o.result() == enifailover.execute.Outcome.Result.FAILED)
                        ? Optional.of("nothing says why")
                        : Optional.empty();
            case HEALTHY,
                    MOVED_ALREADY,
                    PAUSED,
                    NO_GROUP,
                    NO_STANDBY,
                    COOLING_DOWN,
                    SPLIT,
                    ROUTING_UNVERIFIED,
                    LIMIT_REACHED,
                    ZONE_STOPPED -> seen(run, group, verdict);
            case DISABLED, INCONCLUSIVE, ANNOUNCED, REPORTED, BUSY, PLANNED, REFUSED ->
                report.evidence().isEmpty() ? Optional.of("nothing says why") : Optional.empty();
        };
    }

    private Optional<String> succeeded(Sandbox run, GroupName group, Report report, boolean byItself) {
        InstanceId to = report.to().orElse(Truth.NOWHERE);
        if (!run.together.getOrDefault(group, Set.of()).contains(to)) {
            return Optional.of("it never saw all ENIs attached to " + to);
        }
        Set<String> routed = facts.region.hosts().routed(to.value()).keySet();
        View now = facts.truth(group);
        boolean movedOn =
                byItself || now.enis().stream().anyMatch(eni -> !Truth.at(eni).equals(to));
        View seen = run.view(group);
        boolean routesItself = (seen != null && !seen.wish().routes())
                || !Scene.platform(now.instance(to).tags()).equals("Linux");
        if (movedOn || routesItself) {
            return Optional.empty(); // the function has waited for its other groups meanwhile
        }
        boolean all = run.views(group).stream().anyMatch(view -> view.enis().stream()
                .allMatch(eni -> routed.contains(eni.id().value())));
        return all ? Optional.empty() : Optional.of(to + " routes only " + routed);
    }

    /// Some look of the run must bear the verdict out: it may have looked again since.
    private Optional<String> seen(Sandbox run, GroupName group, Verdict verdict) {
        List<View> views = run.views(group);
        return views.stream().anyMatch(view -> bears(run, view, verdict))
                ? eventBelieved(run, group, views, verdict)
                : Optional.of("it saw " + views.stream().map(View::message).toList());
    }

    /// Where a fresh event says that the holder leaves service, and it does, one old look is no answer.
    private Optional<String> eventBelieved(Sandbox run, GroupName group, List<View> views, Verdict verdict) {
        Optional<InstanceId> named = run.claim
                .filter(claim -> claim.state()
                        .filter(state -> state != InstanceState.RUNNING && state != InstanceState.PENDING)
                        .isPresent())
                .filter(claim -> claim.at()
                        .filter(at -> Duration.between(at, run.scheduler.now()).compareTo(FRESH) < 0)
                        .isPresent())
                .map(Signal.OfInstance::instance)
                .filter(id -> facts.truth(group).holder().equals(Optional.of(id)));
        if (verdict != Verdict.HEALTHY || named.isEmpty() || views.size() > 3) {
            return Optional.empty();
        }
        boolean left = Truth.leaving(Truth.now(facts.region, named.get().value()))
                && facts.wellness.inThisStateFor(named.get()).compareTo(LATELY) > 0;
        return left
                ? Optional.of("the event was true, and it has looked " + views.size() + " times only")
                : Optional.empty();
    }

    /// Who holds the ENIs, and whom an open move was to leave; and a standby that was started, and then not taken, or
    /// that an open move has found to refuse; while the holder works, also who was tried in a planned move before.
    private Set<InstanceId> outOfTheQuestion(Sandbox run, View view) {
        Set<InstanceId> all = new HashSet<>(view.holders());
        if (!view.outOfService()) {
            all.addAll(facts.failedTargets.keySet());
            all.addAll(view.memory().after().failedTargets().keySet());
        }
        view.memory().unfinished().ifPresent(moveRecord -> {
            moveRecord.from().ifPresent(all::add);
            all.addAll(moveRecord.refused());
        });
        all.addAll(run.started);
        all.addAll(run.reservedByOthers(view.group()));
        return all;
    }

    /// One instance that has not failed has some of the ENIs, and nobody the others: nobody else may take them.
    private boolean onlyTheHolder(Sandbox run, View view) {
        if (view.holders().size() != 1 || view.holder().isPresent()) {
            return false;
        }
        Instance holder = view.instance(view.holders().iterator().next());
        return Truth.health(holder, run.scheduler.now()) != Health.FAILED
                && Fit.of(view, holder, facts.homes) != Fit.YES;
    }

    private boolean bears(Sandbox run, View view, Verdict verdict) {
        return switch (verdict) {
            case HEALTHY, MOVED_ALREADY ->
                view.settled()
                        && view.holder()
                                .map(id -> Truth.health(view.instance(id), run.scheduler.now()))
                                // A drill's way home has ended where the ENIs are, though it may only just have
                                // started.
                                .filter(health -> health == Health.WELL || (run.drill && health == Health.UNCLEAR))
                                .isPresent();
            case PAUSED -> view.wish().paused().isPresent();
            case NO_GROUP -> view.enis().isEmpty();
            case NO_STANDBY -> {
                Set<InstanceId> but = outOfTheQuestion(run, view);
                yield run.drill
                        || onlyTheHolder(run, view)
                        || (Fit.best(view, but, facts.homes, true) != Fit.YES
                                && Fit.lastResort(view, but, facts.homes) != Fit.YES);
            }
            case COOLING_DOWN ->
                view.holder().map(view::instance).filter(Truth::leaving).isEmpty();
            case LIMIT_REACHED -> facts.brake.limited(view);
            case ZONE_STOPPED -> facts.brake.stopped(run);
            case SPLIT -> view.holders().size() > 1 || view.enis().isEmpty();
            case ROUTING_UNVERIFIED ->
                view.wish().routes()
                        && ((view.holder().isPresent() && view.settled())
                                || !run.together
                                        .getOrDefault(view.group(), Set.of())
                                        .isEmpty());
            case SUCCEEDED, FAILED, DISABLED, INCONCLUSIVE, ANNOUNCED, REPORTED, BUSY, PLANNED, REFUSED -> true;
        };
    }
}
