package enifailover.simulation;

import enifailover.assess.Verdict;
import enifailover.group.EniId;
import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import enifailover.group.Move;
import enifailover.group.Policy;
import enifailover.group.Slot;
import enifailover.port.Ledger.Held;
import enifailover.port.Sight;
import enifailover.region.Region;
import enifailover.report.Report;
import enifailover.simulation.Truth.Health;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether a run's verdict agrees with what EC2 said to it.
final class Verdicts {
    private final Scene scene;
    private final Region region;
    private final History history;
    private final Map<EniId, Set<Slot>> homes;

    Verdicts(Scene scene, Region region, History history, Map<EniId, Set<Slot>> homes) {
        this.scene = scene;
        this.region = region;
        this.history = history;
        this.homes = homes;
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
                        .map(o -> o.step() + ": " + o.result() + ", " + o.words())
                        .toList());
        judge(run, report.group(), report.verdict(), report, movedOn)
                .ifPresent(words -> history.broken(
                        Law.HONEST,
                        run.name + " reports " + report.verdict() + " of " + report.group() + ", but " + words));
    }

    void passedOver(Sandbox sweep, GroupName group, Verdict verdict) {
        history.verdict(verdict.name());
        sweep.said.put(group, verdict);
        sweep.tell(() -> "finds " + group + ' ' + verdict);
        seen(sweep, group, verdict)
                .ifPresent(words ->
                        history.broken(Law.HONEST, sweep.name + " finds " + group + ' ' + verdict + ", but " + words));
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
            case HEALTHY, MOVED_ALREADY, PAUSED, NO_GROUP, NO_STANDBY -> seen(run, group, verdict);
            case COOLING_DOWN,
                    SWITCHED_OFF,
                    LIMIT_REACHED,
                    NOT_JUDGED,
                    ANNOUNCED,
                    REPORTED,
                    BUSY,
                    PLANNED,
                    REFUSED,
                    SPLIT,
                    ROUTING_UNVERIFIED ->
                report.evidence().isEmpty() ? Optional.of("nothing says why") : Optional.empty();
        };
    }

    private Optional<String> succeeded(Sandbox run, GroupName group, Report report, boolean byItself) {
        InstanceId to = report.to().orElse(Truth.NOWHERE);
        if (!run.together.getOrDefault(group, Set.of()).contains(to)) {
            return Optional.of("it never saw all ENIs attached to " + to);
        }
        Set<String> routed = region.hosts().routed(to.value()).keySet();
        boolean movedOn = byItself
                || Truth.of(Truth.now(region, scene), group).enis().stream()
                        .anyMatch(eni -> !Truth.at(eni).equals(to));
        if (movedOn) {
            return Optional.empty(); // the function has waited for its other groups meanwhile
        }
        boolean all = run.sights.getOrDefault(group, List.of()).stream().anyMatch(sight -> sight.enis().stream()
                .allMatch(eni -> routed.contains(eni.id().value())));
        return all ? Optional.empty() : Optional.of(to + " routes only " + routed);
    }

    /// Some look of the run must bear the verdict out: it may have looked again since.
    private Optional<String> seen(Sandbox run, GroupName group, Verdict verdict) {
        List<Sight> sights = run.sights.getOrDefault(group, List.of());
        return sights.stream().anyMatch(sight -> bears(run, group, sight, verdict))
                ? Optional.empty()
                : Optional.of("it saw "
                        + sights.stream()
                                .map(sight -> Truth.words(sight.enis(), sight.instances()))
                                .toList());
    }

    /// Who holds the ENIs, and whom an open move was to leave.
    private static Set<String> leaving(Sandbox run, GroupName group, Sight sight) {
        Set<String> leaving = Fit.holders(sight);
        if (run.claims.get(group) instanceof Held held) {
            held.memory().unfinished().flatMap(Move::from).ifPresent(from -> leaving.add(from.value()));
        }
        return leaving;
    }

    /// A standby that was started, and then not taken, has refused.
    private static Set<String> outOfTheQuestion(Sandbox run, GroupName group, Sight sight) {
        Set<String> all = leaving(run, group, sight);
        run.started.forEach(one -> all.add(one.value()));
        return all;
    }

    private boolean bears(Sandbox run, GroupName group, Sight sight, Verdict verdict) {
        Policy policy = Truth.policy(group, sight);
        return switch (verdict) {
            case HEALTHY, MOVED_ALREADY ->
                Truth.settled(sight)
                        && Truth.holder(sight)
                                .map(id -> Truth.health(Truth.instance(sight, id), run.time.now()))
                                // A drill's way home has ended where the ENIs are, though it may only just have
                                // started.
                                .filter(health -> health == Health.WELL || (run.drill && health == Health.UNCLEAR))
                                .isPresent();
            case PAUSED -> policy.paused().isPresent();
            case NO_GROUP -> sight.enis().isEmpty();
            case NO_STANDBY ->
                run.drill
                        || Fit.best(group, sight, policy, outOfTheQuestion(run, group, sight), homes, true) != Fit.YES;
            case SUCCEEDED,
                    FAILED,
                    COOLING_DOWN,
                    SWITCHED_OFF,
                    LIMIT_REACHED,
                    NOT_JUDGED,
                    ANNOUNCED,
                    REPORTED,
                    BUSY,
                    PLANNED,
                    SPLIT,
                    ROUTING_UNVERIFIED,
                    REFUSED -> true;
        };
    }
}
