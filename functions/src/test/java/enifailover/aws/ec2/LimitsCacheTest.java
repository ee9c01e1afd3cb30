package enifailover.aws.ec2;

import static enifailover.aws.ec2.Ec2Answers.agents;
import static enifailover.aws.ec2.Ec2Answers.eni;
import static enifailover.aws.ec2.Ec2Answers.healthy;
import static enifailover.aws.ec2.Ec2Answers.instance;
import static enifailover.aws.ec2.Ec2Answers.instances;
import static enifailover.aws.ec2.Ec2Answers.interfaces;
import static enifailover.aws.ec2.Ec2Answers.statuses;
import static enifailover.aws.ec2.Ec2Answers.subnets;
import static enifailover.aws.ec2.Ec2Answers.types;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.aws.client.Wire;
import enifailover.aws.dynamodb.DynamoClients;
import enifailover.aws.dynamodb.DynamoGroupStore;
import enifailover.aws.dynamodb.DynamoLimitsRefresher;
import enifailover.failover.TaggedGroupSnapshots;
import enifailover.model.AttachmentAttributes;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.model.group.SavedAttachment;
import enifailover.port.GroupStore;
import enifailover.port.GroupStore.Acquired;
import enifailover.port.GroupStore.RunOutcome;
import enifailover.port.LimitsRefresher;
import enifailover.port.Observation;
import enifailover.testkit.memory.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What one function has learnt of what is around a group, the next need not ask: the table has it.
class LimitsCacheTest {
    private static final GroupName WEB = new GroupName("web");
    private static final String ENI = "eni-0a1b2c3d4e5f60718";
    private static final String FIRST = "i-0a1b2c3d4e5f60711";
    private static final String SECOND = "i-0a1b2c3d4e5f60722";
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final RunOutcome NOTHING = new RunOutcome(Map.of(), Optional.empty(), Optional.empty(), false);
    private static final Set<String> FIRST_ROUND = Set.of("DescribeNetworkInterfaces", "DescribeInstances");
    private static final Set<String> SECOND_ROUND = Set.of("DescribeInstanceStatus", "DescribeInstanceInformation");
    private static final Set<String> SWEPT = all(FIRST_ROUND, Set.of("DescribeInstanceStatus"));
    private static final Set<String> AROUND = Set.of("DescribeInstanceTypes", "DescribeSubnets");

    @RegisterExtension
    static final DynamoClients DYNAMO = new DynamoClients();

    private final Wire wire = new Wire();
    private final ManualScheduler time = new ManualScheduler();

    @BeforeEach
    void aHealthyGroup() {
        wire.on("DescribeNetworkInterfaces", interfaces(eni(ENI, "web", FIRST)))
                .on("DescribeInstances", instances(instance(FIRST, "web"), instance(SECOND, "web")))
                .on("DescribeInstanceStatus", statuses(healthy(FIRST), healthy(SECOND)))
                .on("DescribeInstanceInformation", agents(FIRST, "Online", SECOND, "Online"))
                .on("DescribeInstanceTypes", types())
                .on("DescribeSubnets", subnets("2001:db8::/64"));
    }

    /// A function that has just been started.
    private final class Started {
        private final LimitsCache limitsCache = new LimitsCache(wire.clients(), time);
        final AwsEc2Reader observer = new AwsEc2Reader(wire.clients(), "eni-failover:", limitsCache, time);
        final GroupStore groupStore = new DynamoGroupStore(DYNAMO.clients(), DYNAMO.table(), limitsCache, time);
        final LimitsRefresher limitsRefresher =
                new DynamoLimitsRefresher(DYNAMO.clients(), DYNAMO.table(), limitsCache);

        /// Takes the lease, looks, lets the lease go.
        Observation event() {
            var lease = assertInstanceOf(Acquired.class, groupStore.acquire(WEB, "run", TTL))
                    .lease();
            Observation observation = observer.look(WEB, Set.of());
            assertEquals(Optional.empty(), groupStore.end(lease, NOTHING));
            return observation;
        }

        /// As the sweep does for a group at rest.
        void sweep() {
            GroupState memory = groupStore.memories().getOrDefault(WEB, GroupState.NONE);
            limitsRefresher.renew(
                    List.of(new TaggedGroupSnapshots("eni-failover:").of(WEB, observer.lookAtAll(), memory)));
        }
    }

    private void remembered() {
        SavedAttachment memory =
                new SavedAttachment(new DevicePosition(1, 0), AttachmentAttributes.FRESH, new InstanceId(FIRST));
        assertTrue(new Started().groupStore.saveAttachments(WEB, Map.of(new EniId(ENI), memory), Set.of()));
    }

