package enifailover.execute;

import enifailover.execute.Journey.Arrived;
import enifailover.execute.Journey.AttachNow;
import enifailover.execute.Journey.DetachNow;
import enifailover.execute.Journey.Elsewhere;
import enifailover.execute.Journey.Need;
import enifailover.execute.Journey.Stuck;
import enifailover.execute.Journey.Wait;
import enifailover.execute.Outcome.Result;
import enifailover.group.Attachment;
import enifailover.group.AttachmentId;
import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.InstanceId;
import enifailover.plan.Plan;
import enifailover.plan.Step;
import enifailover.port.Network;
import enifailover.port.Observer;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// Moves the ENIs of one group together: look at all of them once, do for each what it needs, look again. One
/// describe serves all, and an ENI that is free is attached while another is still leaving.
final class Relocation {
    /// By then a detach, or an attach, has commonly ended (aws/amazon-vpc-cni-k8s#608).
    private static final Duration LEAVES = Duration.ofSeconds(3);

    private static final Duration ARRIVES = Duration.ofMillis(2200);

    private final Observer observer;
    private final Network network;
    private final Course course;
    private final Shell shell;
    private final Map<EniId, Journey> journeys = new LinkedHashMap<>();
    private final Map<EniId, Attachment> arrived = new LinkedHashMap<>();
    private Pace pace = Pace.ofDetach();
    private Haste haste;
    /// A request was refused for there being too many, and is to be made again.
    private boolean again;
    private Instant phase;
    private final TargetWatch watch;

    /// @param shell asked before each attach whether the target can still be reached
    Relocation(Observer observer, Network network, Course course, Plan plan, Haste haste, Shell shell) {
        this.observer = observer;
        this.network = network;
        this.course = course;
        this.haste = haste;
        this.shell = shell;
        this.phase = course.time.now();
        this.watch = new TargetWatch(observer, course, plan.target());
        for (Step.Attach attach : plan.steps(Step.Attach.class)) {
            Optional<Step.Detach> detach = plan.steps(Step.Detach.class).stream()
                    .filter(step -> step.eni().equals(attach.eni()))
                    .findFirst();
            Journey journey = new Journey(detach, attach, course.patience, phase);
            plan.steps(Step.Restore.class).stream()
                    .filter(step -> step.eni().equals(attach.eni()))
                    .forEach(step -> journey.asks = step.attributes());
            journeys.put(attach.eni(), journey);
            pace.scattered(attach.eni());
        }
    }

    /// @param known what the snapshot showed, so that the first act needs no further look
    /// @throws Ended when the move cannot go on
    void run(List<Eni> known) {
        Optional<List<Eni>> seen = Optional.of(known);
        while (!journeys.isEmpty()) {
            seen.ifPresent(this::step);
            if (journeys.isEmpty()) {
                break;
            }
            // A wait may be longer than the lease: a graceful detach takes up to a minute, a forced one more.
            course.guard.check();
            course.checkDeadline("move " + journeys.keySet());
            course.pause(pace.next(course.since(phase)));
            // Who was only refused for there being too many needs no new look to ask again.
            seen = journeys.values().stream().allMatch(journey -> journey.crowded) ? seen : look();
        }
    }

    /// The new attachments, as they were observed.
    Map<EniId, Attachment> arrived() {
        return arrived;
    }

    private Optional<List<Eni>> look() {
        Instant asked = course.time.now();
        try {
            List<Eni> enis = observer.enis(journeys.keySet());
            pace.answered(course.since(asked));
            return Optional.of(enis);
        } catch (Refused refused) {
            if (!refused.refusal().passing()) {
                throw new Ended(new End.Blocked(refused.words()));
            }
            if (refused.refusal() == Refusal.THROTTLED && haste == Haste.AT_ONCE) {
                haste = Haste.IN_TURN;
                pace = Pace.inACrowd(journeys.keySet(), arriving() ? ARRIVES : LEAVES);
            } else {
                pace.throttled();
            }
            return Optional.empty();
        }
    }

    private void step(List<Eni> seen) {
        List<Callable<Runnable>> requests = new ArrayList<>();
        Set<EniId> taken = new HashSet<>();
        Set<InstanceId> given = new HashSet<>();
        Instant now = course.time.now();
        List.copyOf(journeys.values()).forEach(journey -> {
            EniId id = journey.attach.eni();
            Need need = journey.need(
                    seen.stream().filter(eni -> eni.id().equals(id)).findFirst(), now);
            switch (need) {
                case Wait() -> {}
                case Arrived(Attachment attachment) -> arrive(journey, attachment);
                case DetachNow(AttachmentId attachment, boolean force) -> {
                    taken.add(id);
                    requests.add(() -> detach(journey, attachment, force));
                }
                case AttachNow() -> {
                    shell.checkReach(journey.attach.target());
                    checkTarget(journey.attach.target());
                    given.add(journey.attach.target());
                    requests.add(() -> attach(journey));
                }
                case Elsewhere(String words) -> throw new Ended(new End.Changed(words));
                case Stuck(String words, boolean ofTarget) -> {
                    course.attaches.timedOut(ofTarget);
                    course.note(journey.attach.words(), Result.FAILED, now, words);
                    throw new Ended(
                            ofTarget ? new End.TargetRefused(journey.attach.target(), words) : new End.Blocked(words));
                }
            }
        });
        if (requests.isEmpty()) {
            return;
        }
        course.guard.check();
        given.forEach(this::checkReserved);
        // Last of all: the program may have stood still over the renewal of the lease.
        if (!taken.isEmpty() && !begun()) {
            course.checkSeen();
        }
        course.guard.asks();
        phase = course.time.now();
        // Requests leave side by side; what they mean for the run is settled by this thread, one after the other.
        settle(course.time.together(requests));
    }

