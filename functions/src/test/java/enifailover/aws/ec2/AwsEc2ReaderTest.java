package enifailover.aws.ec2;

import static enifailover.aws.ec2.Ec2Answers.agents;
import static enifailover.aws.ec2.Ec2Answers.attachment;
import static enifailover.aws.ec2.Ec2Answers.eni;
import static enifailover.aws.ec2.Ec2Answers.healthy;
import static enifailover.aws.ec2.Ec2Answers.instance;
import static enifailover.aws.ec2.Ec2Answers.instances;
import static enifailover.aws.ec2.Ec2Answers.interfaces;
import static enifailover.aws.ec2.Ec2Answers.status;
import static enifailover.aws.ec2.Ec2Answers.statuses;
import static enifailover.aws.ec2.Ec2Answers.subnets;
import static enifailover.aws.ec2.Ec2Answers.types;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.aws.client.Wire;
import enifailover.model.Addresses;
import enifailover.model.Attachment;
import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentId;
import enifailover.model.AttachmentStatus;
import enifailover.model.CheckStatus;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.Provisioning;
import enifailover.model.ScheduledEvent;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.StatusChecks;
import enifailover.model.TypeLimits;
import enifailover.model.group.GroupName;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.port.InstanceMembership;
import enifailover.port.Observation;
import enifailover.testkit.memory.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the observer asks, how often, and how it reads the answers.
class AwsEc2ReaderTest {
    private static final GroupName WEB = new GroupName("web");
    private static final String ENI = "eni-0a1b2c3d4e5f60718";
    private static final String FIRST = "i-0a1b2c3d4e5f60711";
    private static final String SECOND = "i-0a1b2c3d4e5f60722";
    private static final String NON_MEMBER = "i-0a1b2c3d4e5f60733";

    private final Wire wire = new Wire();
    private final ManualScheduler time = new ManualScheduler();
    private final AwsEc2Reader observer = new AwsEc2Reader(wire.clients(), "eni-failover:", time);

    @BeforeEach
    void aHealthyGroup() {
        wire.on("DescribeNetworkInterfaces", interfaces(eni(ENI, "web", FIRST)))
                .on("DescribeInstances", instances(instance(FIRST, "web"), instance(SECOND, "web other")))
                .on("DescribeInstanceStatus", statuses(healthy(FIRST), healthy(SECOND)))
                .on("DescribeInstanceInformation", agents(FIRST, "Online", SECOND, "ConnectionLost"))
                .on("DescribeInstanceTypes", types())
                .on("DescribeSubnets", subnets("2001:db8::/64"));
    }

    @Test
    void readsAnEniInFull() {
        Eni eni = observer.look(WEB, Set.of()).enis().getFirst();
        Attachment attachment = new Attachment(
                new AttachmentId("eni-attach-0a1b2c3d4e5f60701"),
                new InstanceId(FIRST),
                new DevicePosition(1, 0),
                AttachmentStatus.ATTACHED,
                new AttachmentAttributes(true, Optional.empty(), false, false));
        Addresses addresses = new Addresses(
                List.of("10.0.0.10", "10.0.0.11"),
                List.of("10.0.0.16/28"),
                List.of("2001:db8::10"),
                List.of("2001:db8:0:0:1::/80"),
                Optional.of("10.0.0.0/24"),
                Optional.of("2001:db8::/64"));
        assertEquals(
                new Eni(
                        new EniId(ENI),
                        "02:ab:00:00:00:01",
                        "eu-west-1a",
                        "vpc-1",
                        "subnet-1",
                        false,
                        true,
                        Optional.of(attachment),
                        addresses,
                        Optional.of("198.51.100.7"),
                        Map.of("eni-failover:group", "web", "empty", "")),
                eni);
    }

