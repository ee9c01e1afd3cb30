package enifailover.failover;

import enifailover.assess.Assessment;
import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.port.AwsCallException;
import enifailover.port.Scheduler;
import enifailover.report.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The degraded mode: the table cannot be reached, so there is no lease, no cool-down and no memory. Then only the
/// plain case is acted upon: all ENIs on one instance, and EC2 itself says that this instance has left service. Two
/// runs doing so at once choose the same target, EC2 lets only one attach, and the attachment id keeps a detach from
/// hitting a newer attachment.
final class DegradedMode {
    private static final String AT_REST = "the ENIs are on a running instance; without the table nothing more is done";

    private final Failover failover;
    private final Scheduler scheduler;

    DegradedMode(Failover failover, Scheduler scheduler) {
        this.failover = failover;
        this.scheduler = scheduler;
    }

    Report run(
            GroupName group,
            RunMode runMode,
            AwsCallException tableAway,
            ReportBuilder reportBuilder,
            Instant deadline) {
        reportBuilder.warned("the table could not be reached, so there is no lease: " + tableAway.message());
        if (!runMode.automatic()) {
            reportBuilder.noted("without the lease an operator's request is not carried out");
            return reportBuilder.report(Verdict.REFUSED, scheduler.now());
        }
        return failover.degraded(group, new Plain(runMode), reportBuilder, deadline);
    }

    /// Lets only the plain case through.
    private record Plain(RunMode runMode) implements RunMode {
        @Override
        public Assessment assess(GroupSnapshot group, Instant now, boolean underWay) {
            Assessment assessment = runMode.assess(group, now, underWay);
            if (!(assessment instanceof MoveRequired moveRequired)) {
                return assessment;
            }
            if (underWay) {
                return ranByAnother(group) ? new Assessment.NoAction(Verdict.FAILED, List.of(AT_REST)) : moveRequired;
            }
            boolean plain = group.onOneInstance()
                    && moveRequired.reason() == Assessment.Reason.FAILURE
                    && moveRequired.sources().stream()
                            .allMatch(id -> group.instance(id).state().leaving());
            if (plain) {
                return moveRequired;
            }
            List<String> evidence = new ArrayList<>(moveRequired.evidence());
            evidence.add(
                    "without the table the ENIs only leave an instance that is stopping, stopped or terminated in EC2");
            return new Assessment.NoAction(Verdict.INCONCLUSIVE, evidence);
        }

        /// Without a lease, what has come to rest on an instance that runs may be another run's work.
        private static boolean ranByAnother(GroupSnapshot group) {
            return group.onOneInstance()
                    && !group.instance(group.holders().getFirst()).state().leaving();
        }

        @Override
        public Trigger trigger() {
            return runMode.trigger();
        }

        @Override
        public boolean automatic() {
            return true;
        }

        @Override
        public boolean onlyPlans() {
            return runMode.onlyPlans();
        }
    }
}
