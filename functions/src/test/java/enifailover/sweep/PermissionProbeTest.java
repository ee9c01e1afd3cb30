package enifailover.sweep;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Verdict;
import enifailover.failover.GroupSnapshots;
import enifailover.failover.Story;
import enifailover.failover.StoryRegion;
import enifailover.failover.StoryTime;
import enifailover.model.InstanceState;
import enifailover.model.audit.PermissionCheck;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.model.group.Situation;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.port.Observation;
import enifailover.testkit.memory.MemoryAuditStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What the failover's role may do is asked for once an hour, of one group in turn, never while anything is at work.
class PermissionProbeTest {
    private static final List<GroupName> GROUPS = List.of(new GroupName("a"), new GroupName("b"), new GroupName("sip"));
    private final Situation situation = Situation.usual();
    private final StoryTime time = new StoryTime();
    private final StoryRegion region = new StoryRegion(Story.SIP, time);
    private final MemoryAuditStore memory = new MemoryAuditStore();
    private final List<GroupName> looks = new ArrayList<>();
    private PermissionProbe rights = process();

    private PermissionProbe process() {
        GroupSnapshots groupSnapshots = new GroupSnapshots() {
            @Override
            public GroupSnapshot of(GroupName group, Observation observation, GroupState remembered) {
                looks.add(group);
                return situation.snapshot();
            }

            @Override
            public Set<GroupName> names(Observation observation) {
                return Set.copyOf(GROUPS);
            }
        };
        return new PermissionProbe(region, groupSnapshots, region, memory, time);
    }

    private Optional<String> after(Verdict verdict) {
        Map<GroupName, Verdict> verdicts = new TreeMap<>();
        GROUPS.forEach(group -> verdicts.put(group, verdict));
        return rights.after(new Sweep.Swept(List.of(), verdicts, List.of()));
    }

    private PermissionCheck told() {
        return memory.read().rights().orElseThrow();
    }

    @Test
    void onceAnHourAndAtTheFirstSweepOfAProcess() {
        for (int minute = 0; minute < 121; minute++) {
            assertEquals(Optional.empty(), after(Verdict.HEALTHY));
            time.sleep(Duration.ofMinutes(1));
        }
        assertEquals(3, looks.size());
        assertEquals(Optional.empty(), told().refused());
        rights = process();
        after(Verdict.HEALTHY);
        assertEquals(4, looks.size());
    }

    @Test
    void eachGroupHasItsTurn() {
        for (int hour = 0; hour < 3; hour++) {
            after(Verdict.HEALTHY);
            time.sleep(Duration.ofHours(1));
        }
        assertEquals(Set.copyOf(GROUPS), Set.copyOf(looks));
        assertEquals(3, looks.size());
    }

    @Test
    void nobodyIsAskedAboutAGroupThatIsNotWell() {
        after(Verdict.PAUSED);
        after(Verdict.NO_STANDBY);
        assertEquals(List.of(), looks);
        after(Verdict.HEALTHY);
        assertEquals(1, looks.size(), "and the hour was not used up");
    }

    @Test
    void aSweepThatTookAGroupAsksNothing() {
        Story story = new Story(Situation.usual());
        story.region.state(A, InstanceState.STOPPED);
        Sweep.Swept busy = story.sweeps();
        assertEquals(1, busy.reports().size());
        Map<GroupName, Verdict> well = Map.of(Story.SIP, Verdict.HEALTHY);
        assertEquals(Optional.empty(), rights.after(new Sweep.Swept(busy.reports(), well, List.of())));
        assertEquals(List.of(), looks);
    }

    @Test
    void aRefusalIsWrittenDownInEc2sWords() {
        region.denied.add("ec2:AttachNetworkInterface");
        assertEquals(Optional.empty(), after(Verdict.HEALTHY));
        assertTrue(told().refused().orElse("").contains("ec2:AttachNetworkInterface"), told()::toString);
        region.denied.clear();
        time.sleep(Duration.ofHours(1));
        after(Verdict.HEALTHY);
        assertEquals(Optional.empty(), told().refused());
    }

    @Test
    void whereNobodyCouldTakeTheGroupNothingIsWrittenDown() {
        for (var standby : List.of(B, C)) {
            situation.state(standby, InstanceState.STOPPED);
        }
        assertEquals(Optional.empty(), after(Verdict.HEALTHY));
        assertEquals(Optional.empty(), memory.read().rights());
    }

    @Test
    void whatCannotBeAskedOrWrittenDownIsSaidAndIsNoAnswer() {
        region.denied.add("ec2:DescribeNetworkInterfaces");
        assertTrue(after(Verdict.HEALTHY).orElse("").contains("could not be checked"));
        assertEquals(Optional.empty(), memory.read().rights());
        region.denied.clear();
        memory.refuse(
                Optional.of(new AwsCallException(ErrorKind.DENIED, "dynamodb:UpdateItem", "AccessDenied", "no", null)));
        time.sleep(Duration.ofHours(1));
        assertTrue(after(Verdict.HEALTHY).orElse("").contains("dynamodb:UpdateItem"));
    }
}
