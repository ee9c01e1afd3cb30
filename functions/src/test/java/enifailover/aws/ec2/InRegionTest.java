package enifailover.aws.ec2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.aws.client.Clients;
import enifailover.aws.events.EventBridgePublisher;
import enifailover.aws.ssm.SsmCommandRunner;
import enifailover.model.Attachment;
import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentStatus;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.group.GroupName;
import enifailover.port.AwsCallException;
import enifailover.port.CommandRunner.Command;
import enifailover.port.CommandRunner.Ended;
import enifailover.port.ErrorKind;
import enifailover.port.EventPublisher.Announcement;
import enifailover.port.EventPublisher.Kind;
import enifailover.port.InstanceMembership;
import enifailover.port.Observation;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.door.RegionHttpClient;
import enifailover.testkit.region.ec2.Checks;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// All adapters together, by the real SDK, in a region that refuses what AWS refuses.
class InRegionTest {
    private static final GroupName WEB = new GroupName("web");
    private static final InstanceId ACTIVE = new InstanceId(Scenes.ACTIVE);
    private static final InstanceId STANDBY = new InstanceId(Scenes.STANDBY);
    private static final EniId ENI = new EniId(Scenes.ENI);

    private static Clients clients(Region region) {
        return new Clients(
                "eu-west-1",
                new RegionHttpClient(region),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("testcaller", "secret")));
    }

    @Test
    void movesAnEniAndSeesItMove() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            Clients clients = clients(region);
            AwsEc2Reader observer = new AwsEc2Reader(clients, "eni-failover:", time);
            Ec2EniOperations network = new Ec2EniOperations(clients);

            Observation observation = observer.look(WEB, Set.of());
            assertEquals(
                    List.of(ACTIVE, STANDBY),
                    observation.instances().stream().map(Instance::id).toList());
            observation.instances().forEach(one -> {
                assertTrue(one.healthy(), one.toString());
                assertEquals(Reach.ONLINE, one.shell().reach());
                assertTrue(one.limits().isPresent());
            });
            Eni eni = observation.enis().getFirst();
            assertTrue(eni.movable());
            assertEquals(Optional.of("10.0.1.0/24"), eni.addresses().subnetIpv4());
            Attachment old = eni.attachment().orElseThrow();
            assertEquals(new DevicePosition(1, 0), old.devicePosition());

            network.dryRunMove(ENI, old.id(), STANDBY, new DevicePosition(1, 0));
            assertEquals(
                    ErrorKind.IN_USE,
                    refused(() -> network.attach(ENI, STANDBY, new DevicePosition(1, 0), AttachmentAttributes.FRESH)));
            network.detach(old.id(), false);
            Instant deadline = time.now().plusSeconds(30);
            while (!observer.enis(List.of(ENI)).getFirst().available()) {
                time.sleep(Duration.ofMillis(100));
                assertTrue(time.now().isBefore(deadline));
            }
            assertEquals(ErrorKind.ALREADY_DETACHED, refused(() -> network.detach(old.id(), true)));
            assertEquals(
                    ErrorKind.WRONG_ZONE,
                    refused(() -> network.attach(
                            ENI,
                            new InstanceId(Scenes.ELSEWHERE),
                            new DevicePosition(1, 0),
                            AttachmentAttributes.FRESH)));
            assertEquals(
                    ErrorKind.SLOT_TAKEN,
                    refused(() -> network.attach(ENI, STANDBY, new DevicePosition(0, 0), AttachmentAttributes.FRESH)));
            network.attach(ENI, STANDBY, new DevicePosition(1, 0), AttachmentAttributes.FRESH);
            while (observer.enis(List.of(ENI))
                            .getFirst()
                            .attachment()
                            .orElseThrow()
                            .status()
                    != AttachmentStatus.ATTACHED) {
                time.sleep(Duration.ofMillis(100));
                assertTrue(time.now().isBefore(deadline));
            }
            assertEquals(Scenes.STANDBY + " 1/0 attached", region.whereIs(Scenes.ENI));
            assertEquals(new InstanceMembership(Set.of(WEB), Set.of(ENI)), observer.describeMembership(STANDBY));
            assertEquals(Set.of(WEB), observer.groupsHeldBy(STANDBY));
            assertEquals(InstanceMembership.NONE, observer.describeMembership(new InstanceId("i-0123456789abcdef0")));
        });
    }

    /// Two rounds, each as long as its slowest request.
    @Test
    void aLookTakesTwoRounds() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            AwsEc2Reader observer = new AwsEc2Reader(clients(region), "eni-failover:", time);
            observer.look(WEB, Set.of());
            region.forgetCalls();
            Instant started = time.now();
            observer.look(WEB, Set.of(ACTIVE));
            Duration two = Duration.between(started, time.now());
            assertEquals(4, region.count("*"), region.calls().toString());
            started = time.now();
            observer.enis(List.of(ENI));
            Duration one = Duration.between(started, time.now());
            assertTrue(two.compareTo(one.multipliedBy(3)) < 0, two + " and " + one);
            region.forgetCalls();
            observer.lookAtAll();
            assertEquals(3, region.count("*"), region.calls().toString());
        });
    }

    @Test
    void seesFailuresOfInstances() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            Clients clients = clients(region);
            AwsEc2Reader observer = new AwsEc2Reader(clients, "eni-failover:", time);
            region.impair(Scenes.ACTIVE, Checks.Kind.SYSTEM);
            Instance active = observer.instance(ACTIVE).orElseThrow();
            assertEquals(List.of("system"), active.checks().impaired());
            assertFalse(active.healthy());
            new Ec2InstancePower(clients).stop(ACTIVE);
            Instant deadline = time.now().plusSeconds(600);
            while (observer.instance(ACTIVE).orElseThrow().state() != InstanceState.STOPPED) {
                time.sleep(Duration.ofSeconds(1));
                assertTrue(time.now().isBefore(deadline));
            }
            assertEquals(Optional.empty(), observer.instance(new InstanceId("i-0ddddddddddddddd1")));
        });
    }

    @Test
    void sendsACommandAndWaitsForItsEnd() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            SsmCommandRunner shell = new SsmCommandRunner(clients(region), Scenes.DOCUMENT);
            String id = shell.send(ACTIVE, apply(), Duration.ofSeconds(30));
            assertEquals(Optional.empty(), shell.result(ACTIVE, id));
            Instant deadline = time.now().plusSeconds(120);
            Optional<Ended> ended = Optional.empty();
            while (ended.isEmpty()) {
                time.sleep(Duration.ofMillis(200));
                assertTrue(time.now().isBefore(deadline));
                ended = shell.result(ACTIVE, id);
            }
            assertEquals("Success", ended.get().status(), ended.get().toString());
            region.loseAgent(Scenes.STANDBY);
            assertEquals(ErrorKind.NOT_FOUND, refused(() -> new SsmCommandRunner(clients(region), "no-such-document")
                    .send(ACTIVE, apply(), Duration.ofSeconds(30))));
        });
    }

    @Test
    void announcesOnTheBus() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            new EventBridgePublisher(clients(region), "default", Optional.empty(), time)
                    .announce(new Announcement(Kind.SUCCEEDED, "web", "web moved", "words", "{\"group\":\"web\"}"));
            assertEquals(1, region.count("events:PutEvents"));
        });
    }

    private static Command apply() {
        return new Command("apply", "eni=" + Scenes.ENI + ",mac=" + Scenes.MAC + ",ip4=10.0.1.50", "wait=60");
    }

    private static ErrorKind refused(Runnable request) {
        return assertThrows(AwsCallException.class, request::run).refusal();
    }
}