    /// Each answer counts. What no target would mend ends the run, whatever the others mean.
    private static void settle(List<Runnable> answers) {
        Optional<Ended> end = Optional.empty();
        for (Runnable answer : answers) {
            try {
                answer.run();
            } catch (Ended ended) {
                end = end.filter(first -> !(ended.end() instanceof End.Blocked)).or(() -> Optional.of(ended));
            }
        }
        if (end.isPresent()) {
            throw end.get();
        }
    }

    /// A graceful detach may take a minute, in which the target has perhaps left service. EC2 attaches to a stopped
    /// instance too (EC2 user guide, "Attach a network interface": warm attach), and nobody would be served there.
    private void checkTarget(InstanceId target) {
        watch.left().ifPresent(state -> {
            throw new Ended(new End.TargetRefused(target, target + " is " + state.word() + " by now"));
        });
    }

    /// Known only after the lease was renewed.
    private void checkReserved(InstanceId target) {
        if (!course.guard.kept()) {
            throw new Ended(new End.TargetRefused(
                    target, "another group has reserved the slot on " + target + " while this function stood still"));
        }
    }

    /// Something was taken or given already, so that nothing is left but to go on.
    private boolean begun() {
        return !arrived.isEmpty()
                || journeys.values().stream().anyMatch(one -> one.detachSent != null || one.attachFirst != null);
    }

    private boolean arriving() {
        return journeys.values().stream().allMatch(journey -> journey.attachSent != null);
    }

    /// A request was refused for there being too many. Who has a turn, or has begun, asks again soon, and need
    /// not look for that; who has not makes way for those who have.
    private void throttled(Journey journey) {
        if (haste == Haste.AT_ONCE && !begun()) {
            throw new Ended(new End.Crowded("EC2 has more requests than it takes"));
        }
        haste = Haste.IN_TURN;
        journey.crowded = true;
        journey.notBefore = course.time.now();
        if (again) {
            pace.throttled();
        } else {
            again = true;
            pace = Pace.ofARefusedRequest(journey.attach.eni());
        }
    }

    /// A request was taken, and its end is to be waited for.
    private void waitsFor(Duration common, Pace alone, Object who) {
        if (journeys.values().stream().anyMatch(journey -> journey.crowded)) {
            return;
        }
        again = false;
        pace = haste == Haste.IN_TURN ? Pace.inACrowd(who, common) : alone;
    }

    private void arrive(Journey journey, Attachment attachment) {
        EniId id = journey.attach.eni();
        Instant started = journey.attachSent == null ? course.time.now() : journey.attachSent;
        noteDetached(journey);
        Result result = journey.attachSent == null ? Result.ALREADY : Result.DONE;
        course.attaches.arrived(result == Result.DONE);
        course.note(journey.attach.words(), result, started, "observed attached by " + attachment.id());
        arrived.put(id, attachment);
        journeys.remove(id);
    }

    private void noteDetached(Journey journey) {
        if (journey.detach.isPresent() && journey.detachSent != null) {
            Instant end = journey.available == null ? course.time.now() : journey.available;
            String how = journey.forced == null ? "available, gracefully" : "available, after it was forced";
            course.note(new Outcome(
                    journey.detach.get().words(),
                    Result.DONE,
                    journey.detachSent,
                    Duration.between(journey.detachSent, end),
                    how));
        }
    }

    /// Runs beside others: must not touch the run, only make the request and say what it means.
    private Runnable detach(Journey journey, AttachmentId attachment, boolean force) {
        Instant sent = course.time.now();
        try {
            network.detach(attachment, force);
            return () -> {
                detachSent(journey, sent, force);
                waitsFor(LEAVES, pace, journey.attach.eni());
            };
        } catch (Refused refused) {
            return () -> Refusals.ofDetach(
                    journey, refused, course, () -> throttled(journey), () -> detachSent(journey, sent, force));
        }
    }

    private static void detachSent(Journey journey, Instant sent, boolean force) {
        journey.crowded = false;
        journey.detachSent = journey.detachSent == null ? sent : journey.detachSent;
        journey.forced = force ? sent : journey.forced;
    }

    private Runnable attach(Journey journey) {
        Instant sent = course.time.now();
        try {
            network.attach(journey.attach.eni(), journey.attach.target(), journey.attach.slot(), journey.asks);
            return () -> attachSent(journey, sent);
        } catch (Refused refused) {
            return () -> Refusals.ofAttach(
                    journey, refused, course, () -> throttled(journey), () -> attachSent(journey, sent));
        }
    }

    private void attachSent(Journey journey, Instant sent) {
        journey.attachSent = sent;
        journey.crowded = false;
        journey.doubtful = false;
        journey.attachFirst = journey.attachFirst == null ? sent : journey.attachFirst;
        waitsFor(ARRIVES, Pace.ofAttach(), journey.attach.eni());
    }
}
