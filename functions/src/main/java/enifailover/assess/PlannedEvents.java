package enifailover.assess;

import enifailover.assess.Assessment.NoAction;
import enifailover.event.Cause;
import enifailover.event.EventParser;
import enifailover.model.Instance;
import enifailover.model.ScheduledEvent;
import enifailover.model.group.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Events that are announced for an instance that is still healthy.
final class PlannedEvents {
    /// EC2 interrupts a Spot instance two minutes after the warning. An older warning for an instance that still
    /// runs was for an earlier start of it.
    static final Duration SPOT_IS_FRESH = Duration.ofMinutes(4);
    /// AWS Health repeats an expedited retirement until it is done. A lifecycle hook holds an instance for an hour
    /// where its owner sets no other timeout (Auto Scaling API, PutLifecycleHook, HeartbeatTimeout).
    static final Duration EXPEDITED_IS_FRESH = Duration.ofHours(1);
    /// How long after its start an announced event still counts.
    static final Duration STARTED_IS_FRESH = Duration.ofHours(1);

    private PlannedEvents() {}

    /// @return the assessment of an announced event; empty where none is announced for this holder
    static Optional<Assessment> trouble(Policy policy, Instance holder, Trigger trigger, Duration lead, Instant now) {
        boolean named =
                trigger.instance().isPresent() && trigger.instance().get().equals(holder.id());
        if (named && trigger.cause().actImmediately() && concerns(trigger, holder) && fresh(trigger, now)) {
            return Optional.of(decide(policy, holder, holder.id() + ": " + trigger.message()));
        }
        Optional<Instant> due = due(holder, named ? trigger : Trigger.SWEEP, now);
        if (due.isEmpty()) {
            return Optional.empty();
        }
        String evidence = holder.id() + " is running, but a scheduled event starts at " + due.get();
        if (now.isBefore(due.get().minus(lead))) {
            List<String> message = List.of(evidence, "the ENIs move " + lead.toMinutes() + " min before that time");
            return Optional.of(new NoAction(Verdict.ANNOUNCED, message));
        }
        return Optional.of(decide(policy, holder, evidence));
    }

    private static Assessment decide(Policy policy, Instance holder, String evidence) {
        if (!policy.movesWhenAnnounced()) {
            return new NoAction(Verdict.REPORTED, List.of(evidence, "the group has the tag planned=report"));
        }
        return Assessor.announcedGo(holder.id(), List.of(evidence));
    }

    /// Only Spot instances get such a warning; for any other instance it is not genuine.
    private static boolean concerns(Trigger trigger, Instance holder) {
        return trigger.cause() != Cause.SPOT_INTERRUPTION
                || holder.provisioning().spot();
    }

    /// An event without a time, or with a future time, is not fresh.
    private static boolean fresh(Trigger trigger, Instant now) {
        Duration limit = trigger.cause() == Cause.SPOT_INTERRUPTION ? SPOT_IS_FRESH : EXPEDITED_IS_FRESH;
        return trigger.at()
                .filter(at -> !at.isAfter(now.plus(EventParser.CLOCKS_DIFFER)))
                .filter(at -> Duration.between(at, now).compareTo(limit) <= 0)
                .isPresent();
    }

    /// The earliest start that EC2 itself lists, or that a Health event names for now or later.
    private static Optional<Instant> due(Instance holder, Trigger trigger, Instant now) {
        Optional<Instant> listed = holder.scheduled().stream()
                .filter(ScheduledEvent::open)
                .flatMap(event -> event.notBefore().stream())
                .min(Instant::compareTo);
        Optional<Instant> told = trigger.cause() == Cause.SCHEDULED
                ? trigger.startsAt()
                        .filter(start -> start.plus(STARTED_IS_FRESH).isAfter(now))
                : Optional.empty();
        if (listed.isPresent() && told.isPresent()) {
            return Optional.of(listed.get().isBefore(told.get()) ? listed.get() : told.get());
        }
        return listed.isPresent() ? listed : told;
    }
}
