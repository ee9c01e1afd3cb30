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

/// What would the failover do if the active failed now? The planner's own refusals are findings.
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
                    "EC2 never detaches a primary or an AWS-managed interface",
                    "tag a secondary interface of your own instead"));
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
                        "if the active failed now, nobody could take the ENIs: " + String.join("; ", none.refusals()),
                        "the failover's own planner was asked, and refuses before anything is detached",
                        "mend one of the members, or tag another instance of the same zone"));
            case Plan plan -> {
                List<Finding> findings = new ArrayList<>();
                for (String warning : plan.warnings()) {
                    findings.add(new Finding(
                            "plan-weak",
                            Severity.WARNING,
                            group,
                            warning,
                            "the failover would work, less well",
                            "mend what it names; a drill's plan shows it too"));
                }
                yield findings;
            }
        };
    }
}
