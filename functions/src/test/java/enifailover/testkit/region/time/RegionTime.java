package enifailover.testkit.region.time;

import enifailover.port.Scheduler;
import java.time.Instant;

/// The clock a region lives by: the program's own [Scheduler], and appointments for what AWS does by itself.
public interface RegionTime extends Scheduler {

    /// Runs something once its moment has come. It must not sleep.
    ///
    /// @param when the moment; one that is past means as soon as possible
    /// @param what what happens then
    void at(Instant when, Runnable what);
}
