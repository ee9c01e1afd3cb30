package enifailover.assess;

import static enifailover.assess.Assessment.Reason.ANNOUNCED;
import static enifailover.assess.Assessment.Reason.FAILURE;
import static enifailover.assess.Assessment.Reason.UNFINISHED;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Assessment.Reason;
import enifailover.event.Cause;
import enifailover.model.AttachmentStatus;
import enifailover.model.Eni;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.MoveRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Assesses a group for everything automatic: events and the sweep.
public final class Assessor {
    /// Verdicts with which the ENIs stay on their instance for now. Their routing may still be unverified.
    private static final Set<Verdict> MAY_BE_UNVERIFIED =
            Set.of(Verdict.HEALTHY, Verdict.ANNOUNCED, Verdict.REPORTED, Verdict.COOLING_DOWN);

    private final AssessmentSettings assessmentSettings;

    /// @param assessmentSettings the parameters of the deployment
    public Assessor(AssessmentSettings assessmentSettings) {
        this.assessmentSettings = assessmentSettings;
    }

    /// @param group the present snapshot
    /// @param trigger why the group is assessed
    /// @param now the time of the observation
    /// @return no action or a move, with evidence; never throws for anything that AWS may show
    public Assessment assess(GroupSnapshot group, Trigger trigger, Instant now) {
        Assessment observed =
                RoutingRetry.assess(group, observed(group, trigger, now), trigger, assessmentSettings.lead(), now);
        Assessment held = held(observed, group, now);
        if (trigger.cause() != Cause.SWEEP
                || !(held instanceof NoAction noAction)
                || !MAY_BE_UNVERIFIED.contains(noAction.verdict())) {
            return held;
        }
        Optional<MoveRequired> unverified = group.policy().pausedAt(now) || assessmentSettings.reportOnly()
                ? Optional.empty()
                : UnverifiedRouting.unverified(group, noAction.evidence());
        if (unverified.isPresent()) {
            return unverified.get();
        }
        return noAction.verdict() == Verdict.HEALTHY
                ? held(FailbackRules.assess(group, noAction, now), group, now)
                : noAction;
    }

    /// The assessment from the observations alone, without pause and cool-down: for a run that has started its move.
    public Assessment observed(GroupSnapshot group, Trigger trigger, Instant now) {
        if (group.enis().isEmpty() && !group.newcomers().enis().isEmpty()) {
            return SplitGroup.newcomers(group);
        }
        if (group.enis().isEmpty()) {
            List<String> evidence = new ArrayList<>(List.of("no ENI has the tag of group " + group.name()));
            group.memory()
                    .enis()
                    .forEach(
                            (eni, last) -> evidence.add(
                                    eni + ", last on " + last.holder()
                                            + ", no longer exists or has lost its tag: if DeleteOnTermination was true, EC2 deleted it with its instance"));
            return new NoAction(Verdict.NO_GROUP, evidence);
        }
        List<String> fixed = immovable(group);
        if (!fixed.isEmpty()) {
            return new NoAction(Verdict.NO_STANDBY, fixed);
        }
        Set<InstanceId> holders = group.holders();
        Optional<MoveRecord> move = group.memory().unfinished();
        if (!group.onOneInstance()) {
            return SplitGroup.assess(group, trigger, now);
        }
        Instance holder = group.instance(holders.iterator().next());
        HealthResult healthResult = HealthEvaluator.judge(holder, trigger, now);
        if (healthResult.failed()) {
            return go(FAILURE, Set.of(holder.id()), false, List.of(healthResult.evidence()));
        }
        // Where the guest sets up its own routing, attached is enough.
        boolean arrived = !group.policy().routedBySsm() && group.settled();
        if (move.isPresent() && move.get().to().equals(holder.id()) && !arrived) {
            String evidence = "a move to " + holder.id() + " that started at "
                    + move.get().since() + " did not finish";
            return go(UNFINISHED, Set.of(), move.get().planned(), List.of(evidence, healthResult.evidence()));
        }
        // An ENI on a third instance was put there by others. That is accepted.
        boolean stillThere =
                move.flatMap(MoveRecord::from).filter(holder.id()::equals).isPresent();
        if (move.isPresent() && stillThere && !group.settled()) {
            String evidence = "a move away from " + holder.id() + " that started at "
                    + move.get().since() + " was interrupted";
            return go(
                    UNFINISHED, Set.of(holder.id()), move.get().planned(), List.of(evidence, healthResult.evidence()));
        }
        Optional<Assessment> announced = holder.state() == InstanceState.RUNNING && group.settled()
                ? PlannedEvents.trouble(group.policy(), holder, trigger, assessmentSettings.lead(), now)
                : Optional.empty();
        if (announced.isPresent()) {
            return announced.get();
        }
        return healthResult.well()
                ? heldByAWellOne(group, holder, healthResult, trigger)
                : new NoAction(Verdict.INCONCLUSIVE, List.of(healthResult.evidence()));
    }

