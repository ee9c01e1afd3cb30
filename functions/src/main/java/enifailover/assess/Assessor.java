package enifailover.assess;

import static enifailover.assess.Assessment.Reason.ANNOUNCED;
import static enifailover.assess.Assessment.Reason.FAILURE;
import static enifailover.assess.Assessment.Reason.UNFINISHED;

import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.Assessment.Stay;
import enifailover.group.AttachmentStatus;
import enifailover.group.Eni;
import enifailover.group.GroupSnapshot;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.group.InstanceState;
import enifailover.group.Move;
import enifailover.signal.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Judges a group for everything that happens by itself: events and the sweep.
public final class Assessor {
    /// The ENIs are where they shall stay, for now: also where trouble is announced for whoever has them, for which
    /// nothing is to be done yet.
    private static final Set<Verdict> MAY_BE_UNVERIFIED =
            Set.of(Verdict.HEALTHY, Verdict.ANNOUNCED, Verdict.REPORTED, Verdict.COOLING_DOWN);

    private final Settings settings;

    /// @param settings what the deployment decides
    public Assessor(Settings settings) {
        this.settings = settings;
    }

    /// @param group what is known now
    /// @param trigger why the group is looked at
    /// @param now the time of the look
    /// @return stay or go, with evidence; never throws for anything that AWS may show
    public Assessment assess(GroupSnapshot group, Trigger trigger, Instant now) {
        Assessment observed = Unrouted.assess(group, observed(group, trigger, now), trigger, settings.lead(), now);
        Assessment held = held(observed, group, now);
        if (trigger.cause() != Cause.SWEEP
                || !(held instanceof Stay stay)
                || !MAY_BE_UNVERIFIED.contains(stay.verdict())) {
            return held;
        }
        Optional<Go> unverified = group.policy().pausedAt(now) || settings.reportOnly()
                ? Optional.empty()
                : Arrival.unverified(group, stay.evidence());
        if (unverified.isPresent()) {
            return unverified.get();
        }
        return stay.verdict() == Verdict.HEALTHY ? held(Homeward.assess(group, stay, now), group, now) : stay;
    }

    /// What the observations alone ask for, whatever the operator's tags hold back: for a run that is under way.
    public Assessment observed(GroupSnapshot group, Trigger trigger, Instant now) {
        if (group.enis().isEmpty() && !group.newcomers().enis().isEmpty()) {
            return Scattered.newcomers(group);
        }
        if (group.enis().isEmpty()) {
            List<String> evidence = new ArrayList<>(List.of("no ENI carries the tag of group " + group.name()));
            group.memory()
                    .enis()
                    .forEach(
                            (eni, last) -> evidence.add(
                                    eni + ", last on " + last.holder()
                                            + ", no longer exists or has lost its tag: with DeleteOnTermination it died with its holder"));
            return new Stay(Verdict.NO_GROUP, evidence);
        }
        List<String> fixed = immovable(group);
        if (!fixed.isEmpty()) {
            return new Stay(Verdict.NO_STANDBY, fixed);
        }
        Set<InstanceId> holders = group.holders();
        Optional<Move> move = group.memory().unfinished();
        if (!group.together()) {
            return Scattered.assess(group, trigger, now);
        }
        Instance holder = group.instance(holders.iterator().next());
        Judgement judgement = Judge.judge(holder, trigger, now);
        if (judgement.failed()) {
            return go(FAILURE, Set.of(holder.id()), false, List.of(judgement.evidence()));
        }
        // Where the guest routes by itself, to be attached is all that is wanted.
        boolean arrived = !group.policy().routedBySsm() && group.settled();
        if (move.isPresent() && move.get().to().equals(holder.id()) && !arrived) {
            String evidence =
                    "a move to " + holder.id() + " begun at " + move.get().since() + " was not finished";
            return go(UNFINISHED, Set.of(), move.get().planned(), List.of(evidence, judgement.evidence()));
        }
        // On a third instance somebody else has put them meanwhile: that is accepted, wherever it is.
        boolean stillThere =
                move.flatMap(Move::from).filter(holder.id()::equals).isPresent();
        if (move.isPresent() && stillThere && !group.settled()) {
            String evidence = "a move away from " + holder.id() + " begun at "
                    + move.get().since() + " was interrupted";
            return go(UNFINISHED, Set.of(holder.id()), move.get().planned(), List.of(evidence, judgement.evidence()));
        }
        Optional<Assessment> announced = holder.state() == InstanceState.RUNNING && group.settled()
                ? Announced.trouble(group.policy(), holder, trigger, settings.lead(), now)
                : Optional.empty();
        if (announced.isPresent()) {
            return announced.get();
        }
        return judgement.well()
                ? heldByAWellOne(group, holder, judgement, trigger)
                : new Stay(Verdict.NOT_JUDGED, List.of(judgement.evidence()));
    }

