package enifailover.testkit.region.ec2;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.NOWHERE;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.door.RegionHttpClient;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;

/// What EC2 does not stop, and how long it waits for a guest.
final class StoppingTest {
    private static final String ONE_TIME = "i-0d000000000000001";
    private static final String PERSISTENT = "i-0d000000000000002";
    private static final String STORE = "i-0d000000000000003";
    private static final String PROTECTED = "i-0d000000000000004";

    private static void in(Consumer<Region> story) {
        VirtualTime.run(
                1,
                time -> story.accept(Scenes.pair(time)
                        .instance(ONE_TIME, one -> one.spot())
                        .instance(PERSISTENT, one -> one.persistentSpot())
                        .instance(STORE, one -> one.instanceStore())
                        .instance(PROTECTED, one -> one.protectedFromStop())
                        .build()));
    }

    private static String refusal(Region region, boolean force, boolean skip, String... ids) {
        return assertThrows(AwsError.class, () -> region.ec2().stop(List.of(ids), force, skip, false))
                .code();
    }

    @ParameterizedTest
    @CsvSource({
        ONE_TIME + ", UnsupportedOperation",
        STORE + ", UnsupportedOperation",
        PROTECTED + ", OperationNotPermitted"
    })
    void refusesWithForceAndWithout(String id, String code) {
        in(region -> {
            assertEquals(code, refusal(region, false, false, id));
            assertEquals(code, refusal(region, true, true, id));
            assertEquals(code, refusal(region, true, false, STANDBY, id));
            assertEquals(State.RUNNING, region.stateOf(STANDBY));
            assertEquals(State.RUNNING, region.stateOf(id));
        });
    }

    @Test
    void stopsAPersistentSpotInstanceAndOneWhoseProtectionIsTakenAway() {
        in(region -> {
            region.strike(world -> world.protectFromStop(PROTECTED, false));
            region.ec2().stop(List.of(PERSISTENT, PROTECTED), false, false);
            region.time().sleep(Duration.ofSeconds(20));
            assertEquals(State.STOPPED, region.stateOf(PERSISTENT));
            assertEquals(State.STOPPED, region.stateOf(PROTECTED));
        });
    }

