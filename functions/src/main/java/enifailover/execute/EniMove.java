package enifailover.execute;

import enifailover.model.Attachment;
import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentId;
import enifailover.model.AttachmentStatus;
import enifailover.model.Eni;
import enifailover.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The progress of one ENI, and what it needs next, by what EC2 shows. Repeated requests end in the same state, so
/// a lost answer, a stale read or a second run does no harm.
final class EniMove {
    /// What an ENI needs next.
    sealed interface NextAction {}

    record Wait() implements NextAction {}

    record DetachNow(AttachmentId attachment, boolean force) implements NextAction {}

    record AttachNow() implements NextAction {}

    record Arrived(Attachment attachment) implements NextAction {}

    /// Another process has moved it.
    record Elsewhere(String message) implements NextAction {}

    /// It takes too long, or it is gone.
    ///
    /// @param targetFault another target may do better
    record TimedOut(String message, boolean targetFault) implements NextAction {}

    private static final Duration DOUBT = Duration.ofSeconds(1);

    final Optional<Step.Detach> detach;
    final Step.Attach attach;
    private final Timeouts timeouts;
    private final Instant begun;

    @Nullable
    Instant detachSent;

    @Nullable
    Instant forced;

    @Nullable
    Instant attachSent;

    @Nullable
    Instant attachFirst;

    /// The last attach request was not answered: it may not have happened.
    boolean doubtful;

    @Nullable
    Instant available;

    @Nullable
    Instant missing;

    /// A detach was refused for want of permission, once. A role that needs the ENI's tag is refused just so for an
    /// attachment that is gone (hashicorp/terraform-provider-aws#46211): a look tells the two apart.
    boolean denied;

    /// Since when an attach is refused for want of permission.
    @Nullable
    Instant deniedSince;

    /// What the attach request asks for beside the slot; [AttachmentAttributes#FRESH] where that was refused.
    AttachmentAttributes asks = AttachmentAttributes.FRESH;

    /// The last request was refused for there being too many, so nothing about the ENI has changed by it.
    boolean throttled;

    /// Not before this is anything asked for again.
    Instant notBefore = Instant.EPOCH;

    EniMove(Optional<Step.Detach> detach, Step.Attach attach, Timeouts timeouts, Instant begun) {
        this.detach = detach;
        this.attach = attach;
        this.timeouts = timeouts;
        this.begun = begun;
    }

    /// @param seen what EC2 shows of it; empty when EC2 does not know it
    /// @param now the time of the look
    NextAction need(Optional<Eni> seen, Instant now) {
        if (seen.isEmpty()) {
            missing = missing == null ? now : missing;
            return longer(missing, now, timeouts.vanished())
                    ? new TimedOut(
                            attach.eni() + " no longer exists: EC2 has not shown it for "
                                    + timeouts.vanished().toSeconds() + " s",
                            false)
                    : new Wait();
        }
        missing = null;
        Optional<Attachment> present = seen.get().attachment();
        return present.isPresent() ? attached(present.get(), now) : unattached(seen.get(), now);
    }

    private NextAction attached(Attachment present, Instant now) {
        if (present.holder().equals(attach.target()) && present.devicePosition().equals(attach.devicePosition())) {
            boolean leaving = present.status() == AttachmentStatus.DETACHING;
            if (present.status() == AttachmentStatus.ATTACHED) {
                return new Arrived(present);
            }
            Instant since = attachFirst == null ? begun : attachFirst;
            if (leaving && planned(present)) {
                return leave(present, detach.orElseThrow().graceful(), now);
            }
            if (leaving) {
                return new Elsewhere(
                        attach.eni() + " is being detached from " + attach.target() + " by another process");
            }
            return longer(since, now, timeouts.attach())
                    ? new TimedOut(
                            attach.eni() + " has been attaching for "
                                    + timeouts.attach().toSeconds() + " s",
                            true)
                    : new Wait();
        }
        if (!planned(present)) {
            return new Elsewhere(attach.eni() + " is attached to " + present.holder() + " by " + present.id()
                    + ", which is not from this run: another process has moved it");
        }
        return leave(present, detach.orElseThrow().graceful(), now);
    }

    /// The attachment that the plan is to end, as it was read under the lease.
    private boolean planned(Attachment present) {
        return detach.isPresent() && present.id().equals(detach.get().from().id());
    }

    /// It is still attached to the source: first a normal detach, then a forced one, then a timeout.
    private NextAction leave(Attachment present, Duration graceful, Instant now) {
        if (now.isBefore(notBefore)) {
            return new Wait();
        }
        if (detachSent == null) {
            if (present.status() == AttachmentStatus.DETACHING) {
                detachSent = now;
                return new Wait();
            }
            return new DetachNow(present.id(), graceful.isZero());
        }
        if (forced == null) {
            return longer(detachSent, now, graceful) ? new DetachNow(present.id(), true) : new Wait();
        }
        return longer(forced, now, timeouts.afterForce())
                ? new TimedOut(
                        attach.eni() + " is still attached to " + present.holder() + " "
                                + timeouts.afterForce().toSeconds() + " s after a forced detach",
                        false)
                : new Wait();
    }

    private NextAction unattached(Eni eni, Instant now) {
        if (!eni.available()) {
            Instant since = forced != null ? forced : detachSent != null ? detachSent : begun;
            return longer(since, now, timeouts.afterForce())
                    ? new TimedOut(eni.id() + " has not become available", false)
                    : new Wait();
        }
        available = available == null ? now : available;
        if (now.isBefore(notBefore)) {
            return new Wait();
        }
        if (attachFirst != null && longer(attachFirst, now, timeouts.attach())) {
            return new TimedOut(
                    eni.id() + " could not be attached within "
                            + timeouts.attach().toSeconds() + " s",
                    true);
        }
        // Asking again is harmless: EC2 refuses a second attachment. So a doubt is settled soon.
        Duration unseenFor = doubtful ? DOUBT : timeouts.unseenAttach();
        boolean unseen = attachSent != null && !longer(attachSent, now, unseenFor);
        return unseen ? new Wait() : new AttachNow();
    }

    private static boolean longer(Instant since, Instant now, Duration limit) {
        return Duration.between(since, now).compareTo(limit) >= 0;
    }
}