    private static Set<String> all(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    private static final Set<String> BOTH_ROUNDS = all(FIRST_ROUND, SECOND_ROUND);

    private Set<String> asked() {
        return new TreeSet<>(wire.counts().keySet());
    }

    @Test
    void aRunLeavesWhatItLearntToTheNextFunction() {
        Observation first = new Started().event();
        assertEquals(all(BOTH_ROUNDS, AROUND), asked());
        Observation second = new Started().event();
        assertEquals(BOTH_ROUNDS, asked());
        assertEquals(first.enis(), second.enis());
        assertEquals(first.instances(), second.instances());
        assertTrue(second.instances().getFirst().limits().isPresent());
    }

    @Test
    void theSweepLeavesItForTheFirstRunOfAGroup() {
        remembered();
        new Started().sweep();
        assertEquals(all(SWEPT, AROUND), asked());
        new Started().event();
        assertEquals(BOTH_ROUNDS, asked());
    }

    /// What the table does not know at all, the sweep has yet to remember.
    @Test
    void theSweepMakesNoRowOfItsOwn() {
        new Started().sweep();
        assertEquals(SWEPT, asked());
        assertEquals(Map.of(), new Started().groupStore.memories());
    }

    /// Each sweep is a process of its own here, and after the first none has anything to ask, or to write.
    @Test
    void aSweepWithoutNewsAsksAndWritesNothing() {
        remembered();
        new Started().sweep();
        asked();
        DYNAMO.wire.requests();
        new Started().sweep();
        assertEquals(SWEPT, asked());
        assertEquals(1, DYNAMO.wire.requests());
    }

    /// The sweep asks again after a week, so that a run finds nothing old, even in a process that has read the old.
    @Test
    void whatIsOldIsRenewedByTheSweep() {
        remembered();
        Started sweep = new Started();
        sweep.sweep();
        time.sleep(LimitsCache.RENEW.plusSeconds(1));
        asked();
        new Started().event();
        assertEquals(BOTH_ROUNDS, asked());
        sweep.sweep();
        assertEquals(all(SWEPT, AROUND), asked());
        time.sleep(LimitsCache.RENEW.plusSeconds(1));
        new Started().event();
        assertEquals(BOTH_ROUNDS, asked());
    }

    /// Where no sweep ever came, a run asks for what is older than two weeks, and keeps it.
    @Test
    void aRunAsksForWhatIsTooOld() {
        new Started().event();
        time.sleep(LimitsCache.KEEP.plusSeconds(1));
        asked();
        new Started().event();
        assertEquals(all(BOTH_ROUNDS, AROUND), asked());
        new Started().event();
        assertEquals(BOTH_ROUNDS, asked());
    }

    /// Sixty new groups are known after two sweeps, and none takes long.
    @Test
    void aSweepWritesFiftyGroupsAtMost() {
        remembered();
        Started sweep = new Started();
        GroupState memory =
                Optional.ofNullable(sweep.groupStore.memories().get(WEB)).orElseThrow();
        GroupSnapshot web = new TaggedGroupSnapshots("eni-failover:").of(WEB, sweep.observer.lookAtAll(), memory);
        List<GroupSnapshot> groups = IntStream.range(0, 60)
                .mapToObj(i -> named(new GroupName("group-" + i), web))
                .toList();
        groups.forEach(group -> sweep.groupStore.saveAttachments(group.name(), memory.enis(), Set.of()));
        for (int writes : List.of(50, 10, 0)) {
            sweep.groupStore.memories();
            DYNAMO.wire.requests();
            sweep.limitsRefresher.renew(groups);
            assertEquals(writes, DYNAMO.wire.requests());
        }
    }

    private static GroupSnapshot named(GroupName name, GroupSnapshot like) {
        return new GroupSnapshot(
                name,
                like.policy(),
                like.enis(),
                like.members(),
                like.newcomers(),
                like.nonMembers(),
                like.memory(),
                like.findings(),
                like.observedAt());
    }

    /// The standby was stopped and became another type: that one is asked for, and then kept.
    @Test
    void anotherTypeIsAskedForOnce() {
        new Started().event();
        wire.on(
                "DescribeInstances",
                instances(instance(FIRST, "web"), instance(SECOND, "web").replace("m5.large", "m5.xlarge")));
        wire.on("DescribeInstanceTypes", Wire.ec2("DescribeInstanceTypes", """
                <instanceTypeSet><item><instanceType>m5.xlarge</instanceType><networkInfo>
                <maximumNetworkInterfaces>4</maximumNetworkInterfaces></networkInfo></item></instanceTypeSet>"""));
        asked();
        new Started().event();
        assertEquals(all(BOTH_ROUNDS, Set.of("DescribeInstanceTypes")), asked());
        Observation last = new Started().event();
        assertEquals(BOTH_ROUNDS, asked());
        assertEquals(4, last.instances().getLast().limits().orElseThrow().interfaces(0));
        assertEquals(3, last.instances().getFirst().limits().orElseThrow().interfaces(0));
    }
}
