package enifailover.handler;

import static enifailover.handler.FunctionLab.call;
import static enifailover.handler.FunctionLab.stopped;
import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.aws.client.ApiAction;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.call.Fault;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// How systems that do this job were seen to fail, in public issues: those that need the whole function, from the
/// event's bytes to the wire. The others are in `flow`, and those of the guest in the lab.
class FunctionFailureModesTest {
    private static final String OTHER_ACTIVE = "i-0dddddddddddddd01";
    private static final String OTHER_STANDBY = "i-0dddddddddddddd02";
    private static final String OTHER_ENI = "eni-0dddddddddddddddd";
    private static final String SWEEP = "{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}";

    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static void inRegion(BiConsumer<Region, FunctionLab> story) {
        inRegion(scene -> scene, story);
    }

    private static void inRegion(UnaryOperator<RegionBuilder> more, BiConsumer<Region, FunctionLab> story) {
        VirtualTime.run(3, time -> {
            Region region = more.apply(Scenes.pair(time)).build();
            story.accept(region, new FunctionLab(region, DYNAMO.running(), time, false));
        });
    }

    private static RegionBuilder withAnotherGroup(RegionBuilder scene) {
        return scene.instance(OTHER_ACTIVE, one -> one.tag("eni-failover:group", "db"))
                .instance(OTHER_STANDBY, one -> one.tag("eni-failover:group", "db"))
                .eni(OTHER_ENI, eni -> eni.mac("02:00:00:00:dd:dd")
                        .address("10.0.1.60")
                        .tag("eni-failover:group", "db")
                        .on(OTHER_ACTIVE, 1));
    }

    private static String verdict(JsonNode answer) {
        return answer.path("reports").path(0).path("verdict").asText("none");
    }

    private static void stop(Region region, String instance) {
        region.strike(scenery -> scenery.stop(instance, true, "a person stopped it"));
        region.time().sleep(Duration.ofSeconds(60));
    }

    /// AWS Health as it names several instances at once, one of them by its ARN.
    private static String expedited(String first, String second) {
        return """
                {"version":"0","id":"5db6a93b-fc2a-5131-b1e2-6d92d8640983","detail-type":"AWS Health Event",
                 "source":"aws.health","account":"111122223333","time":"2026-11-23T12:00:00Z","region":"eu-west-1",
                 "resources":["%1$s"],
                 "detail":{"eventArn":"arn:aws:health:eu-west-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/feed",
                 "service":"EC2","eventTypeCode":"AWS_EC2_INSTANCE_NETWORK_CONNECTIVITY_ISSUE",
                 "eventTypeCategory":"issue","communicationId":"5eed-1","statusCode":"open","eventRegion":"eu-west-1",
                 "affectedEntities":[{"entityValue":"%1$s"},
                 {"entityValue":"arn:aws:ec2:eu-west-1:111122223333:instance/%2$s"}],
                 "page":"1","totalPages":"1","backupEvent":"false","affectedAccount":"111122223333"}}""".formatted(first, second);
    }

    @Test
    @DisplayName(
            "an event with many instances: each is acted upon (aws-node-termination-handler, scheduled-change-event.go)")
    void everyInstanceOfAnEvent() {
        inRegion(FunctionFailureModesTest::withAnotherGroup, (region, lab) -> {
            region.strike(scenery -> scenery.stop(ACTIVE, true, "a host failed"));
            stop(region, OTHER_ACTIVE);
            JsonNode answer = call(lab.failover, expedited(ACTIVE, OTHER_ACTIVE));
            assertEquals(2, answer.path("reports").size(), answer::toPrettyString);
            assertEquals(STANDBY + " 1/0 attached", region.whereIs(ENI));
            assertEquals(OTHER_STANDBY + " 1/0 attached", region.whereIs(OTHER_ENI));
        });
    }

    @Test
    @DisplayName("the event comes when the instance is gone and forgotten (aws-node-termination-handler#874)")
    void theInstanceIsForgotten() {
        inRegion((region, lab) -> {
            call(lab.failover, SWEEP);
            region.strike(scenery -> scenery.terminate(ACTIVE, "a person terminated it"));
            region.time().sleep(Duration.ofHours(2));
            JsonNode answer = call(lab.failover, SWEEP);
            assertEquals("SUCCEEDED", verdict(answer), answer::toPrettyString);
            assertEquals(STANDBY + " 1/0 attached", region.whereIs(ENI));
        });
    }

