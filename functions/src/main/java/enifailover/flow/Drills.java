package enifailover.flow;

import enifailover.assess.Assessor;
import enifailover.assess.Verdict;
import enifailover.execute.Guard;
import enifailover.execute.Outcome;
import enifailover.execute.Outcome.Result;
import enifailover.flow.DrillRequest.Action;
import enifailover.flow.DrillRequest.Drill;
import enifailover.group.GroupMemory;
import enifailover.plan.Plan;
import enifailover.plan.Step;
import enifailover.port.Ledger;
import enifailover.port.Network;
import enifailover.port.Refused;
import enifailover.port.Time;
import enifailover.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a person asks for: the failover's own flow, with the roles of judge and trigger played by the request.
public final class Drills {
    private final Failover failover;
    private final Ledger ledger;
    private final Network network;
    private final Assessor assessor;
    private final Time time;

    public Drills(Failover failover, Ledger ledger, Network network, Assessor assessor, Time time) {
        this.failover = failover;
        this.ledger = ledger;
        this.network = network;
        this.assessor = assessor;
        this.time = time;
    }

    /// @param drill a request that was read without a mistake
    /// @param runId unique to this invocation
    /// @param deadline when the function is ended from outside
    public Report run(Drill drill, String runId, Instant deadline) {
        Rehearsed intent = new Rehearsed(drill, assessor);
        if (drill.action() == Action.FAILOVER) {
            return failover.run(drill.group(), intent, runId, deadline);
        }
        Chronicle chronicle = new Chronicle(drill.group(), runId, intent.trigger(), time.now());
        Run run = new Run(drill.group(), intent, new Guard(ledger, time, Optional.empty()), chronicle, deadline);
        try {
            run.memory = ledger.memories().getOrDefault(drill.group(), GroupMemory.NONE);
        } catch (Refused refused) {
            chronicle.warned("the table could not be read: " + refused.words());
        }
        Verdict verdict = failover.work(run);
        run.plan().ifPresent(plan -> mayWe(plan, chronicle));
        return chronicle.report(verdict, time.now());
    }

    /// Asks EC2, by DryRun, whether this role could do it; nothing is changed by that.
    private void mayWe(Plan plan, Chronicle chronicle) {
        for (Step.Detach detach : plan.steps(Step.Detach.class)) {
            Instant begun = time.now();
            plan.steps(Step.Attach.class).stream()
                    .filter(attach -> attach.eni().equals(detach.eni()))
                    .forEach(attach -> chronicle.did(mayWe(detach, attach, begun)));
        }
    }

    private Outcome mayWe(Step.Detach detach, Step.Attach attach, Instant begun) {
        String step = "ask EC2 by DryRun whether " + detach.eni() + " may be detached and attached";
        try {
            network.rehearse(detach.eni(), detach.from().id(), attach.target(), attach.slot());
            return new Outcome(step, Result.DONE, begun, Duration.between(begun, time.now()), "EC2 would allow it");
        } catch (Refused refused) {
            return new Outcome(step, Result.FAILED, begun, Duration.between(begun, time.now()), refused.words());
        }
    }
}