    @Test
    void readsAnInstanceInFull() {
        Instance first = observer.look(WEB, Set.of()).instances().getFirst();
        assertEquals(new InstanceId(FIRST), first.id());
        assertEquals(InstanceState.RUNNING, first.state());
        assertEquals("m5.large", first.type());
        assertEquals("eu-west-1a", first.availabilityZone());
        assertEquals("vpc-1", first.vpcId());
        assertEquals(Set.of(new DevicePosition(0, 0), new DevicePosition(1, 1)), first.occupied());
        assertEquals(
                new StatusChecks(CheckStatus.OK, CheckStatus.OK, CheckStatus.NOT_APPLICABLE, Optional.empty()),
                first.checks());
        assertEquals(Reach.ONLINE, first.shell().reach());
        assertEquals(Optional.of("Linux"), first.shell().platform());
        assertEquals(Optional.of(new TypeLimits(List.of(3), 10, 10)), first.limits());
        assertEquals(
                Reach.LOST,
                observer.look(WEB, Set.of()).instances().get(1).shell().reach());
    }

    /// Only about members of an Auto Scaling group, and beside the other describes.
    @Test
    void asksAutoScalingAboutItsInstancesAlone() {
        String scaled = instance(SECOND, "web")
                .replace("<tagSet>", "<tagSet><item><key>aws:autoscaling:groupName</key><value>asg</value></item>");
        wire.on("DescribeInstances", instances(instance(FIRST, "web"), scaled))
                .on("DescribeAutoScalingInstances", new Wire.Reply(200, """
                        <DescribeAutoScalingInstancesResponse><DescribeAutoScalingInstancesResult><AutoScalingInstances>
                        <member><InstanceId>%s</InstanceId><LifecycleState>Terminating:Wait</LifecycleState></member>
                        </AutoScalingInstances></DescribeAutoScalingInstancesResult>
                        </DescribeAutoScalingInstancesResponse>""".formatted(SECOND)));
        for (int look = 0; look < 2; look++) {
            Observation observation = observer.look(WEB, Set.of());
            assertEquals(
                    List.of(Optional.empty(), Optional.of("Terminating:Wait")),
                    observation.instances().stream()
                            .map(one -> one.provisioning().scalingState())
                            .toList());
            assertEquals(List.of(), observation.warnings());
            List<Wire.Call> asked = wire.calls("DescribeAutoScalingInstances");
            assertEquals(look + 1, asked.size());
            assertEquals(SECOND, asked.getLast().parameter("InstanceIds.member.1"));
            assertEquals("", asked.getLast().parameter("InstanceIds.member.2"));
        }
        wire.on("DescribeAutoScalingInstances", Wire.SILENCE);
        Observation observation = observer.look(WEB, Set.of());
        assertEquals(1, observation.warnings().size(), observation.warnings()::toString);
        assertEquals(
                Optional.empty(), observation.instances().get(1).provisioning().scalingState());
    }

    @Test
    void readsHowAnInstanceWasLaunched() {
        String spot = instance(FIRST, "web").replace("<vpcId>", "<instanceLifecycle>spot</instanceLifecycle><vpcId>");
        String store =
                instance(SECOND, "web").replace("<vpcId>", "<rootDeviceType>instance-store</rootDeviceType><vpcId>");
        wire.on("DescribeInstances", instances(spot, store));
        assertEquals(
                List.of(
                        new Provisioning(true, false, Optional.empty()),
                        new Provisioning(false, true, Optional.empty())),
                observer.look(WEB, Set.of()).instances().stream()
                        .map(Instance::provisioning)
                        .toList());
    }

    /// The cost of a look: two rounds, six requests for a function that starts, four for a warm one.
    @Test
    void aWarmLookCostsFourRequests() {
        observer.look(WEB, Set.of());
        assertEquals(
                Map.of(
                        "DescribeNetworkInterfaces", 1L,
                        "DescribeInstances", 1L,
                        "DescribeInstanceStatus", 1L,
                        "DescribeInstanceInformation", 1L,
                        "DescribeInstanceTypes", 1L,
                        "DescribeSubnets", 1L),
                wire.counts());
        observer.look(WEB, Set.of(new InstanceId(SECOND)));
        assertEquals(
                Map.of(
                        "DescribeNetworkInterfaces", 1L,
                        "DescribeInstances", 1L,
                        "DescribeInstanceStatus", 1L,
                        "DescribeInstanceInformation", 1L),
                wire.counts());
    }

