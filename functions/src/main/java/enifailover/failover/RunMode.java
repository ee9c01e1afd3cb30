package enifailover.failover;

import enifailover.assess.Assessment;
import enifailover.assess.Trigger;
import enifailover.model.group.GroupSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The mode of a run: how it assesses what it observes.
public interface RunMode {

    /// The assessment of what was just observed under the lease.
    ///
    /// @param underWay this very run has begun to move the ENIs: then neither a pause nor a cool-down may stop it
    ///     half-way
    Assessment assess(GroupSnapshot group, Instant now, boolean underWay);

    /// Why the run looks.
    Trigger trigger();

    /// True when no person asked: cool-down starts, and the degraded mode without a table is allowed.
    boolean automatic();

    /// True when the plan is wanted, and nothing else.
    boolean onlyPlans();

    /// How long after the move the ENIs return, where that was requested: the planned return is recorded before the
    /// move.
    default Optional<Duration> backAfter() {
        return Optional.empty();
    }

    /// True when a person asked to bring the ENIs to where they belong: then they belong there.
    default boolean isFailback() {
        return false;
    }
}
