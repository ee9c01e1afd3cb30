package enifailover.harness.simulation.model;

import enifailover.harness.simulation.model.Actor.At;
import enifailover.harness.simulation.model.State.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All interleavings of two runs with clocks that differ, one crash anywhere, and the sweep that comes after.
///
/// @param allowance what the table allows for clocks, in ticks; the program's is as much as they differ
/// @param byId a detach names the attachment that was read, as EC2 wants it
/// @param compares an attach is refused while there is an attachment, as EC2 does
/// @param checks the lease is looked at before each change
record LeaseModel(int allowance, boolean byId, boolean compares, boolean checks) {
    /// What the program does.
    static final LeaseModel PROGRAM = new LeaseModel(2, true, true, true);

    private static final int SWEEP = 2;
    private static final int LAST_TICK = 11;
    /// The clock of the second run is two ticks ahead.
    private static final int[] OFF = {0, 2, 0};

    /// What was found.
    ///
    /// @param states how many were reached
    /// @param wrong the first that is wrong, in words
    record Found(int states, Optional<String> wrong) {}

    Found explore() {
        Set<State> reached = new HashSet<>();
        Deque<State> open = new ArrayDeque<>();
        reached.add(State.BEGINNING);
        open.add(State.BEGINNING);
        while (!open.isEmpty()) {
            State state = open.remove();
            Optional<String> wrong = wrong(state);
            if (wrong.isPresent()) {
                return new Found(reached.size(), wrong);
            }
            next(state).stream().filter(reached::add).forEach(open::add);
        }
        return new Found(reached.size(), Optional.empty());
    }

    private static Optional<String> wrong(State state) {
        if (state.stolen()) {
            return Optional.of("an attachment at the standby was detached: " + state);
        }
        if (state.doubled()) {
            return Optional.of("two runs hold the lease at once: " + state);
        }
        boolean over = state.actors().stream().allMatch(Actor::over);
        boolean swept = state.actors().get(SWEEP).at() == At.DONE;
        if (over && swept && state.place() != Place.AT_STANDBY) {
            return Optional.of("all is over, and the ENI is " + state.place() + ": " + state);
        }
        return Optional.empty();
    }

    private List<State> next(State s) {
        List<State> all = new ArrayList<>();
        if (s.time() < LAST_TICK) {
            all.add(new State(
                    s.time() + 1,
                    s.row(),
                    s.place(),
                    s.attachment(),
                    s.actors(),
                    s.crashes(),
                    s.stolen(),
                    s.doubled()));
        }
        if (s.place() == Place.DETACHING) {
            all.add(with(s, s.row(), Place.FREE, s.attachment(), s.actors()));
        }
        if (s.place() == Place.ATTACHING) {
            all.add(with(s, s.row(), Place.AT_STANDBY, s.attachment(), s.actors()));
        }
        for (int who = 0; who < s.actors().size(); who++) {
            Actor actor = s.actors().get(who);
            if (actor.over() || (who == SWEEP && !mayTheSweep(s))) {
                continue;
            }
            step(s, who, actor).ifPresent(all::add);
            if (s.crashes() > 0 && who != SWEEP) {
                State dead = with(s, s.row(), s.place(), s.attachment(), put(s, who, actor.to(At.DEAD)));
                all.add(new State(
                        dead.time(),
                        dead.row(),
                        dead.place(),
                        dead.attachment(),
                        dead.actors(),
                        0,
                        dead.stolen(),
                        dead.doubled()));
            }
        }
        return all;
    }

    /// It comes each minute; here once, when the two are over.
    private static boolean mayTheSweep(State s) {
        return s.actors().get(0).over() && s.actors().get(1).over();
    }

    private Optional<State> step(State s, int who, Actor a) {
        int now = s.time() + OFF[who];
        return switch (a.at()) {
            case START -> acquire(s, who, now);
            case LOOK -> Optional.of(look(s, who, a));
            case CHECK_DETACH -> check(s, who, a, now, At.DETACH);
            case CHECK_ATTACH -> check(s, who, a, now, At.ATTACH);
            case DETACH -> Optional.of(detach(s, who, a));
            case ATTACH -> Optional.of(attach(s, who, a));
            case AWAIT_FREE -> s.place() == Place.FREE ? moved(s, who, a.to(At.CHECK_ATTACH)) : away(s, who, a);
            case AWAIT_ATTACHED -> s.place() == Place.AT_STANDBY ? moved(s, who, a.to(At.END)) : Optional.empty();
            case END -> end(s, who, a);
            case DONE, DEAD -> Optional.empty();
        };
    }