    @Test
    void aSubnetIsAskedForAgainWhereAnEniHasAnAddressOutsideItsBlocks() {
        observer.look(WEB, Set.of());
        wire.on("DescribeSubnets", subnets("2001:db8:1::/64"));
        time.sleep(LimitsCache.DOUBT.plusSeconds(1));
        observer.look(WEB, Set.of());
        assertEquals(1L, wire.calls("DescribeSubnets").size());
        wire.on("DescribeNetworkInterfaces", interfaces(eni(ENI, "web", FIRST).replace("2001:db8:", "2001:db8:1:")));
        Eni eni = observer.look(WEB, Set.of()).enis().getFirst();
        assertEquals(Optional.of("2001:db8:1::/64"), eni.addresses().subnetIpv6());
        assertEquals(2L, wire.calls("DescribeSubnets").size());
        // What EC2 has just said is not asked again at once, whether it fits or not.
        wire.on("DescribeNetworkInterfaces", interfaces(eni(ENI, "web", FIRST)));
        observer.look(WEB, Set.of());
        assertEquals(2L, wire.calls("DescribeSubnets").size());
        assertEquals(1L, wire.calls("DescribeInstanceTypes").size());
    }

    @Test
    void asksByFilterSoThatWhatIsMissingIsLeftOut() {
        observer.look(WEB, Set.of());
        assertEquals(
                List.of("web"),
                wire.calls("DescribeNetworkInterfaces").getFirst().filter("tag:eni-failover:group"));
        assertEquals(
                List.of("*web*"), wire.calls("DescribeInstances").getFirst().filter("tag:eni-failover:group"));
        wire.counts();
        observer.enis(List.of(new EniId(ENI)));
        assertEquals(List.of(ENI), wire.calls().getFirst().filter("network-interface-id"));
        assertEquals(Map.of("DescribeNetworkInterfaces", 1L), wire.counts());
    }

    @Test
    void aNameWithinALongerNameIsAnotherGroup() {
        wire.on("DescribeInstances", instances(instance(FIRST, "web"), instance(SECOND, "web2 the-web.old webs")));
        assertEquals(List.of(new InstanceId(FIRST)), ids(observer.look(WEB, Set.of())));
    }

    /// Failure 13: the holder is seen although nobody tagged it; so is a former holder.
    @Test
    void aHolderThatIsNoMemberIsSeenToo() {
        wire.on("DescribeNetworkInterfaces", interfaces(eni(ENI, "web", NON_MEMBER)));
        wire.on("DescribeInstances", instances(instance(FIRST, "web")), instances(instance(NON_MEMBER, "")));
        Observation observation = observer.look(WEB, Set.of(new InstanceId(SECOND)));
        // Of the former holder only DescribeInstanceStatus knows: an id may be missing from one answer for seconds.
        assertEquals(
                List.of(new InstanceId(FIRST), new InstanceId(SECOND), new InstanceId(NON_MEMBER)), ids(observation));
        assertEquals("", observation.instances().get(1).type());
        assertEquals(
                List.of(SECOND, NON_MEMBER),
                wire.calls("DescribeInstances").get(1).filter("instance-id"));
        assertEquals(1L, wire.calls("DescribeInstanceTypes").size());
    }

    /// Failure 3: an ENI whose holder EC2 has forgotten.
    @Test
    void aForgottenInstanceIsLeftOutAndDoesNotHideTheOthers() {
        wire.on("DescribeNetworkInterfaces", interfaces(eni(ENI, "web", NON_MEMBER)));
        wire.on("DescribeInstances", instances(instance(FIRST, "web")), instances());
        wire.on(
                "DescribeInstanceStatus",
                Wire.ec2Error(400, "InvalidInstanceID.NotFound", "The instance IDs '" + NON_MEMBER + "' do not exist"),
                statuses(healthy(FIRST)));
        Observation observation = observer.look(WEB, Set.of());
        assertEquals(List.of(new InstanceId(FIRST)), ids(observation));
        assertTrue(observation.instances().getFirst().healthy());
        assertEquals(FIRST, wire.calls("DescribeInstanceStatus").getLast().parameter("InstanceId.1"));
        assertEquals("true", wire.calls("DescribeInstanceStatus").getLast().parameter("IncludeAllInstances"));
    }

