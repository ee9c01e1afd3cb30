package enifailover.plan;

import java.util.List;

/// What the planner gives: a plan, or the reasons for none.
public sealed interface PlanResult permits Plan, PlanResult.NoStandby {

    /// No instance may take the ENIs.
    ///
    /// @param refusals a sentence an instance: why not
    record NoStandby(List<String> refusals) implements PlanResult {}
}
