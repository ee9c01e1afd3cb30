package enifailover.harness.simulation.model;

import java.util.List;

/// Everything at one moment.
///
/// @param time ticks
/// @param row the lease
/// @param place where the ENI is
/// @param attachment the id of its attachment; grows with each attach
/// @param actors two runs, and the sweep that comes after them
/// @param crashes how many runs may still die
/// @param stolen an attachment at the target was detached
/// @param doubled a second run acted inside the first one's lease
record State(
        int time,
        Row row,
        Place place,
        int attachment,
        List<Actor> actors,
        int crashes,
        boolean stolen,
        boolean doubled) {
    /// Where the ENI is: at the failed active, at the standby, or on its way.
    enum Place {
        AT_FAILED,
        DETACHING,
        FREE,
        ATTACHING,
        AT_STANDBY
    }

    static final State BEGINNING =
            new State(0, Row.FREE, Place.AT_FAILED, 1, List.of(Actor.NEW, Actor.NEW, Actor.NEW), 1, false, false);
}