    private Optional<State> acquire(State s, int who, int now) {
        Row row = s.row().acquired(who + 1, now, allowance);
        boolean granted = row.owner() == who + 1;
        if (!granted && who == SWEEP) {
            return Optional.empty(); // the next sweep asks again
        }
        Actor next = granted
                ? new Actor(At.LOOK, row.counter(), row.until(), row.recheckRequests(), 0)
                : Actor.NEW.to(At.DONE);
        State after = with(s, row, s.place(), s.attachment(), put(s, who, next));
        int previous = s.row().owner() - 1;
        boolean doubled = granted
                && previous >= 0
                && previous != who
                && !s.actors().get(previous).over()
                && s.time() + OFF[previous] < s.row().until();
        return Optional.of(
                doubled
                        ? new State(
                                after.time(),
                                after.row(),
                                after.place(),
                                after.attachment(),
                                after.actors(),
                                after.crashes(),
                                after.stolen(),
                                true)
                        : after);
    }

    private static State look(State s, int who, Actor a) {
        At next =
                switch (s.place()) {
                    case AT_FAILED -> At.CHECK_DETACH;
                    case DETACHING -> At.AWAIT_FREE;
                    case FREE -> At.CHECK_ATTACH;
                    case ATTACHING -> At.AWAIT_ATTACHED;
                    case AT_STANDBY -> At.END;
                };
        Actor seen = new Actor(next, a.counter(), a.until(), a.recheckRequests(), s.attachment());
        return with(s, s.row(), s.place(), s.attachment(), put(s, who, seen));
    }

    /// Renews where the lease is still its own; ends where it is not.
    private Optional<State> check(State s, int who, Actor a, int now, At next) {
        if (!checks) {
            return moved(s, who, a.to(next));
        }
        if (!s.row().ours(who + 1, a.counter())) {
            return moved(s, who, a.to(At.DONE));
        }
        Row row = s.row().renewed(now);
        Actor renewed = new Actor(next, a.counter(), row.until(), a.recheckRequests(), a.seen());
        return Optional.of(with(s, row, s.place(), s.attachment(), put(s, who, renewed)));
    }

    private State detach(State s, int who, Actor a) {
        boolean hits = (byId ? a.seen() == s.attachment() : true)
                && (s.place() == Place.AT_FAILED || s.place() == Place.AT_STANDBY);
        Place place = hits ? Place.DETACHING : s.place();
        State after = with(s, s.row(), place, s.attachment(), put(s, who, a.to(At.AWAIT_FREE)));
        return hits && s.place() == Place.AT_STANDBY
                ? new State(
                        after.time(),
                        after.row(),
                        after.place(),
                        after.attachment(),
                        after.actors(),
                        after.crashes(),
                        true,
                        after.doubled())
                : after;
    }

    private State attach(State s, int who, Actor a) {
        boolean may = s.place() == Place.FREE || !compares;
        return may
                ? with(s, s.row(), Place.ATTACHING, s.attachment() + 1, put(s, who, a.to(At.AWAIT_ATTACHED)))
                : with(s, s.row(), s.place(), s.attachment(), put(s, who, a.to(At.AWAIT_ATTACHED)));
    }

    /// Somebody else has moved it on.
    private static Optional<State> away(State s, int who, Actor a) {
        return s.place() == Place.ATTACHING || s.place() == Place.AT_STANDBY
                ? moved(s, who, a.to(At.AWAIT_ATTACHED))
                : s.place() == Place.AT_FAILED ? moved(s, who, a.to(At.LOOK)) : Optional.empty();
    }

    private static Optional<State> end(State s, int who, Actor a) {
        if (!s.row().ours(who + 1, a.counter())) {
            return moved(s, who, a.to(At.DONE));
        }
        Row row = s.row().ended(a.recheckRequests());
        Actor next =
                row.owner() == 0 ? a.to(At.DONE) : new Actor(At.LOOK, a.counter(), a.until(), row.recheckRequests(), 0);
        return Optional.of(with(s, row, s.place(), s.attachment(), put(s, who, next)));
    }

    private static Optional<State> moved(State s, int who, Actor next) {
        return Optional.of(with(s, s.row(), s.place(), s.attachment(), put(s, who, next)));
    }

    private static List<Actor> put(State s, int who, Actor next) {
        List<Actor> actors = new ArrayList<>(s.actors());
        actors.set(who, next);
        return List.copyOf(actors);
    }

    private static State with(State s, Row row, Place place, int attachment, List<Actor> actors) {
        return new State(s.time(), row, place, attachment, actors, s.crashes(), s.stolen(), s.doubled());
    }
}
