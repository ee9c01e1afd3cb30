package enifailover.flow;

import enifailover.assess.Assessment;
import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.Assessment.Stay;
import enifailover.assess.AutomaticLimit;
import enifailover.assess.AutomaticLimit.Allowed;
import enifailover.assess.Verdict;
import enifailover.execute.AttachCount;
import enifailover.group.GroupSnapshot;
import enifailover.port.Beside;
import enifailover.port.Brake;
import enifailover.port.Brake.Admitted;
import enifailover.port.Brake.Full;
import enifailover.port.Brake.Limit;
import enifailover.port.Brake.State;
import enifailover.port.Brake.Stop;
import enifailover.port.Refused;
import enifailover.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How far automatic moves may go, over all groups: a person's switch, a limit of failovers in a window, and a stop of
/// zones in which attaches fail. None touches a move that has begun, for an ENI that is attached nowhere serves nobody;
/// and none can stop a failover by being out of reach itself: then the report says so.
public final class Brakes {
    /// The sweep asks again each minute, so a switch turned back meanwhile costs a minute at most.
    private static final Duration LATELY = Duration.ofMinutes(2);

    /// The number of groups changes seldom; it is compared with the table's so often, whatever this process remembers.
    private static final Duration GROUPS_AGE = Duration.ofMinutes(10);

    private final Brake brake;
    private final AutomaticLimit limit;
    private final ZoneBrake zones;
    private final Time time;
    /// What the sweep of this process has counted last.
    private volatile OptionalInt groups = OptionalInt.empty();
    /// What this process has read last: read for one group it holds for the others.
    private volatile @Nullable Known known;

    public Brakes(Brake brake, AutomaticLimit limit, Time time) {
        this.brake = brake;
        this.limit = limit;
        this.zones = new ZoneBrake(brake, time);
        this.time = time;
    }

    /// What became of it, once it was read.
    ///
    /// @param state how it stands; where it could not be read, as this process has read it a moment ago
    /// @param problem why it could not be read
    record Reading(State state, Optional<String> problem) {}

    /// Looks at the group, and reads the brake beside it, so that it costs no time of its own; once a run. A person's
    /// run is held back by nothing, but its attach may end the stop of a zone.
    <T> T beside(Run run, Supplier<T> look) {
        if (run.moved || run.brake.isPresent()) {
            return look.get();
        }
        if (!run.intent.onlyPlans() && run.guard.lease().isEmpty()) {
            run.brake = Optional.of(unread("the table is away"));
            return look.get();
        }
        var seen = new Beside<>(look);
        var reading = new Beside<>(this::read);
        time.together(List.of(seen, reading));
        run.brake = Optional.of(reading.result());
        return seen.result();
    }

    /// @param at when it stood so
    private record Known(State state, Instant at) {}

    private Reading read() {
        try {
            Known now = new Known(brake.read(), time.now());
            known = now;
            return new Reading(now.state(), Optional.empty());
        } catch (Refused refused) {
            return unread(refused.words());
        }
    }

    /// A person's word that was read a moment ago counts for more than that it cannot be read now; so does what has
    /// failed in a zone.
    private Reading unread(String problem) {
        State lately = Optional.ofNullable(known)
                .filter(last -> Duration.between(last.at(), time.now()).compareTo(LATELY) < 0)
                .map(Known::state)
                .orElse(State.NONE);
        return new Reading(lately, Optional.of(problem));
    }

    /// The judgement, unless the switch is against it.
    Assessment held(Run run, Assessment assessment) {
        if (!(assessment instanceof Go go) || run.brake.isEmpty() || run.moved) {
            return assessment;
        }
        if (!run.intent.automatic() && !run.intent.onlyPlans()) {
            return assessment;
        }
        Reading reading = run.brake.get();
        if (run.intent.onlyPlans()) {
            zones.tells(run, reading.state());
        }
        reading.problem()
                .ifPresent(words -> run.chronicle.warned(
                        "whether automatic moves are stopped for all groups could not be read: " + words));
        Optional<Stop> stands = reading.state().stop();
        if (stands.isEmpty()) {
            return assessment;
        }
        Stop stop = stands.get();
        if (run.intent.onlyPlans()) {
            run.chronicle.warned(stop.words() + "; a person's failover still moves this group");
            return assessment;
        }
        if (begun(run)) {
            run.chronicle.warned(stop.words() + "; this one had begun and is finished");
            return assessment;
        }
        List<String> evidence = new ArrayList<>(go.evidence());
        evidence.add(stop.words());
        return new Stay(Verdict.SWITCHED_OFF, evidence, Optional.of(go.reason()));
    }

