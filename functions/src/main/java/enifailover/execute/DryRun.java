package enifailover.execute;

import enifailover.execute.Outcome.Result;
import enifailover.plan.Step;
import enifailover.port.Network;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import enifailover.port.Time;
import java.time.Duration;
import java.time.Instant;

/// Asks EC2 by `DryRun` whether this role may move an ENI, before anything is taken from anybody.
public final class DryRun {
    private static final String ATTACH = "ec2:AttachNetworkInterface";

    private DryRun() {}

    /// What EC2 said.
    ///
    /// @param outcome failed where EC2 would not allow it; warned where it could not be asked, which says nothing
    /// @param byTarget it would not allow the attach, which may be so for this target alone
    public record Answer(Outcome outcome, boolean byTarget) {}

    /// @param question which move
    public static Answer ask(Step.AskRights question, Network network, Time time) {
        Instant begun = time.now();
        Result result = Result.DONE;
        String words = question.after();
        boolean byTarget = false;
        try {
            network.rehearse(question.eni(), question.from(), question.target(), question.slot());
        } catch (Refused refused) {
            result = refused.refusal() == Refusal.DENIED ? Result.FAILED : Result.WARNED;
            words = refused.words();
            byTarget = refused.refusal() == Refusal.DENIED && refused.action().equals(ATTACH);
        }
        Duration took = Duration.between(begun, time.now());
        return new Answer(new Outcome(question.words(), result, begun, took, words), byTarget);
    }
}
