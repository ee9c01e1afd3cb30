package enifailover.execute;

import enifailover.execute.Outcome.Result;
import enifailover.plan.Step;
import enifailover.port.AwsCallException;
import enifailover.port.EniOperations;
import enifailover.port.ErrorKind;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;

/// Checks by `DryRun` whether this role may move an ENI, before a detach.
public final class DryRun {
    private static final String ATTACH = "ec2:AttachNetworkInterface";

    private DryRun() {}

    /// What EC2 said.
    ///
    /// @param outcome failed where EC2 would not allow it; warned where it could not be asked, which says nothing
    /// @param byTarget it would not allow the attach, which may be so for this target alone
    public record Answer(Outcome outcome, boolean byTarget) {}

    /// @param question which move
    public static Answer ask(Step.CheckPermissions question, EniOperations eniOperations, Scheduler scheduler) {
        Instant begun = scheduler.now();
        Result result = Result.DONE;
        String message = question.after();
        boolean byTarget = false;
        try {
            eniOperations.dryRunMove(question.eni(), question.from(), question.target(), question.devicePosition());
        } catch (AwsCallException awsCallException) {
            result = awsCallException.refusal() == ErrorKind.DENIED ? Result.FAILED : Result.WARNED;
            message = awsCallException.message();
            byTarget = awsCallException.refusal() == ErrorKind.DENIED
                    && awsCallException.action().equals(ATTACH);
        }
        Duration took = Duration.between(begun, scheduler.now());
        return new Answer(new Outcome(question.kind(), question.message(), result, begun, took, message), byTarget);
    }
}
