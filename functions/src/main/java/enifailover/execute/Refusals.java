package enifailover.execute;

import enifailover.execute.Outcome.Result;
import enifailover.group.AttachmentAttributes;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import java.time.Duration;
import java.time.Instant;

/// What a refused detach or attach means for the ENI's journey.
final class Refusals {
    /// After a refusal that passes, not before this is it asked again.
    private static final Duration AGAIN = Duration.ofMillis(500);

    /// How long a denied attach is asked for again, at first after a second and then ever more seldom. A change of IAM
    /// commonly takes seconds to be seen everywhere (IAM user guide, "Troubleshoot IAM: changes that I make are not
    /// always immediately visible").
    private static final Duration DENIED_FOR = Duration.ofSeconds(10);

    private static final Duration FIRST_AGAIN = Duration.ofSeconds(1);

    private Refusals() {}

    /// A detach names the attachment that was read, so asking twice is safe.
    ///
    /// @param throttled what to do where there were too many requests: that is nothing about this ENI
    /// @param accepted what to do where it was as good as accepted
    static void ofDetach(Journey journey, Refused refused, Course course, Runnable throttled, Runnable accepted) {
        Instant now = course.time.now();
        journey.crowded = false;
        if (refused.refusal() == Refusal.DENIED && !journey.denied) {
            journey.denied = true;
            journey.notBefore = now;
            return;
        }
        switch (refused.refusal()) {
            case ALREADY_DETACHED -> accepted.run();
            case THROTTLED -> throttled.run();
            case UNANSWERED, WRONG_STATE, NOT_FOUND, IN_USE -> journey.notBefore = now.plus(AGAIN);
            case SLOT_TAKEN, LIMIT_REACHED, WRONG_ZONE, NOT_POSSIBLE, UNREACHABLE, DENIED, UNEXPECTED -> {
                course.note("detach " + journey.attach.eni(), Result.FAILED, now, refused.words());
                throw new Ended(new End.Blocked(refused.words()));
            }
        }
    }

    /// An attach is refused while another attachment exists, so asking twice is safe too.
    static void ofAttach(Journey journey, Refused refused, Course course, Runnable throttled, Runnable accepted) {
        Instant now = course.time.now();
        journey.crowded = false;
        if (ofTheSettings(journey, refused)) {
            journey.asks = AttachmentAttributes.FRESH;
            journey.notBefore = now;
            course.note(journey.attach.words() + " with its ENA settings", Result.WARNED, now, refused.words());
            return;
        }
        boolean ofTheEni = refused.code().startsWith("InvalidNetworkInterface");
        switch (refused.refusal()) {
            // It is attached: to the target by an attach whose answer was lost, or still elsewhere. A look tells.
            case IN_USE -> patient(journey, now);
            case THROTTLED -> throttled.run();
            // It may have happened. Until a look shows it, it counts as sent.
            case UNANSWERED -> {
                accepted.run();
                journey.doubtful = true;
            }
            case NOT_FOUND -> {
                if (!ofTheEni) {
                    throw refusedByTarget(journey, refused, course, now);
                }
                patient(journey, now);
            }
            // IAM learns of a tag, or of a policy, some seconds late; and it may be denied for this target alone.
            case DENIED -> {
                journey.deniedSince = journey.deniedSince == null ? now : journey.deniedSince;
                Duration denied = Duration.between(journey.deniedSince, now);
                if (denied.compareTo(DENIED_FOR) >= 0) {
                    throw refusedByTarget(journey, refused, course, now);
                }
                Duration pause = denied.multipliedBy(6).dividedBy(5);
                journey.notBefore = now.plus(pause.compareTo(FIRST_AGAIN) > 0 ? pause : FIRST_AGAIN);
            }
            // Whatever the code is, another target may do.
            case SLOT_TAKEN,
                    LIMIT_REACHED,
                    WRONG_ZONE,
                    WRONG_STATE,
                    UNREACHABLE,
                    ALREADY_DETACHED,
                    NOT_POSSIBLE,
                    UNEXPECTED -> throw refusedByTarget(journey, refused, course, now);
        }
    }

    /// The target may be of a type that takes no ENA Express or fewer queues: the ENI matters more than its settings,
    /// so it is asked for once more without them. EC2 documents no code for this refusal: any that says nothing of
    /// ENI, slot or instance may be it.
    private static boolean ofTheSettings(Journey journey, Refused refused) {
        return !journey.asks.equals(AttachmentAttributes.FRESH)
                && switch (refused.refusal()) {
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

    private static Ended refusedByTarget(Journey journey, Refused refused, Course course, Instant now) {
        course.attaches.refused(refused.refusal());
        course.note(journey.attach.words(), Result.FAILED, now, refused.words());
        return new Ended(new End.TargetRefused(journey.attach.target(), refused.words()));
    }

    private static void patient(Journey journey, Instant now) {
        journey.attachFirst = journey.attachFirst == null ? now : journey.attachFirst;
        journey.notBefore = now.plus(AGAIN);
    }
}
