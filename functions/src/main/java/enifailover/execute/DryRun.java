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
    private DryRun() {}

    /// @param question which move
    /// @return failed where EC2 would not allow it; warned where it could not be asked, which says nothing
    public static Outcome ask(Step.AskRights question, Network network, Time time) {
        Instant begun = time.now();
        Result result = Result.DONE;
        String words = question.after();
        try {
            network.rehearse(question.eni(), question.from(), question.target(), question.slot());
        } catch (Refused refused) {
            result = refused.refusal() == Refusal.DENIED ? Result.FAILED : Result.WARNED;
            words = refused.words();
        }
        return new Outcome(question.words(), result, begun, Duration.between(begun, time.now()), words);
    }
}
