package enifailover.failover;

import static enifailover.failover.Story.SIP;
import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.model.InstanceState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The sweep gets to know what is around groups at rest, where nothing is urgent.
class AcquaintedTest {
    @Test
    void everySweepRenewsWhatIsKnownOfTheGroupsAtRest() {
        Story story = new Story(usual());
        assertEquals(List.of(), story.sweeps().warnings());
        story.sweeps();
        assertEquals(List.of(List.of(SIP), List.of(SIP)), story.renewed);
    }

    /// Where something fails, EC2's requests are for that.
    @Test
    void aSweepThatMovesAGroupAsksForNothingElse() {
        Story story = new Story(usual().state(A, InstanceState.STOPPED));
        story.sweeps();
        assertEquals(Optional.of(B), story.holder(ENI));
        assertEquals(List.of(), story.renewed);
        story.sweeps();
        assertEquals(List.of(List.of(SIP)), story.renewed);
    }

    /// A missing permission is reported, and the sweep has done all else.
    @Test
    void withoutTheRightToAskItWarns() {
        Story story = new Story(usual());
        story.unknowable = true;
        List<String> warnings = story.sweeps().warnings();
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.getFirst().contains("ec2:DescribeInstanceTypes"), warnings::toString);
        assertTrue(story.groupStore.memories().containsKey(SIP));
    }
}
