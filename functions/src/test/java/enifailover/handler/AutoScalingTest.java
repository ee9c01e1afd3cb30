package enifailover.handler;

import static enifailover.handler.FunctionLab.call;
import static enifailover.handler.FunctionLab.stopped;
import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ssm.SimulatedHost.Behaviour;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Members that an Auto Scaling group launches, keeps out of service and terminates.
class AutoScalingTest {
    private static final String ASG_TAG = "aws:autoscaling:groupName";
    private static final String SWEEP = "{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}";

    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static void in(UnaryOperator<RegionBuilder> scene, BiConsumer<Region, FunctionLab> story) {
        VirtualTime.run(7, time -> {
            Region region = scene.apply(Scenes.pair(time)).build();
            story.accept(region, new FunctionLab(region, DYNAMO.running(), time, false));
        });
    }

    /// The standby belongs to an Auto Scaling group, which has it in this state.
    private static void scaled(Region region, String state) {
        region.strike(scenery -> scenery.retag(STANDBY, Map.of("eni-failover:group", "web", ASG_TAG, "web-asg")));
        region.autoScaling().set(STANDBY, "web-asg", state);
    }

    private static String verdict(JsonNode answer) {
        return answer.path("reports").path(0).path("verdict").asText("none");
    }

    private static void stopsTheActive(Region region) {
        region.strike(scenery -> scenery.stop(ACTIVE, true, "a power failure"));
        region.time().sleep(Duration.ofSeconds(30));
    }

