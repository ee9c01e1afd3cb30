package enifailover.flow;

import enifailover.assess.Assessment;
import enifailover.assess.Assessment.Go;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.port.Refused;
import enifailover.port.Time;
import enifailover.report.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The degraded mode: the table cannot be reached, so there is no lease, no cool-down and no memory. Then only the
/// plain case is acted upon: all ENIs on one instance, and EC2 itself says that this instance has left service. Two
/// runs doing so at once choose the same target, EC2 lets only one attach, and the attachment id keeps a detach from
/// hitting a newer attachment.
final class WithoutTable {
    private static final String AT_REST =
            "the ENIs are on an instance that runs; without the table nothing more is done to them";

    private final Failover failover;
    private final Time time;

    WithoutTable(Failover failover, Time time) {
        this.failover = failover;
        this.time = time;
    }

    Report run(GroupName group, Intent intent, Refused tableAway, Chronicle chronicle, Instant deadline) {
        chronicle.warned("the table could not be reached, so there is no lease: " + tableAway.words());
        if (!intent.automatic()) {
            chronicle.noted("without the lease nothing is done on a person's request");
            return chronicle.report(Verdict.REFUSED, time.now());
        }
        return failover.degraded(group, new Plain(intent), chronicle, deadline);
    }

    /// Lets only the plain case through.
    private record Plain(Intent intent) implements Intent {
        @Override
        public Assessment assess(GroupSnapshot group, Instant now, boolean underWay) {
            Assessment assessment = intent.assess(group, now, underWay);
            if (!(assessment instanceof Go go)) {
                return assessment;
            }
            if (underWay) {
                return ranByAnother(group) ? new Assessment.Stay(Verdict.FAILED, List.of(AT_REST)) : go;
            }
            boolean plain = group.together()
                    && go.reason() == Assessment.Reason.FAILURE
                    && go.leave().stream()
                            .allMatch(id -> group.instance(id).state().leaving());
            if (plain) {
                return go;
            }
            List<String> evidence = new ArrayList<>(go.evidence());
            evidence.add("without the table only an instance that EC2 shows stopping, stopped or terminated is left");
            return new Assessment.Stay(Verdict.NOT_JUDGED, evidence);
        }

        /// Without a lease, what has come to rest on an instance that runs may be another run's work.
        private static boolean ranByAnother(GroupSnapshot group) {
            return group.together()
                    && !group.instance(group.holders().getFirst()).state().leaving();
        }

        @Override
        public Trigger trigger() {
            return intent.trigger();
        }

        @Override
        public boolean automatic() {
            return true;
        }

        @Override
        public boolean onlyPlans() {
            return intent.onlyPlans();
        }
    }
}