    private static Assessment heldByAWellOne(
            GroupSnapshot group, Instance holder, HealthResult healthResult, Trigger trigger) {
        List<String> evidence = new ArrayList<>(List.of(healthResult.evidence()));
        for (Eni eni : group.enis()) {
            AttachmentStatus status = eni.attachment().orElseThrow().status();
            if (status != AttachmentStatus.ATTACHED) {
                evidence.add(eni.id() + " has attachment status "
                        + status.name().toLowerCase(java.util.Locale.ROOT) + ": another process is moving it");
                return new NoAction(Verdict.INCONCLUSIVE, evidence);
            }
        }
        boolean named =
                trigger.instance().isPresent() && trigger.instance().get().equals(holder.id());
        if (named && trigger.cause() == Cause.REBALANCE) {
            evidence.add("EC2 reports an elevated risk of interruption for " + holder.id());
            return new NoAction(Verdict.REPORTED, evidence);
        }
        if (trigger.instance().isPresent() && !named) {
            evidence.add(trigger.instance().get() + " has no ENI of the group");
            return new NoAction(Verdict.MOVED_ALREADY, evidence);
        }
        return new NoAction(Verdict.HEALTHY, evidence);
    }

    /// EC2 never detaches a primary or an AWS-managed interface.
    private static List<String> immovable(GroupSnapshot group) {
        List<String> message = new ArrayList<>();
        for (Eni eni : group.enis()) {
            if (!eni.movable()) {
                message.add(eni.id() + " is managed by AWS and cannot be detached: remove the group's tag from it");
            } else if (eni.attachment().isPresent()
                    && eni.attachment().get().devicePosition().deviceIndex() == 0) {
                message.add(eni.id() + " is the primary interface of "
                        + eni.attachment().get().holder()
                        + " and cannot be detached: a failover group needs a secondary interface");
            }
        }
        return message;
    }

    /// A pause, report-only mode or the cool-down may prevent what the observations require.
    private Assessment held(Assessment observed, GroupSnapshot group, Instant now) {
        if (!(observed instanceof MoveRequired moveRequired)) {
            return observed;
        }
        List<String> evidence = new ArrayList<>(moveRequired.evidence());
        if (group.policy().pausedAt(now)) {
            Instant until = group.policy().paused().orElseThrow();
            evidence.add("paused " + (until.equals(Instant.MAX) ? "until the tag is removed" : "until " + until));
            return new NoAction(Verdict.PAUSED, evidence, Optional.of(moveRequired.reason()));
        }
        if (assessmentSettings.reportOnly()) {
            evidence.add("the parameter ReportOnly is true");
            return new NoAction(Verdict.REPORTED, evidence, Optional.of(moveRequired.reason()));
        }
        Optional<Instant> last = group.memory().lastAutomatic();
        if (last.isPresent()
                && !moveRequired.reason().isInterrupted()
                && moveRequired.reason() != Reason.UNVERIFIED
                && !off(group, moveRequired)) {
            Duration left = Duration.between(now, last.get().plus(group.policy().cooldown()));
            if (left.isPositive()) {
                evidence.add("the last automatic failover was at " + last.get() + "; the cool-down ends in "
                        + left.toSeconds() + " s");
                return new NoAction(Verdict.COOLING_DOWN, evidence, Optional.of(moveRequired.reason()));
            }
        }
        return moveRequired;
    }

    /// The sources have left service: a move interrupts nobody, so no cool-down applies.
    private static boolean off(GroupSnapshot group, MoveRequired moveRequired) {
        return moveRequired.reason() == FAILURE
                && moveRequired.sources().stream()
                        .allMatch(id -> group.instance(id).state().leaving());
    }

    static MoveRequired go(Reason reason, Set<InstanceId> leave, boolean planned, List<String> evidence) {
        return new MoveRequired(reason, leave, planned, Optional.empty(), List.copyOf(evidence));
    }

    static MoveRequired announcedGo(InstanceId holder, List<String> evidence) {
        return go(ANNOUNCED, Set.of(holder), true, evidence);
    }
}