    private static Assessment heldByAWellOne(
            GroupSnapshot group, Instance holder, Judgement judgement, Trigger trigger) {
        List<String> evidence = new ArrayList<>(List.of(judgement.evidence()));
        for (Eni eni : group.enis()) {
            AttachmentStatus status = eni.attachment().orElseThrow().status();
            if (status != AttachmentStatus.ATTACHED) {
                evidence.add(eni.id() + " is not attached but " + status.name().toLowerCase(java.util.Locale.ROOT)
                        + ": somebody is moving it");
                return new Stay(Verdict.NOT_JUDGED, evidence);
            }
        }
        boolean named =
                trigger.instance().isPresent() && trigger.instance().get().equals(holder.id());
        if (named && trigger.cause() == Cause.REBALANCE) {
            evidence.add("EC2 sees a raised risk of interruption for " + holder.id());
            return new Stay(Verdict.REPORTED, evidence);
        }
        if (trigger.instance().isPresent() && !named) {
            evidence.add(trigger.instance().get() + " holds no ENI of the group");
            return new Stay(Verdict.MOVED_ALREADY, evidence);
        }
        return new Stay(Verdict.HEALTHY, evidence);
    }

    /// EC2 never detaches a primary or an AWS-managed interface.
    private static List<String> immovable(GroupSnapshot group) {
        List<String> words = new ArrayList<>();
        for (Eni eni : group.enis()) {
            if (!eni.movable()) {
                words.add(eni.id() + " is managed by AWS and cannot be detached: take the group's tag off it");
            } else if (eni.attachment().isPresent()
                    && eni.attachment().get().slot().deviceIndex() == 0) {
                words.add(eni.id() + " is the primary interface of "
                        + eni.attachment().get().holder()
                        + " and cannot be detached: a failover group needs a secondary interface");
            }
        }
        return words;
    }

    /// What the operator wants may hold back what the observations ask for.
    private Assessment held(Assessment observed, GroupSnapshot group, Instant now) {
        if (!(observed instanceof Go go)) {
            return observed;
        }
        List<String> evidence = new ArrayList<>(go.evidence());
        if (group.policy().pausedAt(now)) {
            Instant until = group.policy().paused().orElseThrow();
            evidence.add("paused " + (until.equals(Instant.MAX) ? "until the tag is removed" : "until " + until));
            return new Stay(Verdict.PAUSED, evidence, Optional.of(go.reason()));
        }
        if (settings.reportOnly()) {
            evidence.add("the deployment only reports");
            return new Stay(Verdict.REPORTED, evidence, Optional.of(go.reason()));
        }
        Optional<Instant> last = group.memory().lastAutomatic();
        if (last.isPresent() && !go.reason().halfDone() && go.reason() != Reason.UNVERIFIED && !off(group, go)) {
            Duration left = Duration.between(now, last.get().plus(group.policy().cooldown()));
            if (left.isPositive()) {
                evidence.add("the last automatic failover was at " + last.get() + "; cooling down for another "
                        + left.toSeconds() + " s");
                return new Stay(Verdict.COOLING_DOWN, evidence, Optional.of(go.reason()));
            }
        }
        return go;
    }

    /// Whom the ENIs have to leave has left service: nobody loses anything by a move, so there is nothing to
    /// cool down.
    private static boolean off(GroupSnapshot group, Go go) {
        return go.reason() == FAILURE
                && go.leave().stream().allMatch(id -> group.instance(id).state().leaving());
    }

    static Go go(Reason reason, Set<InstanceId> leave, boolean planned, List<String> evidence) {
        return new Go(reason, leave, planned, Optional.empty(), List.copyOf(evidence));
    }

    static Go announcedGo(InstanceId holder, List<String> evidence) {
        return go(ANNOUNCED, Set.of(holder), true, evidence);
    }
}
