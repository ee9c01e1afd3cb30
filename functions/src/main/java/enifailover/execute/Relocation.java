package enifailover.execute;

import enifailover.execute.EniMove.Arrived;
import enifailover.execute.EniMove.AttachNow;
import enifailover.execute.EniMove.DetachNow;
import enifailover.execute.EniMove.Elsewhere;
import enifailover.execute.EniMove.NextAction;
import enifailover.execute.EniMove.TimedOut;
import enifailover.execute.EniMove.Wait;
import enifailover.execute.Outcome.Result;
import enifailover.model.Attachment;
import enifailover.model.AttachmentId;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.plan.Plan;
import enifailover.plan.Step;
import enifailover.port.AwsCallException;
import enifailover.port.Ec2Reader;
import enifailover.port.EniOperations;
import enifailover.port.ErrorKind;
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

    private final Ec2Reader ec2Reader;
    private final EniOperations eniOperations;
    private final ExecutionContext executionContext;
    private final RoutingCommand routingCommand;
    private final Map<EniId, EniMove> eniMoves = new LinkedHashMap<>();
    private final Map<EniId, Attachment> arrived = new LinkedHashMap<>();
    private final ConcurrentMoves moves;
    private PollSchedule pollSchedule;
    private Contention contention;
    /// A request was refused for there being too many, and is to be made again.
    private boolean again;
    private Instant phase;
    private final TargetWatch watch;

    /// @param routingCommand asked before each attach whether the target can still be reached
    Relocation(
            Ec2Reader ec2Reader,
            EniOperations eniOperations,
            ExecutionContext executionContext,
            Plan plan,
            Contention contention,
            ConcurrentMoves moves,
            RoutingCommand routingCommand) {
        this.ec2Reader = ec2Reader;
        this.eniOperations = eniOperations;
        this.executionContext = executionContext;
        this.contention = contention;
        this.moves = moves;
        this.pollSchedule = PollSchedule.ofDetach(moves);
        this.routingCommand = routingCommand;
        this.phase = executionContext.scheduler.now();
        this.watch = new TargetWatch(ec2Reader, executionContext, plan.target());
        for (Step.Attach attach : plan.steps(Step.Attach.class)) {
            Optional<Step.Detach> detach = plan.steps(Step.Detach.class).stream()
                    .filter(step -> step.eni().equals(attach.eni()))
                    .findFirst();
            EniMove eniMove = new EniMove(detach, attach, executionContext.timeouts, phase);
            plan.steps(Step.Restore.class).stream()
                    .filter(step -> step.eni().equals(attach.eni()))
                    .forEach(step -> eniMove.asks = step.attributes());
            eniMoves.put(attach.eni(), eniMove);
            pollSchedule.scattered(attach.eni());
        }
    }

    /// @param known what the snapshot showed, so that the first act needs no further look
    /// @throws ExecutionAborted when the move cannot go on
    void run(List<Eni> known) {
        Optional<List<Eni>> seen = Optional.of(known);
        while (!eniMoves.isEmpty()) {
            seen.ifPresent(this::step);
            if (eniMoves.isEmpty()) {
                break;
            }
            // A wait may be longer than the lease: a graceful detach takes up to a minute, a forced one more.
            executionContext.leaseGuard.check();
            executionContext.checkDeadline("move " + eniMoves.keySet());
            executionContext.pause(pollSchedule.next(executionContext.since(phase)));
            executionContext.pause(pollSchedule.more(executionContext.since(phase)));
            // Who was only refused for there being too many needs no new look to ask again.
            seen = eniMoves.values().stream().allMatch(eniMove -> eniMove.throttled) ? seen : look();
        }
    }

    /// The new attachments, as they were observed.
    Map<EniId, Attachment> arrived() {
        return arrived;
    }

    private Optional<List<Eni>> look() {
        Instant asked = executionContext.scheduler.now();
        try {
            List<Eni> enis = ec2Reader.enis(eniMoves.keySet());
            pollSchedule.answered(executionContext.since(asked));
            return Optional.of(enis);
        } catch (AwsCallException awsCallException) {
            if (!awsCallException.refusal().isTransient()) {
                throw new ExecutionAborted(new ExecutionEnd.Blocked(awsCallException.message()));
            }
            if (awsCallException.refusal() == ErrorKind.THROTTLED && contention == Contention.AT_ONCE) {
                contention = Contention.IN_TURN;
                pollSchedule = PollSchedule.whenThrottled(eniMoves.keySet(), arriving() ? ARRIVES : LEAVES);
            } else {
                pollSchedule.throttled();
            }
            return Optional.empty();
        }
    }

    private void step(List<Eni> seen) {
        List<Callable<Runnable>> requests = new ArrayList<>();
        Set<EniId> taken = new HashSet<>();
        Set<InstanceId> given = new HashSet<>();
        Instant now = executionContext.scheduler.now();
        List.copyOf(eniMoves.values()).forEach(eniMove -> {
            EniId id = eniMove.attach.eni();
            NextAction nextAction = eniMove.need(
                    seen.stream().filter(eni -> eni.id().equals(id)).findFirst(), now);
            switch (nextAction) {
                case Wait() -> {}
                case Arrived(Attachment attachment) -> arrive(eniMove, attachment);
                case DetachNow(AttachmentId attachment, boolean force) -> {
                    taken.add(id);
                    requests.add(() -> detach(eniMove, attachment, force));
                }
                case AttachNow() -> {
                    routingCommand.checkReach(eniMove.attach.target());
                    checkTarget(eniMove.attach.target());
                    given.add(eniMove.attach.target());
                    requests.add(() -> attach(eniMove));
                }
                case Elsewhere(String message) -> throw new ExecutionAborted(new ExecutionEnd.StateChanged(message));
                case TimedOut(String message, boolean ofTarget) -> {
                    executionContext.attaches.timedOut(ofTarget);
                    executionContext.note(eniMove.attach, Result.FAILED, now, message);
                    throw new ExecutionAborted(
                            ofTarget
                                    ? new ExecutionEnd.TargetRefused(eniMove.attach.target(), message)
                                    : new ExecutionEnd.Blocked(message));
                }
            }
        });
        if (requests.isEmpty()) {
            return;
        }
        executionContext.leaseGuard.check();
        given.forEach(this::checkReserved);
        // Last of all: the program may have stood still over the renewal of the lease.
        if (!taken.isEmpty() && !begun()) {
            executionContext.checkSeen();
        }
        executionContext.leaseGuard.markRequestSent();
        phase = executionContext.scheduler.now();
        // Requests leave side by side; what they mean for the run is settled by this thread, one after the other.
        executionContext.runAll(requests);
    }

    /// A graceful detach may take a minute, in which the target has perhaps left service. EC2 attaches to a stopped
    /// instance too (EC2 user guide, "Attach a network interface": warm attach), and nobody would be served there.
    private void checkTarget(InstanceId target) {
        watch.left().ifPresent(state -> {
            throw new ExecutionAborted(new ExecutionEnd.TargetRefused(target, target + " is now " + state.word()));
        });
    }

    /// Known only after the lease was renewed.
    private void checkReserved(InstanceId target) {
        if (!executionContext.leaseGuard.kept()) {
            throw new ExecutionAborted(new ExecutionEnd.TargetRefused(
                    target,
                    "another group has reserved the device index on " + target + " while this function was paused"));
        }
    }

    /// Something was taken or given already, so that nothing is left but to go on.
    private boolean begun() {
        return !arrived.isEmpty()
                || eniMoves.values().stream().anyMatch(one -> one.detachSent != null || one.attachFirst != null);
    }

    private boolean arriving() {
        return eniMoves.values().stream().allMatch(eniMove -> eniMove.attachSent != null);
    }

    /// A request was refused for there being too many. Who has a turn, or has begun, asks again soon, and need
    /// not look for that; who has not makes way for those who have.
    private void throttled(EniMove eniMove) {
        if (contention == Contention.AT_ONCE && !begun()) {
            throw new ExecutionAborted(new ExecutionEnd.Throttled("EC2 throttles the requests"));
        }
        contention = Contention.IN_TURN;
        eniMove.throttled = true;
        eniMove.notBefore = executionContext.scheduler.now();
        if (again) {
            pollSchedule.throttled();
        } else {
            again = true;
            pollSchedule = PollSchedule.ofARefusedRequest(eniMove.attach.eni());
        }
    }

    /// A request was taken, and its end is to be waited for.
    private void waitsFor(Duration common, PollSchedule alone, Object who) {
        if (eniMoves.values().stream().anyMatch(eniMove -> eniMove.throttled)) {
            return;
        }
        again = false;
        pollSchedule = contention == Contention.IN_TURN ? PollSchedule.whenThrottled(who, common) : alone;
    }

    private void arrive(EniMove eniMove, Attachment attachment) {
        EniId id = eniMove.attach.eni();
        Instant started = eniMove.attachSent == null ? executionContext.scheduler.now() : eniMove.attachSent;
        noteDetached(eniMove);
        Result result = eniMove.attachSent == null ? Result.ALREADY : Result.DONE;
        executionContext.attaches.arrived(result == Result.DONE);
        executionContext.note(eniMove.attach, result, started, "observed attached as " + attachment.id());
        arrived.put(id, attachment);
        eniMoves.remove(id);
    }

    private void noteDetached(EniMove eniMove) {
        if (eniMove.detach.isPresent() && eniMove.detachSent != null) {
            Instant end = eniMove.available == null ? executionContext.scheduler.now() : eniMove.available;
            String how = eniMove.forced == null ? "available after a normal detach" : "available after a forced detach";
            executionContext.note(new Outcome(
                    Step.Kind.DETACH,
                    eniMove.detach.get().message(),
                    Result.DONE,
                    eniMove.detachSent,
                    Duration.between(eniMove.detachSent, end),
                    how));
        }
    }

    /// Runs beside others: must not touch the run, only make the request and say what it means.
    private Runnable detach(EniMove eniMove, AttachmentId attachment, boolean force) {
        Instant sent = executionContext.scheduler.now();
        try {
            eniOperations.detach(attachment, force);
            return () -> {
                detachSent(eniMove, sent, force);
                waitsFor(LEAVES, pollSchedule, eniMove.attach.eni());
            };
        } catch (AwsCallException awsCallException) {
            return () -> ErrorHandling.ofDetach(
                    eniMove,
                    awsCallException,
                    executionContext,
                    () -> throttled(eniMove),
                    () -> detachSent(eniMove, sent, force));
        }
    }

    private static void detachSent(EniMove eniMove, Instant sent, boolean force) {
        eniMove.throttled = false;
        eniMove.detachSent = eniMove.detachSent == null ? sent : eniMove.detachSent;
        eniMove.forced = force ? sent : eniMove.forced;
    }

    private Runnable attach(EniMove eniMove) {
        Instant sent = executionContext.scheduler.now();
        try {
            eniOperations.attach(
                    eniMove.attach.eni(), eniMove.attach.target(), eniMove.attach.devicePosition(), eniMove.asks);
            return () -> attachSent(eniMove, sent);
        } catch (AwsCallException awsCallException) {
            return () -> ErrorHandling.ofAttach(
                    eniMove,
                    awsCallException,
                    executionContext,
                    () -> throttled(eniMove),
                    () -> attachSent(eniMove, sent));
        }
    }

    private void attachSent(EniMove eniMove, Instant sent) {
        eniMove.attachSent = sent;
        eniMove.throttled = false;
        eniMove.doubtful = false;
        eniMove.attachFirst = eniMove.attachFirst == null ? sent : eniMove.attachFirst;
        waitsFor(ARRIVES, PollSchedule.ofAttach(moves).scattered(eniMove.attach.eni()), eniMove.attach.eni());
    }
}