    /// Failure 20: impaired but running. Failure 1 of Health: what is scheduled is seen too.
    @Test
    void readsImpairedChecksAndScheduledEvents() {
        String details = "<item><name>reachability</name><status>failed</status>"
                + "<impairedSince>2026-11-23T09:58:00.000Z</impairedSince></item>";
        String event = "<item><code>instance-retirement</code><notBefore>2026-12-01T00:00:00.000Z</notBefore>"
                + "<description>[Completed] retired</description></item>";
        wire.on("DescribeInstanceStatus", statuses(status(FIRST, "impaired", details, event)));
        Instance first = observer.look(WEB, Set.of()).instances().getFirst();
        assertEquals(CheckStatus.IMPAIRED, first.checks().system());
        assertEquals(
                Optional.of(Instant.parse("2026-11-23T09:58:00Z")),
                first.checks().impairedSince());
        assertEquals(
                List.of(new ScheduledEvent(
                        "instance-retirement",
                        Optional.of(Instant.parse("2026-12-01T00:00:00Z")),
                        "[Completed] retired")),
                first.scheduled());
        assertEquals(
                StatusChecks.UNKNOWN,
                observer.look(WEB, Set.of()).instances().get(1).checks());
    }

    /// Failure 33: what EC2 never detaches is known before anything is detached.
    @Test
    void whatAwsManagesIsNotMovable() {
        String ours = attachment(FIRST, "");
        for (String type : List.of("efa", "efa-only", "trunk", "branch", "lambda", "nat_gateway", "something_new")) {
            wire.on("DescribeNetworkInterfaces", interfaces(eni(ENI, "web", type, ours)));
            assertFalse(only().movable(), type);
        }
        wire.on(
                "DescribeNetworkInterfaces",
                interfaces(eni(ENI, "web", "interface", ours + "<operator><managed>true</managed></operator>")));
        assertFalse(only().movable());
        wire.on(
                "DescribeNetworkInterfaces",
                interfaces(eni(ENI, "web", FIRST).replace("<requesterManaged>false", "<requesterManaged>true")));
        assertFalse(only().movable());
    }

    @Test
    void readsWhatTheAttachmentCarriesAndItsAbsence() {
        String more = "<enaQueueCount>4</enaQueueCount><enaSrdSpecification><enaSrdEnabled>true</enaSrdEnabled>"
                + "<enaSrdUdpSpecification><enaSrdUdpEnabled>true</enaSrdUdpEnabled></enaSrdUdpSpecification>"
                + "</enaSrdSpecification>";
        wire.on("DescribeNetworkInterfaces", interfaces(eni(ENI, "web", "interface", attachment(FIRST, more))));
        assertEquals(
                new AttachmentAttributes(true, Optional.of(4), true, true),
                only().attachment().orElseThrow().attributes());
        wire.on("DescribeNetworkInterfaces", interfaces(eni(ENI, "web", "interface", "")));
        assertTrue(only().available());
        assertEquals(Optional.empty(), only().attachment());
        String service = "<attachment><attachmentId>ela-attach-1</attachmentId><instanceOwnerId>amazon-aws"
                + "</instanceOwnerId><status>attached</status></attachment>";
        wire.on("DescribeNetworkInterfaces", interfaces(eni(ENI, "web", "nat_gateway", service)));
        assertEquals(Optional.empty(), only().attachment());
        assertFalse(only().available());
    }

    private Eni only() {
        return observer.enis(List.of(new EniId(ENI))).getFirst();
    }

