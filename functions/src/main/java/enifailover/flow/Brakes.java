package enifailover.flow;

import enifailover.assess.Assessment;
import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.Assessment.Stay;
import enifailover.assess.Verdict;
import enifailover.port.Brake;
import enifailover.port.Brake.Admitted;
import enifailover.port.Brake.Full;
import enifailover.port.Brake.Limit;
import enifailover.port.Brake.Stop;
import enifailover.port.Refused;
import enifailover.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How far automatic moves may go, over all groups: a person's switch, and a limit of failovers in a window. Neither
/// touches a move that has begun, for an ENI that is attached nowhere serves nobody; and neither can stop a failover by
/// being out of reach itself: then the report says so.
public final class Brakes {
    /// The sweep asks again each minute, so a switch turned back meanwhile costs a minute at most.
    private static final Duration LATELY = Duration.ofMinutes(2);

    private final Brake brake;
    private final Optional<Limit> limit;
    private final Time time;
    /// What this process has read last: read for one group it holds for the others.
    private volatile @Nullable Known known;

    /// @param limit empty where there is none
    public Brakes(Brake brake, Optional<Limit> limit, Time time) {
        this.brake = brake;
        this.limit = limit;
        this.time = time;
    }

    /// What became of the switch, once it was read.
    ///
    /// @param stop how it stands; empty where nothing is stopped
    /// @param problem why it could not be read
    record Reading(Optional<Stop> stop, Optional<String> problem) {}

    /// Looks at the group, and reads the switch beside it, so that it costs no time of its own; once a run.
    <T> T beside(Run run, Supplier<T> look) {
        boolean concerns = run.intent.automatic() || run.intent.onlyPlans();
        if (!concerns || run.moved || run.brake.isPresent()) {
            return look.get();
        }
        if (run.intent.automatic() && run.guard.lease().isEmpty()) {
            run.brake = Optional.of(new Reading(Optional.empty(), Optional.of("the table is away")));
            return look.get();
        }
        List<T> seen = new ArrayList<>();
        List<Callable<Optional<Reading>>> both = List.of(
                () -> {
                    seen.add(look.get());
                    return Optional.empty();
                },
                () -> Optional.of(read()));
        run.brake = time.<Optional<Reading>>together(both).getLast();
        return seen.getFirst();
    }

    /// @param at when it stood so
    private record Known(Optional<Stop> stop, Instant at) {}

    private Reading read() {
        try {
            Known now = new Known(brake.stopped(), time.now());
            known = now;
            return new Reading(now.stop(), Optional.empty());
        } catch (Refused refused) {
            return new Reading(Optional.empty(), Optional.of(refused.words()));
        }
    }

    /// The judgement, unless the switch is against it.
    Assessment held(Run run, Assessment assessment) {
        if (!(assessment instanceof Go go) || run.brake.isEmpty() || run.moved) {
            return assessment;
        }
        Reading reading = run.brake.get();
        reading.problem()
                .ifPresent(words -> run.chronicle.warned(
                        "whether automatic moves are stopped for all groups could not be read: " + words));
        Optional<Stop> stands = reading.problem().isPresent() ? lately() : reading.stop();
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

    /// A person's word that was read a moment ago counts for more than that it cannot be read now.
    private Optional<Stop> lately() {
        Known last = known;
        return Optional.ofNullable(last)
                .filter(one -> Duration.between(one.at(), time.now()).compareTo(LATELY) < 0)
                .flatMap(Known::stop);
    }

    /// By this run or an earlier one: then an ENI may be detached already, or about to be.
    private static boolean begun(Run run) {
        return run.moved || run.memory.unfinished().isPresent();
    }

    /// Counts a failover that is about to begin.
    ///
    /// @return why it may not
    Optional<Stay> counted(Run run, Go go) {
        boolean halfDone = begun(run) || go.reason() == Reason.SPLIT || go.reason() == Reason.UNVERIFIED;
        if (limit.isEmpty()
                || halfDone
                || !run.intent.automatic()
                || run.guard.lease().isEmpty()) {
            return Optional.empty();
        }
        Limit most = limit.get();
        try {
            return switch (brake.admit(id(run), most)) {
                case Admitted() -> {
                    run.counted = true;
                    yield Optional.empty();
                }
                case Full(var until) ->
                    Optional.of(new Stay(
                            Verdict.LIMIT_REACHED,
                            List.of(most.most() + " automatic failovers have begun within "
                                    + most.window().toSeconds() + " s, the limit; the next may begin at " + until),
                            Optional.of(go.reason())));
            };
        } catch (Refused refused) {
            run.chronicle.warned(
                    "this failover could not be counted against the limit of " + most.most() + ": " + refused.words());
            return Optional.empty();
        }
    }

    /// Takes back that this run was counted, where it has changed nothing.
    void giveBack(Run run) {
        if (limit.isEmpty() || !run.counted) {
            return;
        }
        try {
            brake.giveBack(id(run), limit.get());
            run.counted = false;
        } catch (Refused refused) {
            run.chronicle.warned(
                    "this failover has changed nothing, and still counts against the limit: " + refused.words());
        }
    }

    private static String id(Run run) {
        return run.runId() + "/" + run.chronicle.started();
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
