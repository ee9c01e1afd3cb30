package enifailover.assess;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.ENI2;
import static enifailover.model.group.Situation.NOW;
import static enifailover.model.group.Situation.attached;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Assessment.Reason;
import enifailover.event.Cause;
import enifailover.model.CheckStatus;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.Provisioning;
import enifailover.model.StatusChecks;
import enifailover.model.group.GroupState;
import enifailover.model.group.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AssessorTest {
    private static final AssessmentSettings SETTINGS = new AssessmentSettings(Duration.ofHours(1), false);
    private final Assessor assessor = new Assessor(SETTINGS);

    private static Trigger trigger(Cause cause, InstanceId instance) {
        return new Trigger(cause, Optional.of(instance), Optional.of(NOW), Optional.empty(), cause.message());
    }

    private Assessment assess(Situation situation, Trigger trigger) {
        return assessor.assess(situation.snapshot(), trigger, NOW);
    }

    private void stays(Verdict verdict, Situation situation, Trigger trigger) {
        NoAction noAction = assertInstanceOf(NoAction.class, assess(situation, trigger));
        assertEquals(verdict, noAction.verdict(), () -> String.valueOf(noAction.evidence()));
        assertFalse(noAction.evidence().isEmpty(), "a verdict without evidence");
    }

    private MoveRequired goes(Reason reason, Situation situation, Trigger trigger) {
        MoveRequired moveRequired = assertInstanceOf(MoveRequired.class, assess(situation, trigger));
        assertEquals(reason, moveRequired.reason(), () -> String.valueOf(moveRequired.evidence()));
        assertFalse(moveRequired.evidence().isEmpty(), "a judgement without evidence");
        return moveRequired;
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPING", "STOPPED", "SHUTTING_DOWN", "TERMINATED"})
    void aHolderThatLeavesHasFailed(InstanceState state) {
        MoveRequired moveRequired = goes(Reason.FAILURE, usual().state(A, state), trigger(Cause.STATE_CHANGE, A));
        assertEquals(Set.of(A), moveRequired.sources());
        assertFalse(moveRequired.planned());
    }

    @Test
    void aHolderThatEc2NoLongerKnowsHasFailed() {
        goes(Reason.FAILURE, usual().without(A), Trigger.SWEEP);
    }

    @ParameterizedTest
    @EnumSource(
            value = Cause.class,
            names = {"STATE_CHANGE", "NO_DATA", "STATUS_CHECK", "HEALTH_ISSUE", "RECOVERY_FAILED", "RECOVERED", "SWEEP"
            })
    void noClaimMovesTheEnisOfAWellHolder(Cause cause) {
        stays(Verdict.HEALTHY, usual(), trigger(cause, A));
    }

    @Test
    void aLateEventOfAnInstanceThatHoldsNothingIsRecognised() {
        stays(Verdict.MOVED_ALREADY, usual().state(B, InstanceState.STOPPED), trigger(Cause.STATE_CHANGE, B));
    }

    @Test
    void anImpairedHolderHasFailedThoughItRuns() {
        goes(Reason.FAILURE, usual().impaired(A, Duration.ofMinutes(2)), Trigger.SWEEP);
    }

    @Test
    void aFreshImpairmentNeedsAnAlarmOrTime() {
        Situation fresh = usual().impaired(A, Duration.ofSeconds(20));
        stays(Verdict.INCONCLUSIVE, fresh, Trigger.SWEEP);
        stays(Verdict.INCONCLUSIVE, fresh, trigger(Cause.STATUS_CHECK, B));
        goes(Reason.FAILURE, fresh, trigger(Cause.STATUS_CHECK, A));
        goes(Reason.FAILURE, fresh, trigger(Cause.HEALTH_ISSUE, A));
    }

    @Test
    void whatIsNotClearIsNeitherWellNorFailed() {
        stays(Verdict.INCONCLUSIVE, usual().state(A, InstanceState.PENDING), Trigger.SWEEP);
        stays(Verdict.INCONCLUSIVE, usual().state(A, InstanceState.UNKNOWN), Trigger.SWEEP);
        StatusChecks silent = new StatusChecks(
                CheckStatus.INSUFFICIENT_DATA, CheckStatus.OK, CheckStatus.NOT_APPLICABLE, Optional.empty());
        stays(Verdict.INCONCLUSIVE, usual().checks(A, silent), Trigger.SWEEP);
    }

    @Test
    void aPausedGroupIsLeftAloneAndSaysSo() {
        Situation failed = usual().state(A, InstanceState.STOPPED);
        stays(Verdict.PAUSED, failed.policy(p -> Situation.paused(p, Instant.MAX)), Trigger.SWEEP);
        goes(Reason.FAILURE, failed.policy(p -> Situation.paused(p, NOW.minusSeconds(1))), Trigger.SWEEP);
    }

    @Test
    void aRunUnderWayIsNotStoppedHalfWayByAPause() {
        Situation failed = usual().state(A, InstanceState.STOPPED).policy(p -> Situation.paused(p, Instant.MAX));
        assertInstanceOf(MoveRequired.class, assessor.observed(failed.snapshot(), Trigger.SWEEP, NOW));
    }

    @Test
    void aCoolingGroupWaitsButFinishesWhatWasBegun() {
        GroupState lately =
                new GroupState(Map.of(), Optional.empty(), Optional.of(NOW.minusSeconds(100)), Optional.empty());
        stays(Verdict.COOLING_DOWN, usual().impaired(A, Duration.ofMinutes(3)).memory(lately), Trigger.SWEEP);
        goes(Reason.FAILURE, usual().state(A, InstanceState.STOPPED).memory(lately), Trigger.SWEEP);
        goes(Reason.ORPHANED, usual().orphan(ENI).memory(lately), Trigger.SWEEP);
        GroupState longAgo =
                new GroupState(Map.of(), Optional.empty(), Optional.of(NOW.minusSeconds(301)), Optional.empty());
        goes(Reason.FAILURE, usual().impaired(A, Duration.ofMinutes(3)).memory(longAgo), Trigger.SWEEP);
    }

    @Test
    void reportOnlyNeverGoes() {
        Assessor reporter = new Assessor(new AssessmentSettings(Duration.ofHours(1), true));
        NoAction noAction = assertInstanceOf(
                NoAction.class,
                reporter.assess(usual().state(A, InstanceState.STOPPED).snapshot(), Trigger.SWEEP, NOW));
        assertEquals(Verdict.REPORTED, noAction.verdict());
    }

    @Test
    void aSpotWarningMovesAWellHolderAtOnce() {
        MoveRequired moveRequired = goes(Reason.ANNOUNCED, spot(), trigger(Cause.SPOT_INTERRUPTION, A));
        assertEquals(true, moveRequired.planned());
        stays(Verdict.MOVED_ALREADY, spot(), trigger(Cause.SPOT_INTERRUPTION, B));
        Trigger old = new Trigger(
                Cause.SPOT_INTERRUPTION, Optional.of(A), Optional.of(NOW.minusSeconds(600)), Optional.empty(), "old");
        stays(Verdict.HEALTHY, spot(), old);
        stays(Verdict.REPORTED, spot().policy(Situation::reportsAnnounced), trigger(Cause.SPOT_INTERRUPTION, A));
    }

    private static Situation spot() {
        return usual().provisioned(A, new Provisioning(true, false, Optional.empty()));
    }

    /// EC2 takes no other instance back.
    @Test
    void aSpotWarningCountsForASpotInstanceAlone() {
        stays(Verdict.HEALTHY, usual(), trigger(Cause.SPOT_INTERRUPTION, A));
        goes(Reason.FAILURE, usual().state(A, InstanceState.STOPPED), trigger(Cause.SPOT_INTERRUPTION, A));
    }

    /// It may be of any day.
    @ParameterizedTest
    @EnumSource(
            value = Cause.class,
            names = {"SPOT_INTERRUPTION", "EXPEDITED", "AUTO_SCALING_TERMINATION"})
    void whatHasNoTimeOrOneThatHasNotComeMovesNobody(Cause cause) {
        for (Optional<Instant> at : List.of(Optional.<Instant>empty(), Optional.of(NOW.plusSeconds(61)))) {
            stays(Verdict.HEALTHY, spot(), new Trigger(cause, Optional.of(A), at, Optional.empty(), cause.message()));
        }
        Optional<Instant> ahead = Optional.of(NOW.plusSeconds(5));
        goes(Reason.ANNOUNCED, spot(), new Trigger(cause, Optional.of(A), ahead, Optional.empty(), cause.message()));
    }

    @Test
    void aTerminateLifecycleHookMovesAWellHolderAtOnce() {
        MoveRequired moveRequired = goes(Reason.ANNOUNCED, usual(), trigger(Cause.AUTO_SCALING_TERMINATION, A));
        assertEquals(true, moveRequired.planned());
        stays(Verdict.MOVED_ALREADY, usual(), trigger(Cause.AUTO_SCALING_TERMINATION, B));
        Trigger old = new Trigger(
                Cause.AUTO_SCALING_TERMINATION,
                Optional.of(A),
                Optional.of(NOW.minus(Duration.ofMinutes(61))),
                Optional.empty(),
                "old");
        stays(Verdict.HEALTHY, usual(), old);
    }

    @Test
    void aRebalanceRecommendationIsOnlyReported() {
        stays(Verdict.REPORTED, usual(), trigger(Cause.REBALANCE, A));
    }

    @Test
    void scheduledMaintenanceMovesALeadTimeBefore() {
        stays(Verdict.ANNOUNCED, usual().scheduled(A, NOW.plus(Duration.ofDays(3))), Trigger.SWEEP);
        goes(Reason.ANNOUNCED, usual().scheduled(A, NOW.plus(Duration.ofMinutes(59))), Trigger.SWEEP);
        stays(Verdict.HEALTHY, usual().scheduled(B, NOW), Trigger.SWEEP);
    }

    @Test
    void anInterruptedMoveIsFinishedFromWhereverItIs() {
        assertEquals(
                Set.of(A),
                goes(Reason.UNFINISHED, usual().orphan(ENI).interrupted(), Trigger.SWEEP)
                        .sources());
        goes(Reason.UNFINISHED, usual().eni(ENI, attached(ENI, B, 1)).interrupted(), Trigger.SWEEP);
        goes(Reason.UNFINISHED, usual().eni(ENI2, attached(ENI2, B, 2)).interrupted(), Trigger.SWEEP);
        stays(Verdict.HEALTHY, usual().interrupted(), Trigger.SWEEP);
    }

    @Test
    void aSplitGroupIsBroughtTogetherByAFailedHolderAlone() {
        Situation split = usual().eni(ENI2, attached(ENI2, C, 2));
        stays(Verdict.SPLIT, split, Trigger.SWEEP);
        assertEquals(
                Set.of(C),
                goes(Reason.SPLIT, split.state(C, InstanceState.STOPPED), Trigger.SWEEP)
                        .sources());
        assertEquals(
                Set.of(A),
                goes(
                                Reason.SPLIT,
                                usual().eni(ENI2, attached(ENI2, C, 2))
                                        .interrupted()
                                        .state(A, InstanceState.STOPPED),
                                Trigger.SWEEP)
                        .sources());
    }

    @Test
    void aPrimaryInterfaceIsNeverTouched() {
        stays(
                Verdict.NO_STANDBY,
                usual().eni(ENI, attached(ENI, A, 0)).state(A, InstanceState.STOPPED),
                trigger(Cause.STATE_CHANGE, A));
    }
}