    /// Failures 27, 31: Systems Manager away or forbidden does not hide what EC2 says.
    @Test
    void withoutSystemsManagerThereIsAWarning() {
        wire.on("DescribeInstanceInformation", Wire.jsonError(400, "AccessDeniedException", "is not authorized"));
        Observation denied = observer.look(WEB, Set.of());
        assertEquals(Reach.UNKNOWN, denied.instances().getFirst().shell().reach());
        assertTrue(denied.warnings().getFirst().contains("ssm:DescribeInstanceInformation"), denied.toString());
        wire.on("DescribeInstanceInformation", Wire.SILENCE);
        assertEquals(1, observer.look(WEB, Set.of()).warnings().size());
        wire.on("DescribeInstanceInformation", agents());
        Observation unmanaged = observer.look(WEB, Set.of());
        assertEquals(Reach.UNMANAGED, unmanaged.instances().getFirst().shell().reach());
        assertEquals(List.of(), unmanaged.warnings());
    }

    /// Failure 35: a missing permission is thrown, never shown as "nothing there".
    @Test
    void aMissingPermissionIsThrown() {
        for (String action : List.of("DescribeNetworkInterfaces", "DescribeInstances")) {
            aHealthyGroup();
            wire.on(action, Wire.ec2Error(403, "UnauthorizedOperation", "You are not authorized"));
            AwsEc2Reader cold = new AwsEc2Reader(wire.clients(), "eni-failover:", time);
            AwsCallException awsCallException = assertThrows(AwsCallException.class, () -> cold.look(WEB, Set.of()));
            assertEquals(ErrorKind.DENIED, awsCallException.refusal());
            assertEquals("ec2:" + action, awsCallException.action());
        }
    }

    /// What a group can be seen without is a warning that names the permission, and the group is seen.
    @Test
    void aMissingPermissionForWhatIsNotNeededIsAWarning() {
        for (String action : List.of("DescribeInstanceStatus", "DescribeInstanceTypes", "DescribeSubnets")) {
            aHealthyGroup();
            wire.on(action, Wire.ec2Error(403, "UnauthorizedOperation", "You are not authorized"));
            Observation observation = new AwsEc2Reader(wire.clients(), "eni-failover:", time).look(WEB, Set.of());
            assertTrue(
                    observation.warnings().getFirst().contains("the function's role may not call ec2:" + action),
                    observation.warnings()::toString);
            assertEquals(
                    InstanceState.RUNNING, observation.instances().getFirst().state());
            assertEquals(
                    action.equals("DescribeInstanceStatus"),
                    observation.instances().getFirst().checks().unread());
        }
    }

    /// Failure 14: a describe that is throttled is asked again on the program's own clock, not at once by the SDK; a
    /// wait hears of it, and paces itself.
    @Test
    void aThrottledReadIsAskedAgainLaterAndAWaitHearsOfIt() {
        Wire.Reply throttled = Wire.ec2Error(503, "RequestLimitExceeded", "Request limit exceeded.");
        wire.on("DescribeNetworkInterfaces", throttled, throttled, interfaces(eni(ENI, "web", FIRST)));
        wire.on("DescribeInstances", instances(instance(FIRST, "web")));
        Instant begun = time.now();
        assertEquals(Set.of(WEB), observer.groupsHeldBy(new InstanceId(FIRST)));
        Duration waited = Duration.between(begun, time.now());
        assertTrue(waited.compareTo(Duration.ofSeconds(1)) > 0, () -> "paused too shortly: " + waited);
        assertTrue(waited.compareTo(Duration.ofSeconds(3)) < 0, () -> "paused too long: " + waited);
        wire.on("DescribeNetworkInterfaces", throttled);
        wire.counts();
        AwsCallException awsCallException =
                assertThrows(AwsCallException.class, () -> observer.enis(List.of(new EniId(ENI))));
        assertEquals(ErrorKind.THROTTLED, awsCallException.refusal());
        assertEquals(Map.of("DescribeNetworkInterfaces", 2L), wire.counts());
    }

