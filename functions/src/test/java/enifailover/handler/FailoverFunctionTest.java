package enifailover.handler;

import static enifailover.handler.FunctionLab.call;
import static enifailover.handler.FunctionLab.stopped;
import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.call.Call;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ec2.Checks;
import enifailover.testkit.region.ec2.State;
import enifailover.testkit.region.ssm.SimulatedHost.Behaviour;
import enifailover.testkit.region.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FailoverFunctionTest {
    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static void inRegion(BiConsumer<Region, FunctionLab> story) {
        VirtualTime.run(7, time -> {
            Region region = Scenes.pair(time).build();
            story.accept(region, new FunctionLab(region, DYNAMO.running(), time, false));
        });
    }

    /// The holder of `db` is a member of `web` alone: whose its other interface is only EC2 can tell.
    @Test
    void aGroupWhoseHolderIsNoMemberOfItIsFoundByTheInterfaceThatItHolds() {
        VirtualTime.run(7, time -> {
            Region region = Scenes.pair(time)
                    .instance("i-0dddddddddddddddd", one -> one.tag("eni-failover:group", "db"))
                    .eni("eni-0bbbbbbbbbbbbbbbb", eni -> eni.address("10.0.1.51")
                            .tag("eni-failover:group", "db")
                            .on(ACTIVE, 2))
                    .build();
            FunctionLab lab = new FunctionLab(region, DYNAMO.running(), time, false);
            region.strike(scenery -> scenery.stop(ACTIVE, true, "a power failure"));
            region.time().sleep(Duration.ofSeconds(30));
            call(lab.failover, stopped(ACTIVE));
            assertEquals(STANDBY + " 1/0 attached", region.whereIs(ENI));
            assertEquals("i-0dddddddddddddddd 2/0 attached", region.whereIs("eni-0bbbbbbbbbbbbbbbb"));
        });
    }

    private static List<String> ec2Writes(Region region) {
        return region.calls().stream()
                .filter(c -> !c.attempt().reads() && c.attempt().service().equals("ec2"))
                .map(c -> c.attempt().action())
                .toList();
    }

    private static String verdict(JsonNode answer) {
        return answer.path("reports").path(0).path("verdict").asText("none");
    }

    /// By the real SDK, in a region where only a reboot makes the guest show the interface.
    @Test
    void aStandbyThatDoesNotShowTheInterfaceIsRebootedWhereTheTagAllowsIt() {
        inRegion((region, lab) -> {
            var tags = new HashMap<>(region.eni(ENI).tags());
            tags.put("eni-failover:no-show", "reboot");
            region.strike(scenery -> scenery.retag(ENI, tags));
            region.hosts().behave(STANDBY, Behaviour.SHOWS_DEVICE_AFTER_REBOOT);
            region.strike(scenery -> scenery.stop(ACTIVE, true, "a person stopped it"));
            region.time().sleep(Duration.ofSeconds(60));
            region.forgetCalls();
            JsonNode answer = call(lab.failover, stopped(ACTIVE));
            assertEquals("SUCCEEDED", verdict(answer), answer::toPrettyString);
            assertEquals(
                    List.of("DetachNetworkInterface", "AttachNetworkInterface", "RebootInstances"), ec2Writes(region));
            assertTrue(region.hosts().routed(STANDBY).containsKey(ENI));
        });
    }

    /// The first sweep remembers the group, the second gets to know what is around it; whoever comes after them, each a
    /// process of its own, need not ask for that, least of all in the middle of a failover.
    @Test
    void aFunctionThatHasJustBeenStartedKnowsLimitsAndBlocks() {
        inRegion((region, lab) -> {
            String sweep = "{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}";
            call(lab.startedAnew(), sweep);
            call(lab.startedAnew(), sweep);
            assertTrue(region.count("ec2:DescribeInstanceTypes") > 0);
            assertTrue(region.count("ec2:DescribeSubnets") > 0);
            region.forgetCalls();
            call(lab.startedAnew(), sweep);
            region.strike(scenery -> scenery.stop(ACTIVE, true, "a power failure"));
            region.time().sleep(Duration.ofSeconds(30));
            JsonNode answer = call(lab.startedAnew(), stopped(ACTIVE));
            assertEquals("SUCCEEDED", verdict(answer), answer::toPrettyString);
            assertEquals(0L, region.count("ec2:DescribeInstanceTypes"));
            assertEquals(0L, region.count("ec2:DescribeSubnets"));
            assertTrue(
                    region.calls().stream()
                            .anyMatch(one -> one.attempt().action().equals("SendCommand")
                                    && one.attempt().subject().contains("net4=10.0.1.0/24")),
                    region.calls()::toString);
        });
    }

    @Test
    void anEventMovesTheEniWithOneDetachAndOneAttach() {
        inRegion((region, lab) -> {
            region.strike(scenery -> scenery.stop(ACTIVE, true, "a person stopped it"));
            region.time().sleep(Duration.ofSeconds(60));
            region.forgetCalls();
            JsonNode answer = call(lab.failover, stopped(ACTIVE));
            assertEquals("SUCCEEDED", verdict(answer), answer::toPrettyString);
            assertEquals(STANDBY + "@1 attached", place(region));
            assertEquals(List.of("DetachNetworkInterface", "AttachNetworkInterface"), ec2Writes(region));
            assertTrue(
                    region.hosts().routed(STANDBY).containsKey(ENI),
                    () -> String.valueOf(region.hosts().routed(STANDBY)));
            long took = answer.path("reports").path(0).path("tookMs").asLong();
            assertTrue(took < 5375, () -> "slower than 1.25 times the floor: " + took + " ms");
            int calls = region.calls().size();
            assertEquals("MOVED_ALREADY", verdict(call(lab.failover, stopped(ACTIVE))));
            assertEquals(List.of("DetachNetworkInterface", "AttachNetworkInterface"), ec2Writes(region));
            System.out.println("one failover: " + took + " ms, " + calls + " calls, of them "
                    + region.calls().stream()
                            .limit(calls)
                            .filter(c -> !c.attempt().reads())
                            .count() + " writes");
        });
    }

    private static String place(Region region) {
        var at = region.eni(ENI).attachment();
        return at == null
                ? "nowhere"
                : at.instanceId() + "@" + at.deviceIndex() + " " + at.status().word();
    }

    @Test
    void aHealthyActiveIsLeftAlone() {
        inRegion((region, lab) -> {
            assertEquals("HEALTHY", verdict(call(lab.failover, stopped(ACTIVE))));
            assertEquals(List.of(), ec2Writes(region));
        });
    }

    @Test
    void theSweepFindsWhatNoEventTold() {
        inRegion((region, lab) -> {
            String sweep = "{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}";
            assertEquals("none", verdict(call(lab.failover, sweep)));
            region.forgetCalls();
            call(lab.failover, sweep);
            assertEquals(3, region.calls().size(), () -> "an idle sweep: " + region.calls());
            region.strike(scenery -> scenery.terminate(ACTIVE, "a person terminated it"));
            region.time().sleep(Duration.ofMinutes(3));
            JsonNode answer = call(lab.failover, sweep);
            assertEquals("SUCCEEDED", verdict(answer), answer::toPrettyString);
            assertEquals(STANDBY + "@1 attached", place(region));
        });
    }

    @Test
    void bytesThatAreNoEventNeverThrowAndNeverAct() {
        inRegion((region, lab) -> {
            Random random = new Random(11);
            for (int i = 0; i < 300; i++) {
                byte[] bytes = new byte[random.nextInt(400)];
                random.nextBytes(bytes);
                JsonNode answer = call(lab.failover, bytes);
                assertEquals(
                        "MALFORMED",
                        answer.path("dropped").path(0).path("reason").asText());
            }
            byte[] large = " ".repeat(2_000_000).getBytes(StandardCharsets.UTF_8);
            assertEquals(
                    "MALFORMED",
                    call(lab.failover, large)
                            .path("dropped")
                            .path(0)
                            .path("reason")
                            .asText());
            assertEquals(List.of(), region.calls());
        });
    }

    @Test
    void whatCannotBeLookedAtIsThrownSoThatLambdaDeliversItAgain() {
        inRegion((region, lab) -> {
            region.deny("ec2:DescribeNetworkInterfaces");
            EventNotProcessed thrown = assertThrows(EventNotProcessed.class, () -> call(lab.failover, stopped(ACTIVE)));
            assertTrue(String.valueOf(thrown.getMessage()).contains("may not call ec2:DescribeNetworkInterfaces"));
        });
    }

    @Test
    void aDrillPlansAndMoves() {
        inRegion((region, lab) -> {
            JsonNode plan = call(lab.drill, "{\"action\":\"plan\",\"group\":\"web\"}");
            assertEquals("PLANNED", verdict(plan), plan::toPrettyString);
            assertEquals(ACTIVE + "@1 attached", place(region));
            JsonNode wrong = call(lab.drill, "{\"action\":\"failover\",\"group\":\"web\"}");
            assertEquals("REFUSED", wrong.path("verdict").asText());
            JsonNode moved = call(lab.drill, "{\"action\":\"failover\",\"group\":\"web\",\"confirm\":\"web\"}");
            assertEquals("SUCCEEDED", verdict(moved), moved::toPrettyString);
            assertEquals(STANDBY + "@1 attached", place(region));
        });
    }

    @Test
    void aPersonStopsAllGroupsAndLetsThemMoveAgain() {
        inRegion((region, lab) -> {
            JsonNode stop =
                    call(lab.drill, "{\"action\":\"stop\",\"confirm\":\"all groups\",\"reason\":\"false alarms\"}");
            assertEquals("STOPPED", stop.path("automatic").asText(), stop::toPrettyString);
            assertTrue(stop.path("words").asText().endsWith(": false alarms"), stop::toPrettyString);
            region.strike(scenery -> scenery.stop(ACTIVE, true, "a person stopped it"));
            region.time().sleep(Duration.ofSeconds(60));
            JsonNode held = call(lab.failover, stopped(ACTIVE));
            assertEquals("DISABLED", verdict(held), held::toPrettyString);
            assertEquals(List.of(), ec2Writes(region));
            JsonNode resumed = call(lab.drill, "{\"action\":\"resume\",\"confirm\":\"all groups\"}");
            assertEquals("RUNNING", resumed.path("automatic").asText(), resumed::toPrettyString);
            assertEquals("SUCCEEDED", verdict(call(lab.failover, stopped(ACTIVE))));
            assertEquals(STANDBY + "@1 attached", place(region));
        });
    }

    /// Lambda may deliver an event twice, and it retries an invocation with the request id that it had.
    @Test
    void oneRequestIdTwiceAtOnceMovesTheEniOnce() {
        inRegion((region, lab) -> {
            region.strike(scenery -> scenery.stop(ACTIVE, true, "a person stopped it"));
            region.time().sleep(Duration.ofSeconds(60));
            region.forgetCalls();
            LambdaContext request = new LambdaContext();
            byte[] event = stopped(ACTIVE).getBytes(StandardCharsets.UTF_8);
            FailoverFunction second = lab.startedAnew();
            List<Callable<JsonNode>> both = List.of(() -> call(lab.failover, event, request), () -> {
                region.time().sleep(Duration.ofSeconds(1));
                return call(second, event, request);
            });
            List<String> verdicts = region.time().<JsonNode>runAll(both).stream()
                    .map(FailoverFunctionTest::verdict)
                    .toList();
            assertEquals(List.of("SUCCEEDED", "BUSY"), verdicts);
            assertEquals(List.of("DetachNetworkInterface", "AttachNetworkInterface"), ec2Writes(region));
            assertEquals(STANDBY + "@1 attached", place(region));
        });
    }

    private static void fenced(Region region) {
        var tags = new HashMap<>(region.eni(ENI).tags());
        tags.put("eni-failover:fence", "stop");
        region.strike(scenery -> scenery.retag(ENI, tags));
    }

    /// EC2 waits minutes for a guest that hangs, unless it is not asked at all.
    @Test
    void theFenceDoesNotWaitForAHungGuest() {
        inRegion((region, lab) -> {
            fenced(region);
            region.strike(scenery -> scenery.hangGuest(ACTIVE));
            region.impair(ACTIVE, Checks.Kind.INSTANCE);
            region.time().sleep(Duration.ofMinutes(2));
            Instant begun = region.time().now();
            JsonNode answer = call(lab.failover, stopped(ACTIVE));
            assertEquals("SUCCEEDED", verdict(answer), answer::toPrettyString);
            assertEquals(State.STOPPED, region.stateOf(ACTIVE));
            assertEquals(STANDBY + "@1 attached", place(region));
            Duration took = Duration.between(begun, region.time().now());
            assertTrue(took.compareTo(Duration.ofMinutes(1)) < 0, took::toString);
        });
    }

    /// The plan said so, and the audit before it.
    @Test
    void aFenceThatNeverClosesMovesNothingAndSaysWhy() {
        VirtualTime.run(7, time -> {
            String spot = "i-0dddddddddddddddd";
            Region region = Scenes.pair(time)
                    .instance(spot, one -> one.spot().tag("eni-failover:group", "spot"))
                    .instance("i-0eeeeeeeeeeeeeeee", one -> one.tag("eni-failover:group", "spot"))
                    .eni("eni-0bbbbbbbbbbbbbbbb", eni -> eni.address("10.0.1.51")
                            .tag("eni-failover:group", "spot")
                            .tag("eni-failover:fence", "stop")
                            .on(spot, 1))
                    .build();
            FunctionLab lab = new FunctionLab(region, DYNAMO.running(), time, false);
            JsonNode audit = call(lab.readiness, "{\"action\":\"audit\"}");
            assertTrue(audit.toString().contains("it is a Spot instance of a one-time request"), audit::toPrettyString);
            region.impair(spot, Checks.Kind.INSTANCE);
            region.time().sleep(Duration.ofMinutes(2));
            JsonNode answer = call(lab.failover, stopped(spot));
            assertEquals("FAILED", verdict(answer), answer::toPrettyString);
            assertTrue(answer.toString().contains("is a Spot instance: EC2 stops it only if"), answer::toPrettyString);
            assertEquals(spot + " 1/0 attached", region.whereIs("eni-0bbbbbbbbbbbbbbbb"));
        });
    }

    @Test
    void theBusHearsTheStartAndTheEnd() {
        inRegion((region, lab) -> {
            region.strike(scenery -> scenery.stop(ACTIVE, true, "a person stopped it"));
            region.time().sleep(Duration.ofSeconds(60));
            call(lab.failover, stopped(ACTIVE));
            List<Call> events = region.calls().stream()
                    .filter(c -> c.attempt().action().equals("PutEvents"))
                    .toList();
            assertEquals(2, events.size());
        });
    }
}
