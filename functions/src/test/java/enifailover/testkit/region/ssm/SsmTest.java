package enifailover.testkit.region.ssm;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.DOCUMENT;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.MAC;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.ec2.State;
import enifailover.testkit.region.ssm.Document.Parameter;
import enifailover.testkit.region.ssm.SimulatedHost.Behaviour;
import enifailover.testkit.region.ssm.Ssm.Result;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Commands, agents, hosts.
final class SsmTest {
    private static final Duration DELIVERY = Duration.ofSeconds(30);
    private static final String SPEC = "eni=" + ENI + ",mac=" + MAC + ",ip4=10.0.1.50+10.0.1.51,net4=10.0.1.0/24";

    private static String send(Region region, String instance, String verb, String wait) {
        return region.ssm()
                .send(
                        instance,
                        DOCUMENT,
                        Map.of("Verb", List.of(verb), "Interfaces", List.of(SPEC), "Options", List.of("wait=" + wait)),
                        DELIVERY);
    }

    private static String refusal(Region region, String instance, String document) {
        return assertThrows(AwsError.class, () -> region.ssm().send(instance, document, Map.of(), DELIVERY))
                .code();
    }

    @Test
    void refusesWhatSystemsManagerRefuses() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time)
                    .instance("i-0dddddddddddddddd", one -> one.unmanaged())
                    .document(new Document(
                            "strict",
                            Map.of("Verb", new Parameter(Pattern.compile("apply|verify"), null)),
                            Duration.ofMinutes(1),
                            ""))
                    .build();
            assertEquals("InvalidInstanceId", refusal(region, "i-0eeeeeeeeeeeeeeee", DOCUMENT));
            assertEquals("InvalidInstanceId", refusal(region, "i-0dddddddddddddddd", DOCUMENT));
            assertEquals("InvalidDocument", refusal(region, ACTIVE, "no-such-document"));
            assertEquals("InvalidParameters", refusal(region, ACTIVE, "strict"));
            region.ec2().stop(List.of(ACTIVE), true, false);
            time.sleep(Duration.ofSeconds(10));
            assertEquals("InvalidInstanceId", refusal(region, ACTIVE, DOCUMENT));
        });
    }

    @Test
    void aCommandIsInvisibleThenInProgressThenDone() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            String command = send(region, ACTIVE, "apply", "60");
            assertEquals(
                    "InvocationDoesNotExist",
                    assertThrows(AwsError.class, () -> region.ssm().invocation(command, ACTIVE))
                            .code());
            time.sleep(Duration.ofSeconds(1));
            assertEquals("Pending", region.ssm().invocation(command, ACTIVE).status());
            time.sleep(Duration.ofSeconds(1));
            Result done = region.ssm().invocation(command, ACTIVE);
            assertEquals("Success", done.status());
            assertTrue(done.output().contains("\"rules_added\":2"), done.output());
            assertTrue(region.hosts().routed(ACTIVE).containsKey(ENI));
            assertEquals(
                    "Success",
                    region.ssm().invocations(command, null).getFirst().status());
        });
    }

    @Test
    void aCommandThatWaitsForItsInterfaceFails() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            String waits = send(region, STANDBY, "apply", "5"); // the ENI never comes
            time.sleep(Duration.ofSeconds(3));
            assertEquals("InProgress", region.ssm().invocation(waits, STANDBY).status());
            time.sleep(Duration.ofSeconds(5));
            Result over = region.ssm().invocation(waits, STANDBY);
            assertEquals("Failed", over.status());
            assertEquals(20, over.responseCode());
            assertTrue(over.output().contains("\"seen_macs\":["), over.output());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "NEVER_SHOWS_DEVICE, Failed, 20",
        "FAILS_VERIFICATION, Failed, 31",
        "CRASHES, Failed, 137",
        "NOT_EXECUTABLE, Failed, 126",
        "DISK_FULL, Failed, 1",
        "PRINTS_GARBAGE, Success, 0",
        "HANGS, InProgress, -1"
    })
    void hostsMisbehave(Behaviour behaviour, String status, int code) {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            region.hosts().behave(ACTIVE, behaviour);
            String command = send(region, ACTIVE, "apply", "5");
            time.sleep(Duration.ofSeconds(20));
            Result result = region.ssm().invocation(command, ACTIVE);
            assertEquals(status, result.status());
            assertEquals(code, result.responseCode());
            assertFalse(region.hosts().routed(ACTIVE).containsKey(ENI));
        });
    }

    @Test
    void everyGuestFailsAlikeButOne() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            region.hosts().behave(Behaviour.NOT_EXECUTABLE);
            region.hosts().behave(STANDBY, Behaviour.NORMAL);
            String fails = send(region, ACTIVE, "apply", "5");
            String works = send(region, STANDBY, "cleanup", "5");
            time.sleep(Duration.ofSeconds(3));
            assertEquals(126, region.ssm().invocation(fails, ACTIVE).responseCode());
            assertEquals("Success", region.ssm().invocation(works, STANDBY).status());
        });
    }

    @Test
    void aLostAgentIsSeenAsLost() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            region.loseAgent(ACTIVE);
            assertFalse(region.ssm().information(List.of(ACTIVE)).getFirst().online());
            region.recoverAgent(ACTIVE);
            assertTrue(region.ssm().information(List.of(ACTIVE)).getFirst().online());
        });
    }

    @Test
    void aRebootTakesTheAgentAwayForAWhile() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            String command = send(region, STANDBY, "apply", "60");
            time.sleep(Duration.ofSeconds(2));
            region.reboot(STANDBY);
            assertFalse(region.ssm().information(List.of(STANDBY)).getFirst().online());
            time.sleep(Duration.ofSeconds(31));
            assertTrue(region.ssm().information(List.of(STANDBY)).getFirst().online());
            assertEquals("InProgress", region.ssm().invocation(command, STANDBY).status());
        });
    }

    @Test
    void anInstanceThatDoesNotRunIsKnownAndAnUnmanagedOneNeverIs() {
        VirtualTime.run(1, time -> {
            String stopped = "i-0dddddddddddddddd";
            String nonMember = "i-0eeeeeeeeeeeeeeee";
            Region region = Scenes.pair(time)
                    .instance(stopped, one -> one.state(State.STOPPED))
                    .instance(nonMember, one -> one.state(State.STOPPED).unmanaged())
                    .build();
            assertFalse(region.ssm().information(List.of(stopped)).getFirst().online());
            assertEquals("InvalidInstanceId", refusal(region, stopped, DOCUMENT));
            region.ec2().start(List.of(stopped, nonMember), false);
            time.sleep(Duration.ofMinutes(1));
            assertTrue(region.ssm().information(List.of(stopped)).getFirst().online());
            assertEquals(List.of(), region.ssm().information(List.of(nonMember)));
        });
    }

    @Test
    void cleanupForgetsWhatHasLeftAndRefusesWhatIsStillThere() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            region.hosts().alreadyRoutes(STANDBY, SPEC);
            region.hosts().alreadyRoutes(ACTIVE, SPEC);
            String gone = send(region, STANDBY, "cleanup", "1");
            String there = send(region, ACTIVE, "cleanup", "1");
            time.sleep(Duration.ofSeconds(2));
            assertTrue(region.ssm().invocation(gone, STANDBY).output().contains("\"rules_removed\":2"));
            assertEquals(40, region.ssm().invocation(there, ACTIVE).responseCode());
            assertEquals(Map.of(), region.hosts().routed(STANDBY));
            assertTrue(region.hosts().routed(ACTIVE).containsKey(ENI));
        });
    }
}
