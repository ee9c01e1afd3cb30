package enifailover.failover;

import static enifailover.failover.Story.SIP;
import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.attached;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Verdict;
import enifailover.event.Cause;
import enifailover.model.InstanceState;
import enifailover.model.group.MoveRecord;
import enifailover.port.ErrorKind;
import enifailover.port.GroupStore.Acquired;
import enifailover.report.Report;
import enifailover.report.ReportText;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a run does after a refusal, where another target could be asked.
class RefusedTargetsRunTest {
    /// Both requests leave side by side. That the target cannot be reached asks for another one; that EC2 refuses to
    /// detach would be the same for each.
    @Test
    void aDetachRefusedForGoodEndsTheRunThoughTheTargetCouldNotBeReachedEither() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED));
        story.region.refuseNext("ssm:SendCommand", ErrorKind.UNREACHABLE);
        story.region.refuseNext("ec2:DetachNetworkInterface", ErrorKind.UNEXPECTED);
        Report report = story.event(Cause.STATE_CHANGE, A);
        assertEquals(Verdict.FAILED, report.verdict(), () -> ReportText.of(report));
        assertEquals(Optional.of(A), story.holder(ENI));
        assertTrue(story.region.writes.stream().noneMatch(write -> write.startsWith("detach")));
    }

    /// A person's move left C, which could not route; what it went to has failed since, and B routes nothing either.
    @Test
    void whoHasRefusedInAnEarlierRunIsNoWayBackForAPlannedMove() {
        Story story = new Story(usual().eni(ENI, attached(ENI, B, 1)).state(A, InstanceState.TERMINATED));
        Acquired acquired = (Acquired) story.groupStore.acquire(SIP, "before", Duration.ofSeconds(30));
        MoveRecord moveRecord = new MoveRecord(Optional.of(C), B, true, story.time.now()).refusedBy(Set.of(C));
        story.groupStore.recordMove(acquired.lease(), moveRecord, Map.of());
        story.time.sleep(Duration.ofMinutes(1));
        story.region.hangs.addAll(Set.of(B, C));
        Report report = story.sweeps().reports().getFirst();
        assertEquals(Optional.of(B), story.holder(ENI), () -> ReportText.of(report));
        assertTrue(story.region.writes.stream().noneMatch(write -> write.startsWith("detach")));
    }
}
