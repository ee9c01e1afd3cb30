package enifailover.readiness.standby;

import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Verdict;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.plan.Plan;
import enifailover.plan.PlanResult;
import enifailover.plan.PlanResult.NoStandby;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.ArrayList;
import java.util.List;

/// The failover's plan if the active failed now. A refusal of the planner is a finding.
public final class StandbyAvailable implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        String group = checkContext.group().name().value();
        if (checkContext.present() instanceof NoAction noAction && noAction.verdict() == Verdict.NO_STANDBY) {
            return List.of(new Finding(
                    "eni-immovable",
                    Severity.BLOCKER,
                    group,
                    String.join("; ", noAction.evidence()),
                    "EC2 does not detach a primary interface or an AWS-managed interface",
                    "tag a secondary interface that you created"));
        }
        if (checkContext.proposal().isEmpty()) {
            return List.of();
        }
        PlanResult planResult = checkContext.proposal().get();
        return switch (planResult) {
            case NoStandby none ->
                List.of(new Finding(
                        "no-standby",
                        Severity.BLOCKER,
                        group,
                        "if the active failed now, no member could take the ENIs: "
                                + String.join("; ", none.refusals()),
                        "the failover would detach nothing and end as NO_STANDBY",
                        "repair one of the members, or tag another instance in the same Availability Zone"));
            case Plan plan -> {
                List<Finding> findings = new ArrayList<>();
                for (String warning : plan.warnings()) {
                    findings.add(new Finding(
                            "plan-warning",
                            Severity.WARNING,
                            group,
                            warning,
                            "a failover would work, with this restriction",
                            "correct what the warning names; a plan-only drill shows it too"));
                }
                yield findings;
            }
        };
    }
}
