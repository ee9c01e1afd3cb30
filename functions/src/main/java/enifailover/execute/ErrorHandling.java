package enifailover.execute;

import enifailover.execute.Outcome.Result;
import enifailover.model.AttachmentAttributes;
import enifailover.plan.Step;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import java.time.Duration;
import java.time.Instant;

/// What a refused detach or attach means for the move of the ENI.
final class ErrorHandling {
    /// After a refusal that passes, not before this is it asked again.
    private static final Duration AGAIN = Duration.ofMillis(500);

    /// How long a denied attach is asked for again, at first after a second and then ever more seldom. A change of IAM
    /// commonly takes seconds to be seen everywhere (IAM user guide, "Troubleshoot IAM: changes that I make are not
    /// always immediately visible").
    private static final Duration DENIED_FOR = Duration.ofSeconds(10);

    private static final Duration FIRST_AGAIN = Duration.ofSeconds(1);

    private ErrorHandling() {}

    /// A detach names the attachment that was read, so asking twice is safe.
    ///
    /// @param throttled what to do where there were too many requests: that is nothing about this ENI
    /// @param accepted what to do where it was as good as accepted
    static void ofDetach(
            EniMove eniMove,
            AwsCallException awsCallException,
            ExecutionContext executionContext,
            Runnable throttled,
            Runnable accepted) {
        Instant now = executionContext.scheduler.now();
        eniMove.throttled = false;
        if (awsCallException.refusal() == ErrorKind.DENIED && !eniMove.denied) {
            eniMove.denied = true;
            eniMove.notBefore = now;
            return;
        }
        switch (awsCallException.refusal()) {
            case ALREADY_DETACHED -> accepted.run();
            case THROTTLED -> throttled.run();
            case UNANSWERED, WRONG_STATE, NOT_FOUND, IN_USE -> eniMove.notBefore = now.plus(AGAIN);
            case SLOT_TAKEN, LIMIT_REACHED, WRONG_ZONE, NOT_POSSIBLE, UNREACHABLE, DENIED, UNEXPECTED -> {
                executionContext.note(
                        Step.Kind.DETACH,
                        "detach " + eniMove.attach.eni(),
                        Result.FAILED,
                        now,
                        awsCallException.message());
                throw new ExecutionAborted(new ExecutionEnd.Blocked(awsCallException.message()));
            }
        }
    }

    /// An attach is refused while another attachment exists, so asking twice is safe too.
    static void ofAttach(
            EniMove eniMove,
            AwsCallException awsCallException,
            ExecutionContext executionContext,
            Runnable throttled,
            Runnable accepted) {
        Instant now = executionContext.scheduler.now();
        eniMove.throttled = false;
        if (ofTheSettings(eniMove, awsCallException)) {
            eniMove.asks = AttachmentAttributes.FRESH;
            eniMove.notBefore = now;
            executionContext.note(
                    Step.Kind.RESTORE,
                    eniMove.attach.message() + " with its ENA settings",
                    Result.WARNED,
                    now,
                    awsCallException.message());
            return;
        }
        boolean ofTheEni = awsCallException.code().startsWith("InvalidNetworkInterface");
        switch (awsCallException.refusal()) {
            // It is attached: to the target by an attach whose answer was lost, or still elsewhere. A look tells.
            case IN_USE -> patient(eniMove, now);
            case THROTTLED -> throttled.run();
            // It may have happened. Until a look shows it, it counts as sent.
            case UNANSWERED -> {
                accepted.run();
                eniMove.doubtful = true;
            }
            case NOT_FOUND -> {
                if (!ofTheEni) {
                    throw refusedByTarget(eniMove, awsCallException, executionContext, now);
                }
                patient(eniMove, now);
            }
            // IAM learns of a tag, or of a policy, some seconds late; and it may be denied for this target alone.
            case DENIED -> {
                eniMove.deniedSince = eniMove.deniedSince == null ? now : eniMove.deniedSince;
                Duration denied = Duration.between(eniMove.deniedSince, now);
                if (denied.compareTo(DENIED_FOR) >= 0) {
                    throw refusedByTarget(eniMove, awsCallException, executionContext, now);
                }
                Duration pause = denied.multipliedBy(6).dividedBy(5);
                eniMove.notBefore = now.plus(pause.compareTo(FIRST_AGAIN) > 0 ? pause : FIRST_AGAIN);
            }
            // Whatever the code is, another target may do.
            case SLOT_TAKEN,
                    LIMIT_REACHED,
                    WRONG_ZONE,
                    WRONG_STATE,
                    UNREACHABLE,
                    ALREADY_DETACHED,
                    NOT_POSSIBLE,
                    UNEXPECTED -> throw refusedByTarget(eniMove, awsCallException, executionContext, now);
        }
    }

    /// The target may be of a type that takes no ENA Express or fewer queues: the ENI matters more than its settings,
    /// so it is asked for once more without them. EC2 documents no code for this refusal: any that says nothing of
    /// ENI, slot or instance may be it.
    private static boolean ofTheSettings(EniMove eniMove, AwsCallException awsCallException) {
        return !eniMove.asks.equals(AttachmentAttributes.FRESH)
                && switch (awsCallException.refusal()) {
                    case LIMIT_REACHED, NOT_POSSIBLE, UNEXPECTED -> true;
                    case IN_USE,
                            SLOT_TAKEN,
                            WRONG_ZONE,
                            WRONG_STATE,
                            NOT_FOUND,
                            ALREADY_DETACHED,
                            UNREACHABLE,
                            DENIED,
                            THROTTLED,
                            UNANSWERED -> false;
                };
    }

    private static ExecutionAborted refusedByTarget(
            EniMove eniMove, AwsCallException awsCallException, ExecutionContext executionContext, Instant now) {
        executionContext.attaches.refused(awsCallException.refusal());
        executionContext.note(eniMove.attach, Result.FAILED, now, awsCallException.message());
        return new ExecutionAborted(
                new ExecutionEnd.TargetRefused(eniMove.attach.target(), awsCallException.message()));
    }

    private static void patient(EniMove eniMove, Instant now) {
        eniMove.attachFirst = eniMove.attachFirst == null ? now : eniMove.attachFirst;
        eniMove.notBefore = now.plus(AGAIN);
    }
}
