package enifailover.harness.simulation.model;

/// The lease as the table has it, in whole ticks.
///
/// @param owner who holds it; 0 for nobody
/// @param until when it ends, by the clock of its owner
/// @param counter grows with each acquisition
/// @param recheckRequests grows with each acquisition that was refused
record Row(int owner, int until, int counter, int recheckRequests) {
    static final Row FREE = new Row(0, 0, 0, 0);

    /// How long a lease lasts, in ticks.
    static final int TTL = 3;

    /// @param now the clock of the one who asks
    /// @param skew what the clocks may differ by
    boolean heldAt(int now, int skew) {
        return owner != 0 && until >= now - skew;
    }

    /// The row after `who` has asked for it: with `who` as owner where it was granted, else with one knock more.
    Row acquired(int who, int now, int skew) {
        return heldAt(now, skew) && owner != who
                ? new Row(owner, until, counter, recheckRequests + 1)
                : new Row(who, now + TTL, counter + 1, recheckRequests);
    }

    /// True when a write under this lease is accepted.
    boolean ours(int who, int itsCounter) {
        return owner == who && counter == itsCounter;
    }

    Row renewed(int now) {
        return new Row(owner, now + TTL, counter, recheckRequests);
    }

    /// Let go, unless somebody knocked since.
    Row ended(int knocksSeen) {
        return recheckRequests == knocksSeen ? new Row(0, until, counter, recheckRequests) : this;
    }
}
