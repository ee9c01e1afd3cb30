package enifailover.harness.simulation.model;

/// One run.
///
/// @param at where it is in its program
/// @param counter the lease's counter that it holds
/// @param until when it believes that its lease ends, by its own clock
/// @param recheckRequests the knocks it has read
/// @param seen the attachment that it has read; 0 for none
record Actor(At at, int counter, int until, int recheckRequests, int seen) {
    /// Where a run is. Between a check of the lease and the request that follows, anything may happen.
    enum At {
        START,
        LOOK,
        CHECK_DETACH,
        DETACH,
        AWAIT_FREE,
        CHECK_ATTACH,
        ATTACH,
        AWAIT_ATTACHED,
        END,
        DONE,
        DEAD
    }

    static final Actor NEW = new Actor(At.START, 0, 0, 0, 0);

    boolean over() {
        return at == At.DONE || at == At.DEAD;
    }

    Actor to(At next) {
        return new Actor(next, counter, until, recheckRequests, seen);
    }
}
