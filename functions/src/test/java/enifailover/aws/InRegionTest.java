package enifailover.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.group.Attachment;
import enifailover.group.AttachmentAttributes;
import enifailover.group.AttachmentStatus;
import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.GroupName;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.group.InstanceState;
import enifailover.group.ShellStatus.Reach;
import enifailover.group.Slot;
import enifailover.port.Announcer.Announcement;
import enifailover.port.Announcer.Kind;
import enifailover.port.Presence;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import enifailover.port.RemoteShell.Command;
import enifailover.port.RemoteShell.Ended;
import enifailover.port.Sight;
import enifailover.region.Region;
import enifailover.region.Scenes;
import enifailover.region.door.RegionHttpClient;
import enifailover.region.ec2.Checks;
import enifailover.region.time.VirtualTime;
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
            Ec2Observer observer = new Ec2Observer(clients, "eni-failover:", time);
            Ec2Network network = new Ec2Network(clients);

            Sight sight = observer.look(WEB, Set.of());
            assertEquals(
                    List.of(ACTIVE, STANDBY),
                    sight.instances().stream().map(Instance::id).toList());
            sight.instances().forEach(one -> {
                assertTrue(one.healthy(), one.toString());
                assertEquals(Reach.ONLINE, one.shell().reach());
                assertTrue(one.limits().isPresent());
            });
            Eni eni = sight.enis().getFirst();
            assertTrue(eni.movable());
            assertEquals(Optional.of("10.0.1.0/24"), eni.addresses().subnetIpv4());
            Attachment old = eni.attachment().orElseThrow();
            assertEquals(new Slot(1, 0), old.slot());

            network.rehearse(ENI, old.id(), STANDBY, new Slot(1, 0));
            assertEquals(
                    Refusal.IN_USE,
                    refused(() -> network.attach(ENI, STANDBY, new Slot(1, 0), AttachmentAttributes.FRESH)));
            network.detach(old.id(), false);
            Instant deadline = time.now().plusSeconds(30);
            while (!observer.enis(List.of(ENI)).getFirst().available()) {
                time.sleep(Duration.ofMillis(100));
                assertTrue(time.now().isBefore(deadline));
            }
            assertEquals(Refusal.ALREADY_DETACHED, refused(() -> network.detach(old.id(), true)));
            assertEquals(
                    Refusal.WRONG_ZONE,
                    refused(() -> network.attach(
                            ENI, new InstanceId(Scenes.ELSEWHERE), new Slot(1, 0), AttachmentAttributes.FRESH)));
            assertEquals(
                    Refusal.SLOT_TAKEN,
                    refused(() -> network.attach(ENI, STANDBY, new Slot(0, 0), AttachmentAttributes.FRESH)));
            network.attach(ENI, STANDBY, new Slot(1, 0), AttachmentAttributes.FRESH);
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
            assertEquals(new Presence(Set.of(WEB), Set.of(ENI)), observer.presence(STANDBY));
            assertEquals(Set.of(WEB), observer.groupsHeldBy(STANDBY));
            assertEquals(Presence.NONE, observer.presence(new InstanceId("i-0123456789abcdef0")));
        });
    }

    /// Two rounds, each as long as its slowest request.
    @Test
    void aLookTakesTwoRounds() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            Ec2Observer observer = new Ec2Observer(clients(region), "eni-failover:", time);
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
            Ec2Observer observer = new Ec2Observer(clients, "eni-failover:", time);
            region.impair(Scenes.ACTIVE, Checks.Kind.SYSTEM);
            Instance active = observer.instance(ACTIVE).orElseThrow();
            assertEquals(List.of("system"), active.checks().impaired());
            assertFalse(active.healthy());
            new Ec2Power(clients).stop(ACTIVE);
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
            SsmShell shell = new SsmShell(clients(region), Scenes.DOCUMENT);
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
            assertEquals(Refusal.NOT_FOUND, refused(() -> new SsmShell(clients(region), "no-such-document")
                    .send(ACTIVE, apply(), Duration.ofSeconds(30))));
        });
    }

    @Test
    void announcesOnTheBus() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            new BusAnnouncer(clients(region), "default", Optional.empty(), time)
                    .announce(new Announcement(Kind.SUCCEEDED, "web", "web moved", "words", "{\"group\":\"web\"}"));
            assertEquals(1, region.count("events:PutEvents"));
        });
    }

    private static Command apply() {
        return new Command("apply", "eni=" + Scenes.ENI + ",mac=" + Scenes.MAC + ",ip4=10.0.1.50", "wait=60");
    }

    private static Refusal refused(Runnable request) {
        return assertThrows(Refused.class, request::run).refusal();
    }
}