    @Test
    @DisplayName("describes are old, right after a change and before it (terraform-provider-aws#35568, #27513)")
    void oldReads() {
        inRegion((region, lab) -> {
            stop(region, ACTIVE);
            region.faults().stale(Duration.ofSeconds(2));
            region.forgetCalls();
            JsonNode answer = call(lab.failover, stopped(ACTIVE));
            assertEquals("SUCCEEDED", verdict(answer), answer::toPrettyString);
            assertEquals(STANDBY + " 1/0 attached", region.whereIs(ENI));
            assertEquals(1, region.count("ec2:DetachNetworkInterface"));
            assertEquals(1, region.count("ec2:AttachNetworkInterface"));
        });
    }

    @Test
    @DisplayName("an old read of a healthy active moves nothing, and an old read of a failed one only delays")
    void oldReadsOfTheActive() {
        inRegion((region, lab) -> {
            region.faults().stale(Duration.ofSeconds(30));
            assertEquals("HEALTHY", verdict(call(lab.failover, stopped(ACTIVE))));
            stop(region, ACTIVE);
            region.faults().stale(Duration.ofMinutes(10));
            assertEquals("HEALTHY", verdict(call(lab.failover, stopped(ACTIVE))));
            region.faults().clear();
            assertEquals("SUCCEEDED", verdict(call(lab.failover, SWEEP)));
        });
    }

    @Test
    @DisplayName("the Elastic IP goes with the ENI: nobody associates anything (PaloAlto lab-aws-gwlb-vmseries#6)")
    void elasticIpTravels() {
        assertFalse(Arrays.stream(ApiAction.values())
                .anyMatch(action -> action.iam().contains("Address")));
        inRegion((region, lab) -> {
            var before = region.eni(ENI).addresses();
            stop(region, ACTIVE);
            assertEquals("SUCCEEDED", verdict(call(lab.failover, stopped(ACTIVE))));
            assertEquals(before, region.eni(ENI).addresses());
        });
    }

    @Test
    @DisplayName("EC2's control plane is away: the event is handed back to be delivered again, and that is said "
            + "(fortinet/aws-cloudformation-templates#12)")
    void controlPlaneAway() {
        inRegion((region, lab) -> {
            stop(region, ACTIVE);
            region.faults().always("ec2:*", new Fault.LostBefore());
            EventNotProcessed thrown = assertThrows(EventNotProcessed.class, () -> call(lab.failover, stopped(ACTIVE)));
            assertTrue(String.valueOf(thrown.getMessage()).contains("was not answered"), thrown::toString);
            assertThrows(EventNotProcessed.class, () -> call(lab.failover, SWEEP));
            region.faults().clear();
            assertEquals("SUCCEEDED", verdict(call(lab.failover, stopped(ACTIVE))));
        });
    }

    @Test
    @DisplayName("an error in the middle is never read as success (AWS guidance for floating IPs)")
    void errorsAreNotSwallowed() {
        inRegion((region, lab) -> {
            stop(region, ACTIVE);
            region.deny("ec2:AttachNetworkInterface");
            JsonNode answer = call(lab.failover, stopped(ACTIVE));
            assertEquals("FAILED", verdict(answer), answer::toPrettyString);
            assertTrue(answer.toString().contains("may not call ec2:AttachNetworkInterface"), answer::toPrettyString);
            region.faults().clear();
            region.time().sleep(Duration.ofSeconds(60));
            assertEquals("SUCCEEDED", verdict(call(lab.failover, SWEEP)));
        });
    }

    @Test
    @DisplayName("the agent hangs after a network change: another standby, or a loud report, never success "
            + "(amazon-ssm-agent#266, #210)")
    void agentHangs() {
        inRegion((region, lab) -> {
            stop(region, ACTIVE);
            region.faults().always("ssm:GetCommandInvocation", new Fault.LostBefore());
            JsonNode answer = call(lab.failover, stopped(ACTIVE));
            assertEquals("FAILED", verdict(answer), answer::toPrettyString);
            assertTrue(answer.toString().contains("routing was not verified within 90 s"), answer::toPrettyString);
        });
    }
}