    @Test
    void aTerminateLifecycleHookMovesTheEniWhileItsHolderStillWorks() {
        in(scene -> scene, (region, lab) -> {
            String event = """
                    {"version":"0","id":"7bf73129-1428-4cd3-a780-95db273d1603",
                     "detail-type":"EC2 Instance-terminate Lifecycle Action","source":"aws.autoscaling",
                     "account":"111122223333","time":"%s","region":"eu-west-1","resources":[],
                     "detail":{"LifecycleActionToken":"t","AutoScalingGroupName":"web-asg","LifecycleHookName":"drain",
                      "EC2InstanceId":"%s","LifecycleTransition":"autoscaling:EC2_INSTANCE_TERMINATING",
                      "Origin":"AutoScalingGroup","Destination":"EC2"}}""".formatted(region.time().now(), ACTIVE);
            JsonNode answer = call(lab.failover, event);
            assertEquals("SUCCEEDED", verdict(answer), answer::toPrettyString);
            assertEquals(STANDBY + " 1/0 attached", region.whereIs(ENI));
            assertEquals("MOVED_ALREADY", verdict(call(lab.failover, event)));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "InService, true",
        "Pending, true",
        "Pending:Wait, true",
        "Detached, true",
        "Terminating, false",
        "Terminating:Wait, false",
        "Terminating:Proceed, false",
        "EnteringStandby, false",
        "Standby, false",
        "Quarantined, false",
        "Warmed:Running, false"
    })
    void whatAutoScalingHasOutOfServiceIsNobodysTarget(String state, boolean target) {
        in(scene -> scene, (region, lab) -> {
            scaled(region, state);
            stopsTheActive(region);
            JsonNode answer = call(lab.failover, stopped(ACTIVE));
            assertEquals(target ? "SUCCEEDED" : "NO_STANDBY", verdict(answer), answer::toPrettyString);
            assertEquals(target, answer.toString().indexOf("its Auto Scaling lifecycle state is " + state) < 0);
            assertEquals((target ? STANDBY : ACTIVE) + " 1/0 attached", region.whereIs(ENI));
        });
    }

    @Test
    void theNextStandbyIsTaken() {
        String next = "i-0dddddddddddddddd";
        in(scene -> scene.instance(next, one -> one.tag("eni-failover:group", "web")), (region, lab) -> {
            scaled(region, "Standby");
            stopsTheActive(region);
            assertEquals("SUCCEEDED", verdict(call(lab.failover, stopped(ACTIVE))));
            assertEquals(next + " 1/0 attached", region.whereIs(ENI));
        });
    }

    /// Nothing is moved by that.
    @Test
    void whoHasTheEniIsAskedToRouteItWhateverAutoScalingDoesWithIt() {
        in(scene -> scene, (region, lab) -> {
            scaled(region, "InService");
            region.hosts().behave(STANDBY, Behaviour.NEVER_SHOWS_DEVICE);
            stopsTheActive(region);
            assertEquals("FAILED", verdict(call(lab.failover, stopped(ACTIVE))));
            scaled(region, "Standby");
            region.hosts().behave(STANDBY, Behaviour.NORMAL);
            JsonNode last = call(lab.failover, SWEEP);
            for (int minute = 0; minute < 10 && !verdict(last).equals("SUCCEEDED"); minute++) {
                region.time().sleep(Duration.ofMinutes(1));
                last = call(lab.failover, SWEEP);
            }
            assertEquals("SUCCEEDED", verdict(last), last::toPrettyString);
            assertEquals(STANDBY + " 1/0 attached", region.whereIs(ENI));
        });
    }

    /// Whoever may not ask, or gets no answer, moves the ENIs all the same.
    @Test
    void aMissingAnswerIsAWarning() {
        in(scene -> scene, (region, lab) -> {
            scaled(region, "InService");
            region.deny("autoscaling:DescribeAutoScalingInstances");
            stopsTheActive(region);
            JsonNode answer = call(lab.failover, stopped(ACTIVE));
            assertEquals("SUCCEEDED", verdict(answer), answer::toPrettyString);
            assertTrue(
                    answer.path("reports")
                            .path(0)
                            .path("warnings")
                            .toString()
                            .contains("may not call autoscaling:DescribeAutoScalingInstances"),
                    answer::toPrettyString);
        });
    }

    @Test
    void aGroupWithoutAutoScalingAsksNothing() {
        in(scene -> scene, (region, lab) -> {
            stopsTheActive(region);
            assertEquals("SUCCEEDED", verdict(call(lab.failover, stopped(ACTIVE))));
            assertEquals(0L, region.count("autoscaling:*"));
        });
    }

    /// A group of one: Auto Scaling terminates the holder and launches another, which carries the same tags. An
    /// audit has adopted the first one, and the replacement's `running` wakes the next audit.
    @Test
    void theReplacementTakesTheOrphanedEniOnceItRunsAndItsAgentIsOnline() {
        in(scene -> scene, (region, lab) -> {
            region.strike(scenery -> scenery.retag(STANDBY, Map.of()));
            assertEquals("none", verdict(call(lab.failover, SWEEP)));
            call(lab.readiness, "{\"action\":\"audit\"}");
            region.strike(scenery -> scenery.terminate(ACTIVE, "Auto Scaling replaces it"));
            region.time().sleep(Duration.ofMinutes(3));
            JsonNode alone = call(lab.failover, SWEEP);
            assertEquals("NO_STANDBY", verdict(alone), alone::toPrettyString);
            String replacement = region.ec2()
                    .run(
                            "subnet-00000000000000001",
                            "m5.large",
                            1,
                            Map.of("eni-failover:group", "web", ASG_TAG, "web-asg"))
                    .getFirst()
                    .id();
            region.autoScaling().set(replacement, "web-asg", "Pending");
            JsonNode starting = call(lab.failover, SWEEP);
            assertEquals("NO_STANDBY", verdict(starting), starting::toPrettyString);
            region.time().sleep(Duration.ofSeconds(30));
            call(lab.readiness, running(replacement));
            region.autoScaling().set(replacement, "web-asg", "InService");
            JsonNode last = starting;
            for (int minute = 0; minute < 10 && !verdict(last).equals("SUCCEEDED"); minute++) {
                region.time().sleep(Duration.ofMinutes(1));
                last = call(lab.failover, SWEEP);
            }
            assertEquals("SUCCEEDED", verdict(last), last::toPrettyString);
            assertEquals(replacement + " 1/0 attached", region.whereIs(ENI));
            assertTrue(region.hosts().routed(replacement).containsKey(ENI));
        });
    }

    private static String running(String instance) {
        return stopped(instance).replace("\"state\":\"stopped\"", "\"state\":\"running\"");
    }
}
