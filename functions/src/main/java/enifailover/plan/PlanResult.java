package enifailover.plan;

import java.util.List;

/// What the planner gives: a plan, or the reasons for none.
public sealed interface PlanResult permits Plan, PlanResult.NoStandby {

    /// No instance is eligible.
    ///
    /// @param refusals a sentence for each instance
    record NoStandby(List<String> refusals) implements PlanResult {}
}