    @Test
    void refusesWhatHasEnded() {
        in(region -> {
            region.ec2().terminate(List.of(STANDBY), false);
            assertEquals("IncorrectInstanceState", refusal(region, true, true, STANDBY));
            region.time().sleep(Duration.ofSeconds(30));
            assertEquals("IncorrectInstanceState", refusal(region, true, true, STANDBY));
            assertEquals("InvalidInstanceID.NotFound", refusal(region, true, true, "i-0eeeeeeeeeeeeeeee"));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, false, 20",
        "false, true, false, 20",
        "false, true, true, 8",
        "false, false, true, 8",
        "true, false, false, 240",
        "true, true, false, 240",
        "true, true, true, 8"
    })
    void waitsForTheGuestUnlessItIsSkipped(boolean hung, boolean force, boolean skip, int seconds) {
        in(region -> {
            if (hung) {
                region.strike(world -> world.hangGuest(ACTIVE));
            }
            region.ec2().stop(List.of(ACTIVE), force, skip, false);
            region.time().sleep(Duration.ofSeconds(seconds - 1));
            assertEquals(State.STOPPING, region.stateOf(ACTIVE));
            region.time().sleep(Duration.ofSeconds(1));
            assertEquals(State.STOPPED, region.stateOf(ACTIVE));
        });
    }

    @Test
    void aSecondStopThatSkipsTheGuestEndsTheWait() {
        in(region -> {
            region.strike(world -> world.hangGuest(ACTIVE));
            region.ec2().stop(List.of(ACTIVE), true, false);
            region.time().sleep(Duration.ofSeconds(60));
            region.ec2().stop(List.of(ACTIVE), true, true, false);
            region.time().sleep(Duration.ofSeconds(8));
            assertEquals(State.STOPPED, region.stateOf(ACTIVE));
        });
    }

    @Test
    void whatWasBegunBeforeAStartOrARebootDoesNotEndAfterIt() {
        in(region -> {
            region.strike(world -> world.hangGuest(ACTIVE));
            region.ec2().stop(List.of(ACTIVE), true, false); // 240 s
            region.ec2().stop(List.of(ACTIVE), true, true, false);
            region.time().sleep(Duration.ofSeconds(8));
            region.ec2().start(List.of(ACTIVE), false);
            region.time().sleep(Duration.ofSeconds(227));
            region.ec2().stop(List.of(ACTIVE), false, false);
            region.time().sleep(Duration.ofSeconds(10));
            assertEquals(State.STOPPING, region.stateOf(ACTIVE));
            region.reboot(STANDBY);
            region.time().sleep(Duration.ofSeconds(100));
            region.reboot(STANDBY);
            region.time().sleep(Duration.ofSeconds(60));
            assertTrue(region.instance(STANDBY).checks().initializing());
            region.time().sleep(Duration.ofSeconds(90));
            assertEquals(Checks.OK, region.instance(STANDBY).checks());
        });
    }

    @Test
    void aGuestThatHangsIsRebootedHardAfterMinutes() {
        in(region -> {
            region.strike(world -> world.hangGuest(ACTIVE));
            region.ec2().reboot(List.of(ACTIVE), false);
            region.time().sleep(Duration.ofSeconds(239));
            assertTrue(region.hosts().booted(ACTIVE).isEmpty());
            region.time().sleep(Duration.ofSeconds(1));
            assertTrue(region.hosts().booted(ACTIVE).isPresent());
        });
    }

    @Test
    void theSdkSeesWhatCannotBeStoppedBeforeItTries() {
        in(region -> {
            Ec2Client ec2 = Scenes.client(Ec2Client.builder(), new RegionHttpClient(region), NOWHERE);
            var seen = ec2.describeInstances(d -> d.instanceIds(ONE_TIME, STORE)).reservations().stream()
                    .map(reservation -> reservation.instances().getFirst())
                    .toList();
            assertEquals("spot", seen.getFirst().instanceLifecycleAsString());
            assertEquals("ebs", seen.getFirst().rootDeviceTypeAsString());
            assertEquals("instance-store", seen.getLast().rootDeviceTypeAsString());
            String request = seen.getFirst().spotInstanceRequestId();
            assertEquals(
                    Map.of(ONE_TIME, "one-time"),
                    Map.of(
                            ONE_TIME,
                            ec2.describeSpotInstanceRequests(d -> d.spotInstanceRequestIds(request))
                                    .spotInstanceRequests()
                                    .getFirst()
                                    .typeAsString()));
            assertEquals(
                    2, ec2.describeSpotInstanceRequests().spotInstanceRequests().size());
            assertTrue(ec2.describeInstanceAttribute(
                            d -> d.instanceId(PROTECTED).attribute(InstanceAttributeName.DISABLE_API_STOP))
                    .disableApiStop()
                    .value());
            ec2.stopInstances(s -> s.instanceIds(ACTIVE).force(true).skipOsShutdown(true));
            region.time().sleep(Duration.ofSeconds(8));
            assertEquals(State.STOPPED, region.stateOf(ACTIVE));
            Ec2Exception refused =
                    assertThrows(Ec2Exception.class, () -> ec2.stopInstances(s -> s.instanceIds(ONE_TIME)));
            assertEquals("UnsupportedOperation", refused.awsErrorDetails().errorCode());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Windows", "Linux"})
    void systemsManagerTellsThePlatformAndRunsNoScriptOnWindows(String platform) {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time)
                    .instance(ONE_TIME, one -> {
                        if (platform.equals("Windows")) {
                            one.windows();
                        }
                    })
                    .build();
            assertEquals(
                    platform,
                    region.ssm().information(List.of(ONE_TIME)).getFirst().platform());
            String sent;
            try {
                sent = region.ssm().send(ONE_TIME, Scenes.DOCUMENT, Map.of(), Duration.ofSeconds(30));
            } catch (AwsError refused) {
                sent = refused.code();
            }
            assertEquals(platform.equals("Windows"), sent.equals("UnsupportedPlatformType"), sent);
        });
    }
}