    /// EC2 counts requests by id apart from those with a filter.
    @Test
    void aWaitAsksByIdWhereThereAreTooManyWithAFilter() {
        Wire.Reply throttled = Wire.ec2Error(503, "RequestLimitExceeded", "Request limit exceeded.");
        wire.on("DescribeNetworkInterfaces", throttled, interfaces(eni(ENI, "web", FIRST)));
        assertEquals(1, observer.enis(List.of(new EniId(ENI))).size());
        List<Wire.Call> calls = wire.calls("DescribeNetworkInterfaces");
        assertEquals(List.of(ENI), calls.getFirst().filter("network-interface-id"));
        assertTrue(calls.getLast().filter("network-interface-id").isEmpty(), calls::toString);
        assertTrue(calls.getLast().body().contains("NetworkInterfaceId.1=" + ENI), calls::toString);
        wire.on("DescribeNetworkInterfaces", throttled, Wire.ec2Error(400, "InvalidNetworkInterfaceID.NotFound", "no"));
        AwsCallException awsCallException =
                assertThrows(AwsCallException.class, () -> observer.enis(List.of(new EniId(ENI))));
        assertEquals(ErrorKind.THROTTLED, awsCallException.refusal());
    }

    @Test
    void groupsOfAnInstanceByWhatItHoldsAndByItsTag() {
        wire.on("DescribeNetworkInterfaces", interfaces(eni(ENI, "held", FIRST), eni(ENI, "no/name", FIRST)));
        wire.on("DescribeInstances", instances(instance(FIRST, " web  other b@d ")));
        InstanceMembership instanceMembership = observer.describeMembership(new InstanceId(FIRST));
        assertEquals(Set.of(WEB, new GroupName("other")), instanceMembership.groups());
        assertEquals(Set.of(new GroupName("held")), observer.groupsHeldBy(new InstanceId(FIRST)));
        Wire.Call held = wire.calls("DescribeNetworkInterfaces").getFirst();
        assertEquals(List.of(FIRST), held.filter("attachment.instance-id"));
        assertEquals(List.of("eni-failover:group"), held.filter("tag-key"));
        assertEquals(Map.of("DescribeNetworkInterfaces", 1L, "DescribeInstances", 1L), wire.counts());
    }

    @Test
    void oneInstanceCostsThreeRequestsAtOnce() {
        wire.on("DescribeInstances", instances(instance(FIRST, "web")));
        assertEquals(
                InstanceState.RUNNING,
                observer.instance(new InstanceId(FIRST)).orElseThrow().state());
        assertEquals(
                Map.of("DescribeInstances", 1L, "DescribeInstanceStatus", 1L, "DescribeInstanceInformation", 1L),
                wire.counts());
        wire.on("DescribeInstances", instances());
        assertEquals(
                InstanceState.RUNNING,
                observer.instance(new InstanceId(FIRST)).orElseThrow().state(),
                "DescribeInstanceStatus knows it");
        wire.on(
                "DescribeInstanceStatus",
                Wire.ec2Error(400, "InvalidInstanceID.NotFound", "The instance ID '" + FIRST + "' does not exist"));
        assertEquals(Optional.empty(), observer.instance(new InstanceId(FIRST)), "neither knows it");
    }

    @Test
    void allGroupsArePaged() {
        wire.on(
                "DescribeNetworkInterfaces",
                Wire.ec2(
                        "DescribeNetworkInterfaces",
                        "<networkInterfaceSet>" + eni(ENI, "web", FIRST)
                                + "</networkInterfaceSet><nextToken>more</nextToken>"),
                interfaces(eni("eni-0a1b2c3d4e5f60719", "db", FIRST)));
        String[] many = IntStream.range(0, 150)
                .mapToObj(i -> instance("i-0a1b2c3d4e5f6%04x".formatted(i), "web"))
                .toArray(String[]::new);
        wire.on("DescribeInstances", instances(many), instances(instance(FIRST, "")));
        Observation observation = observer.lookAtAll();
        assertEquals(2, observation.enis().size());
        assertEquals(151, observation.instances().size());
        assertEquals("more", wire.calls("DescribeNetworkInterfaces").get(1).parameter("NextToken"));
        assertEquals(
                Map.of("DescribeNetworkInterfaces", 2L, "DescribeInstances", 2L, "DescribeInstanceStatus", 2L),
                wire.counts());
        time.sleep(Duration.ofSeconds(1));
        assertTrue(observation.at().isBefore(time.now()));
    }

    private static List<InstanceId> ids(Observation observation) {
        return observation.instances().stream().map(Instance::id).toList();
    }
}
