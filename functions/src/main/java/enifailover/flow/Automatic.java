package enifailover.flow;

import enifailover.assess.Assessment;
import enifailover.assess.Assessor;
import enifailover.assess.Trigger;
import enifailover.group.GroupSnapshot;
import java.time.Instant;

/// What happens by itself: an event, or the sweep.
///
/// @param assessor the judge
/// @param trigger what woke the function
public record Automatic(Assessor assessor, Trigger trigger) implements Intent {
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