    /// By this run or an earlier one: then an ENI may be detached already, or about to be.
    private static boolean begun(Run run) {
        return run.moved || run.memory.unfinished().isPresent();
    }

    /// Counts a failover that is about to begin, where a limit holds for it, unless its zone is stopped.
    ///
    /// @return why it may not
    Optional<Stay> counted(Run run, GroupSnapshot group, Go go) {
        boolean halfDone = begun(run) || go.reason() == Reason.SPLIT || go.reason() == Reason.UNVERIFIED;
        if (halfDone || !run.intent.automatic() || run.guard.lease().isEmpty()) {
            return Optional.empty();
        }
        Optional<Allowed> allowed = limit.allowed(group, go, groups(run));
        Optional<Stay> full = allowed.flatMap(most -> admitted(run, go, most));
        if (full.isPresent()) {
            return full;
        }
        Optional<Stay> stopped = zones.stops(run, group, go);
        if (stopped.isPresent()) {
            giveBack(run);
        }
        return stopped;
    }

    private Optional<Stay> admitted(Run run, Go go, Allowed allowed) {
        Limit most = new Limit(allowed.most(), allowed.window());
        try {
            return switch (brake.admit(id(run), most)) {
                case Admitted() -> {
                    run.counted = Optional.of(most);
                    yield Optional.empty();
                }
                case Full(var until) -> {
                    List<String> evidence = new ArrayList<>(go.evidence());
                    evidence.add("no more may begin than " + allowed.words() + "; the next may begin at " + until);
                    yield Optional.of(new Stay(Verdict.LIMIT_REACHED, evidence, Optional.of(go.reason())));
                }
            };
        } catch (Refused refused) {
            run.chronicle.warned(
                    "this failover could not be counted against the limit of " + most.most() + ": " + refused.words());
            return Optional.empty();
        }
    }

    /// What the sweep of this process counted, or any sweep wrote down.
    private OptionalInt groups(Run run) {
        if (groups.isPresent()) {
            return groups;
        }
        return run.brake
                .map(reading -> reading.state().groups())
                .filter(OptionalInt::isPresent)
                .or(() -> Optional.ofNullable(known).map(last -> last.state().groups()))
                .orElse(OptionalInt.empty());
    }

    /// Takes back that this run was counted, where it has changed nothing.
    void giveBack(Run run) {
        if (run.changed || run.counted.isEmpty()) {
            return;
        }
        try {
            brake.giveBack(id(run), run.counted.get());
            run.counted = Optional.empty();
        } catch (Refused refused) {
            run.chronicle.warned(
                    "this failover has changed nothing, and still counts against the limit: " + refused.words());
        }
    }

    /// Notes what became of the attaches of one attempt, of a person's run too.
    ///
    /// @return what everybody has to be told
    Optional<String> attempted(Run run, GroupSnapshot group, AttachCount attaches) {
        return zones.attempted(run, group, attaches);
    }

    static String id(Run run) {
        return run.runId() + "/" + run.chronicle.started();
    }

    /// A sweep has seen so many groups: its own runs know it from now on.
    void sees(int number) {
        groups = OptionalInt.of(number);
    }

    /// Writes down how many groups the sweep has seen, where that is news.
    ///
    /// @return why it could not be
    Optional<String> notesGroups() {
        if (!(limit instanceof AutomaticLimit.ByDefault) || groups.isEmpty()) {
            return Optional.empty();
        }
        try {
            Known last = known;
            if (last == null || Duration.between(last.at(), time.now()).compareTo(GROUPS_AGE) >= 0) {
                last = new Known(brake.read(), time.now());
            }
            if (!last.state().groups().equals(groups)) {
                brake.groups(groups.getAsInt());
            }
            known = new Known(
                    new State(last.state().stop(), groups, last.state().zones()), last.at());
            return Optional.empty();
        } catch (Refused refused) {
            return Optional.of("the number of groups, of which the limit is a fifth, could not be written down: "
                    + refused.words());
        }
    }

    /// Turns the switch, and looks whether it is turned.
    ///
    /// @return how it stands now
    /// @throws Refused when it could not be turned, or not be read
    public Optional<Stop> turn(DrillRequest.Switch request) {
        if (request.stops()) {
            brake.stop(new Stop(Optional.of(time.now()), request.reason()));
        } else {
            brake.resume();
        }
        return brake.stopped();
    }
}
