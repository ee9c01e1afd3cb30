package enifailover.readiness;

import enifailover.assess.Assessment.Stay;
import enifailover.assess.Verdict;
import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import enifailover.plan.Plan;
import enifailover.plan.Proposal;
import enifailover.plan.Proposal.NoStandby;
import java.util.ArrayList;
import java.util.List;

/// What would the failover do if the active failed now? The planner's own refusals are findings.
final class PlannerAnswers implements Check {
    @Override
    public List<Finding> look(Ground ground) {
        String group = ground.group().name().value();
        if (ground.present() instanceof Stay stay && stay.verdict() == Verdict.NO_STANDBY) {
            return List.of(new Finding(
                    "eni-immovable",
                    Severity.BLOCKER,
                    group,
                    String.join("; ", stay.evidence()),
                    "EC2 never detaches a primary or an AWS-managed interface",
                    "tag a secondary interface of your own instead"));
        }
        if (ground.proposal().isEmpty()) {
            return List.of();
        }
        Proposal proposal = ground.proposal().get();
        return switch (proposal) {
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
