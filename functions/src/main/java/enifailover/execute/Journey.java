package enifailover.execute;

import enifailover.group.Attachment;
import enifailover.group.AttachmentAttributes;
import enifailover.group.AttachmentId;
import enifailover.group.AttachmentStatus;
import enifailover.group.Eni;
import enifailover.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far one ENI is on its way, and what it needs next, given what EC2 shows. Asking again and again, from wherever
/// it is, ends in the same place: so a lost answer, a stale read or a second run does no harm.
final class Journey {
    /// What an ENI needs next.
    sealed interface Need {}

    record Wait() implements Need {}

    record DetachNow(AttachmentId attachment, boolean force) implements Need {}

    record AttachNow() implements Need {}

    record Arrived(Attachment attachment) implements Need {}

    /// Someone else has moved it.
    record Elsewhere(String words) implements Need {}

    /// It takes too long, or it is gone.
    ///
    /// @param ofTarget another target may do better
    record Stuck(String words, boolean ofTarget) implements Need {}

    private static final Duration DOUBT = Duration.ofSeconds(1);

    final Optional<Step.Detach> detach;
    final Step.Attach attach;
    private final Patience patience;
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
    boolean crowded;

    /// Not before this is anything asked for again.
    Instant notBefore = Instant.EPOCH;

    Journey(Optional<Step.Detach> detach, Step.Attach attach, Patience patience, Instant begun) {
        this.detach = detach;
        this.attach = attach;
        this.patience = patience;
        this.begun = begun;
    }

    /// @param seen what EC2 shows of it; empty when EC2 does not know it
    /// @param now the time of the look
    Need need(Optional<Eni> seen, Instant now) {
        if (seen.isEmpty()) {
            missing = missing == null ? now : missing;
            return longer(missing, now, patience.vanished())
                    ? new Stuck(
                            attach.eni() + " no longer exists: EC2 has not shown it for "
                                    + patience.vanished().toSeconds() + " s",
                            false)
                    : new Wait();
        }
        missing = null;
        Optional<Attachment> present = seen.get().attachment();
        return present.isPresent() ? attached(present.get(), now) : unattached(seen.get(), now);
    }

    private Need attached(Attachment present, Instant now) {
        if (present.holder().equals(attach.target()) && present.slot().equals(attach.slot())) {
            boolean leaving = present.status() == AttachmentStatus.DETACHING;
            if (present.status() == AttachmentStatus.ATTACHED) {
                return new Arrived(present);
            }
            Instant since = attachFirst == null ? begun : attachFirst;
            if (leaving && planned(present)) {
                return leave(present, detach.orElseThrow().graceful(), now);
            }
            if (leaving) {
                return new Elsewhere(attach.eni() + " is being detached from " + attach.target() + " by somebody else");
            }
            return longer(since, now, patience.attach())
                    ? new Stuck(
                            attach.eni() + " has been attaching for "
                                    + patience.attach().toSeconds() + " s",
                            true)
                    : new Wait();
        }
        if (!planned(present)) {
            return new Elsewhere(attach.eni() + " is attached to " + present.holder() + " by " + present.id()
                    + ", which this run has not seen before: somebody else has moved it");
        }
        return leave(present, detach.orElseThrow().graceful(), now);
    }

    /// The attachment that the plan is to end, as it was read under the lease.
    private boolean planned(Attachment present) {
        return detach.isPresent() && present.id().equals(detach.get().from().id());
    }

    /// It is still where it was: first asked kindly, then forced, and then given up.
    private Need leave(Attachment present, Duration graceful, Instant now) {
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
        return longer(forced, now, patience.afterForce())
                ? new Stuck(
                        attach.eni() + " is still attached to " + present.holder() + " "
                                + patience.afterForce().toSeconds() + " s after a forced detach",
                        false)
                : new Wait();
    }

    private Need unattached(Eni eni, Instant now) {
        if (!eni.available()) {
            Instant since = forced != null ? forced : detachSent != null ? detachSent : begun;
            return longer(since, now, patience.afterForce())
                    ? new Stuck(eni.id() + " has not become available", false)
                    : new Wait();
        }
        available = available == null ? now : available;
        if (now.isBefore(notBefore)) {
            return new Wait();
        }
        if (attachFirst != null && longer(attachFirst, now, patience.attach())) {
            return new Stuck(
                    eni.id() + " could not be attached within "
                            + patience.attach().toSeconds() + " s",
                    true);
        }
        // Asking again is harmless: EC2 refuses a second attachment. So a doubt is settled soon.
        Duration unseenFor = doubtful ? DOUBT : patience.unseenAttach();
        boolean unseen = attachSent != null && !longer(attachSent, now, unseenFor);
        return unseen ? new Wait() : new AttachNow();
    }

    private static boolean longer(Instant since, Instant now, Duration limit) {
        return Duration.between(since, now).compareTo(limit) >= 0;
    }
}
