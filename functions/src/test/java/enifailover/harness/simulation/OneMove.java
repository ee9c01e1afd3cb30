package enifailover.harness.simulation;

import enifailover.model.AttachmentStatus;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.group.MoveRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One failure, one move: where the program has brought an ENI, there it rests, unless that instance has failed
/// since, a person asks, trouble is announced, or it refused what another was observed not to refuse.
final class OneMove {
    /// What was not well so shortly before the ENI came may still be shown so.
    private static final Duration WINDOW = Duration.ofSeconds(22);

    /// A function has no time for a way back then.
    private static final Duration LATE = Duration.ofMinutes(3);

    /// After so many its looks were too old, one after the other.
    private static final int MOST_LOOKS = 6;

    private static final Duration REFUSAL_LASTS = Duration.ofMinutes(10);

    /// Where an ENI was brought last.
    ///
    /// @param from who had it; empty where nobody did
    /// @param planned whether there was time to be graceful
    /// @param run who brought it
    /// @param back to where the same run had taken it from
    private record Trip(
            Optional<InstanceId> from, InstanceId to, Instant at, boolean planned, String run, boolean back) {}

    private final Facts facts;
    private final Map<EniId, Trip> trips = new HashMap<>();
    private final Map<EniId, Trip> left = new HashMap<>();
    private final Map<EniId, InstanceId> mustGoBackTo = new HashMap<>();
    private final Map<InstanceId, Instant> refused = new HashMap<>();
    /// Whose guest has answered a command by itself in a run.
    private final Map<String, Map<InstanceId, Instant>> answers = new HashMap<>();
    /// Whose guest has verified its routing in a run: a move that has ended so has no way back.
    private final Map<String, Map<InstanceId, Instant>> routed = new HashMap<>();

    OneMove(Facts facts) {
        this.facts = facts;
    }

    /// @param planned a person asks, trouble is announced, or the ENI goes home
    void detaching(Sandbox run, View view, Eni eni, String what, boolean planned) {
        InstanceId from = eni.attachment().orElseThrow().holder();
        Optional.ofNullable(trips.get(eni.id()))
                .filter(last -> last.to().equals(from))
                .filter(_ -> facts.brought(eni.id()).equals(Optional.of(from)))
                // Somebody else takes it away already.
                .filter(_ -> eni.attachment().orElseThrow().status() != AttachmentStatus.DETACHING)
                .filter(last -> !planned && !excused(run, view, eni, last))
                .ifPresent(last -> facts.broken(
                        run,
                        Law.NO_SECOND_DETACH,
                        what + " from " + from + ", to which it was brought at " + last.at()
                                + " and which has not failed since"));
        left.put(eni.id(), new Trip(Optional.of(from), from, facts.now(), planned, run.name, false));
    }

    private boolean excused(Sandbox run, View view, Eni eni, Trip last) {
        InstanceId from = last.to();
        if (facts.wellness.illSince(from, last.at().minus(WINDOW))
                || view.holder().isEmpty()) {
            return true;
        }
        boolean refusedAttach = Optional.ofNullable(refused.get(from))
                .filter(at -> Duration.between(at, facts.now()).compareTo(REFUSAL_LASTS) < 0)
                .isPresent();
        boolean better =
                answers.getOrDefault(run.name, Map.of()).keySet().stream().anyMatch(id -> !id.equals(from));
        if (refusedAttach || better) {
            return true;
        }
        Optional<InstanceId> home = last.from().filter(id -> !facts.failedTargets.containsKey(id));
        if (last.planned() && home.isPresent()) {
            mustGoBackTo.put(eni.id(), home.get());
            return true;
        }
        return false;
    }

    void attaching(Sandbox run, View view, EniId id, InstanceId target, String what) {
        InstanceId home = mustGoBackTo.remove(id);
        if (home != null && !target.equals(home) && wouldTake(home)) {
            facts.broken(run, Law.NO_SECOND_DETACH, what + ", though a planned move that fails goes back to " + home);
        }
        Optional<Trip> begun = Optional.ofNullable(left.remove(id));
        Optional<MoveRecord> written = facts.memory(view.group()).unfinished();
        boolean back = Optional.ofNullable(trips.get(id))
                .filter(last -> last.run().equals(run.name))
                .filter(last -> last.back() || last.from().equals(Optional.of(target)))
                .isPresent();
        trips.put(
                id,
                new Trip(
                        written.flatMap(MoveRecord::from).or(() -> begun.flatMap(Trip::from)),
                        target,
                        facts.now(),
                        begun.filter(Trip::planned).isPresent()
                                || written.filter(MoveRecord::planned).isPresent(),
                        run.name,
                        back));
    }

    /// The run leaves the ENIs where it has brought them, unverified.
    ///
    /// @param view as it is
    /// @param failed it says that it has failed: then whatever AWS refused it may be why
    void goesBack(Sandbox run, View view, boolean failed) {
        Optional<InstanceId> holder = view.holder();
        boolean late = run.stalled || LATE.compareTo(Duration.between(run.since, facts.now())) < 0;
        View seen = run.view(view.group());
        boolean often = run.views(view.group()).size() > MOST_LOOKS;
        if (failed && (late || often || seen == null || !seen.holder().equals(holder))) {
            return;
        }
        for (Eni eni : view.enis()) {
            Optional.ofNullable(trips.get(eni.id()))
                    .filter(last -> last.planned() && last.run().equals(run.name))
                    .filter(last -> holder.equals(Optional.of(last.to())) && !view.outOfService())
                    .filter(last -> !routedSince(run, last))
                    .filter(last -> !failed || (!last.back() && run.disturbed.isBefore(last.at())))
                    .flatMap(Trip::from)
                    .filter(home -> !holder.equals(Optional.of(home)) && wouldTake(home))
                    .filter(home -> !failed || (!run.targets.contains(home) && shownFit(seen, home)))
                    .filter(home -> Fit.ofTheWayBack(view, view.instance(home), facts.homes) == Fit.YES)
                    .filter(_ ->
                            facts.memory(view.group()).unfinished().stream().noneMatch(MoveRecord::announced))
                    .ifPresent(home -> facts.broken(
                            run, Law.GOES_BACK, eni.id() + " stays on " + holder.orElseThrow() + ", not on " + home));
        }
    }

    private boolean routedSince(Sandbox run, Trip last) {
        Instant at = routed.getOrDefault(run.name, Map.of()).get(last.to());
        return at != null && at.isAfter(last.at());
    }

    private boolean shownFit(@Nullable View seen, InstanceId home) {
        return seen != null && Fit.ofTheWayBack(seen, seen.instance(home), facts.homes) == Fit.YES;
    }

    private boolean wouldTake(InstanceId home) {
        return !refused.containsKey(home)
                && Truth.now(facts.region, home.value()).state() == InstanceState.RUNNING
                && !facts.wellness.illSince(home, facts.now().minus(WINDOW));
    }

    void refused(InstanceId target) {
        refused.put(target, facts.now());
        facts.failedTargets.put(target, facts.now());
    }

    /// @param routes the guest has verified all that it was asked to route
    void answered(Sandbox run, InstanceId id, boolean routes) {
        if (routes) {
            routed.computeIfAbsent(run.name, _ -> new HashMap<>()).put(id, facts.now());
        }
        answers.computeIfAbsent(run.name, _ -> new HashMap<>()).put(id, facts.now());
    }
}
