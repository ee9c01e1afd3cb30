package enifailover.failover;

import enifailover.assess.Assessment;
import enifailover.assess.Assessor;
import enifailover.assess.Trigger;
import enifailover.model.group.GroupSnapshot;
import java.time.Instant;

/// The mode of an automatic run: an event, or the sweep.
///
/// @param assessor assesses the group
/// @param trigger what woke the function
public record AutomaticMode(Assessor assessor, Trigger trigger) implements RunMode {
    @Override
    public Assessment assess(GroupSnapshot group, Instant now, boolean underWay) {
        return underWay ? assessor.observed(group, trigger, now) : assessor.assess(group, trigger, now);
    }

    @Override
    public boolean automatic() {
        return true;
    }

    @Override
    public boolean onlyPlans() {
        return false;
    }
}
