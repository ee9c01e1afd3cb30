package enifailover.simulation;

import enifailover.assess.Assessor;
import enifailover.assess.Settings;
import enifailover.execute.Executor;
import enifailover.execute.Patience;
import enifailover.flow.Books;
import enifailover.flow.Brakes;
import enifailover.flow.Crowd;
import enifailover.flow.Dispatch;
import enifailover.flow.Drills;
import enifailover.flow.Failover;
import enifailover.flow.Lookout;
import enifailover.flow.SharedHolder;
import enifailover.flow.SlotReservations;
import enifailover.flow.Snapshots;
import enifailover.flow.Sweep;
import enifailover.flow.TaggedGroups;
import enifailover.plan.Planner;
import enifailover.port.Ledger;
import enifailover.port.Observer;
import enifailover.port.Reservations;
import enifailover.port.Time;
import enifailover.port.Turns;
import java.time.Duration;
import java.util.Optional;

/// One function's program, put together as `handler.Wiring` does, over the simulated ports.
///
/// @param dispatch events and the sweep
/// @param drills what a person asks for
record Wired(Dispatch dispatch, Drills drills) {

    static Wired of(
            Observer observer,
            Hands hands,
            Ledger ledger,
            Brakes brakes,
            Turns turns,
            Reservations reservations,
            Time time) {
        Assessor assessor = new Assessor(new Settings(Duration.ofHours(1), false));
        Snapshots snapshots = new TaggedGroups(Scene.PREFIX);
        Executor.World world = new Executor.World(
                observer,
                hands,
                hands,
                hands,
                (address, port, within) -> Optional.empty(),
                new SharedHolder(observer, snapshots, time),
                time);
        Books books = new Books(ledger, hands, assessor, time, Duration.ofDays(90));
        Failover failover = new Failover(
                new Lookout(observer, snapshots, time),
                ledger,
                new Planner(),
                new Executor(world, Patience.USUAL),
                books,
                brakes,
                new Crowd(turns, ledger, time),
                new SlotReservations(reservations, time),
                time);
        Sweep sweep = new Sweep(observer, hands, ledger, snapshots, assessor, failover, groups -> {}, time);
        return new Wired(
                new Dispatch(observer, failover, sweep, assessor, time),
                new Drills(failover, ledger, hands, assessor, time));
    }
}
