package enifailover.assess;

import static enifailover.group.Situation.A;
import static enifailover.group.Situation.B;
import static enifailover.group.Situation.C;
import static enifailover.group.Situation.ENI;
import static enifailover.group.Situation.ENI2;
import static enifailover.group.Situation.NOW;
import static enifailover.group.Situation.attached;
import static enifailover.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.Assessment.Stay;
import enifailover.group.CheckStatus;
import enifailover.group.GroupMemory;
import enifailover.group.InstanceId;
import enifailover.group.InstanceState;
import enifailover.group.Provisioning;
import enifailover.group.Situation;
import enifailover.group.StatusChecks;
import enifailover.signal.Cause;
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
    private static final Settings SETTINGS = new Settings(Duration.ofHours(1), false);
    private final Assessor assessor = new Assessor(SETTINGS);

    private static Trigger trigger(Cause cause, InstanceId instance) {
        return new Trigger(cause, Optional.of(instance), Optional.of(NOW), Optional.empty(), cause.words());
    }

    private Assessment assess(Situation situation, Trigger trigger) {
        return assessor.assess(situation.snapshot(), trigger, NOW);
    }

    private void stays(Verdict verdict, Situation situation, Trigger trigger) {
        Stay stay = assertInstanceOf(Stay.class, assess(situation, trigger));
        assertEquals(verdict, stay.verdict(), () -> String.valueOf(stay.evidence()));
        assertFalse(stay.evidence().isEmpty(), "a verdict without evidence");
    }

    private Go goes(Reason reason, Situation situation, Trigger trigger) {
        Go go = assertInstanceOf(Go.class, assess(situation, trigger));
        assertEquals(reason, go.reason(), () -> String.valueOf(go.evidence()));
        assertFalse(go.evidence().isEmpty(), "a judgement without evidence");
        return go;
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPING", "STOPPED", "SHUTTING_DOWN", "TERMINATED"})
    void aHolderThatLeavesHasFailed(InstanceState state) {
        Go go = goes(Reason.FAILURE, usual().state(A, state), trigger(Cause.STATE_CHANGE, A));
        assertEquals(Set.of(A), go.leave());
        assertFalse(go.planned());
    }

    @Test
    void aHolderThatEc2NoLongerKnowsHasFailed() {
        goes(Reason.FAILURE, usual().without(A), Trigger.SWEEP);
    }

    @ParameterizedTest
    @EnumSource(
            value = Cause.class,
            names = {"STATE_CHANGE", "NO_DATA", "STATUS_CHECK", "HEALTH_ISSUE", "RECOVERY_FAILED", "CAME_BACK", "SWEEP"
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
        stays(Verdict.NOT_JUDGED, fresh, Trigger.SWEEP);
        stays(Verdict.NOT_JUDGED, fresh, trigger(Cause.STATUS_CHECK, B));
        goes(Reason.FAILURE, fresh, trigger(Cause.STATUS_CHECK, A));
        goes(Reason.FAILURE, fresh, trigger(Cause.HEALTH_ISSUE, A));
    }

    @Test
    void whatIsNotClearIsNeitherWellNorFailed() {
        stays(Verdict.NOT_JUDGED, usual().state(A, InstanceState.PENDING), Trigger.SWEEP);
        stays(Verdict.NOT_JUDGED, usual().state(A, InstanceState.UNKNOWN), Trigger.SWEEP);
        StatusChecks silent = new StatusChecks(
                CheckStatus.INSUFFICIENT_DATA, CheckStatus.OK, CheckStatus.NOT_APPLICABLE, Optional.empty());
        stays(Verdict.NOT_JUDGED, usual().checks(A, silent), Trigger.SWEEP);
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
        assertInstanceOf(Go.class, assessor.observed(failed.snapshot(), Trigger.SWEEP, NOW));
    }

    @Test
    void aCoolingGroupWaitsButFinishesWhatWasBegun() {
        GroupMemory lately =
                new GroupMemory(Map.of(), Optional.empty(), Optional.of(NOW.minusSeconds(100)), Optional.empty());
        stays(Verdict.COOLING_DOWN, usual().impaired(A, Duration.ofMinutes(3)).memory(lately), Trigger.SWEEP);
        goes(Reason.FAILURE, usual().state(A, InstanceState.STOPPED).memory(lately), Trigger.SWEEP);
        goes(Reason.ORPHANED, usual().orphan(ENI).memory(lately), Trigger.SWEEP);
        GroupMemory longAgo =
                new GroupMemory(Map.of(), Optional.empty(), Optional.of(NOW.minusSeconds(301)), Optional.empty());
        goes(Reason.FAILURE, usual().impaired(A, Duration.ofMinutes(3)).memory(longAgo), Trigger.SWEEP);
    }

    @Test
    void reportOnlyNeverGoes() {
        Assessor reporter = new Assessor(new Settings(Duration.ofHours(1), true));
        Stay stay = assertInstanceOf(
                Stay.class,
                reporter.assess(usual().state(A, InstanceState.STOPPED).snapshot(), Trigger.SWEEP, NOW));
        assertEquals(Verdict.REPORTED, stay.verdict());
    }

    @Test
    void aSpotWarningMovesAWellHolderAtOnce() {
        Go go = goes(Reason.ANNOUNCED, spot(), trigger(Cause.SPOT_INTERRUPTION, A));
        assertEquals(true, go.planned());
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
            stays(Verdict.HEALTHY, spot(), new Trigger(cause, Optional.of(A), at, Optional.empty(), cause.words()));
        }
        Optional<Instant> ahead = Optional.of(NOW.plusSeconds(5));
        goes(Reason.ANNOUNCED, spot(), new Trigger(cause, Optional.of(A), ahead, Optional.empty(), cause.words()));
    }

    @Test
    void aTerminateLifecycleHookMovesAWellHolderAtOnce() {
        Go go = goes(Reason.ANNOUNCED, usual(), trigger(Cause.AUTO_SCALING_TERMINATION, A));
        assertEquals(true, go.planned());
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
                        .leave());
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
                        .leave());
        assertEquals(
                Set.of(A),
                goes(
                                Reason.SPLIT,
                                usual().eni(ENI2, attached(ENI2, C, 2))
                                        .interrupted()
                                        .state(A, InstanceState.STOPPED),
                                Trigger.SWEEP)
                        .leave());
    }

    @Test
    void aPrimaryInterfaceIsNeverTouched() {
        stays(
                Verdict.NO_STANDBY,
                usual().eni(ENI, attached(ENI, A, 0)).state(A, InstanceState.STOPPED),
                trigger(Cause.STATE_CHANGE, A));
    }
}
