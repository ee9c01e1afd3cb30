package enifailover.handler;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ec2.Checks.Kind;
import enifailover.testkit.region.ec2.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One active has the ENIs of two groups, and one of them says fence=stop.
class SharedActiveTest {
    private static final String OTHER_ENI = "eni-0cccccccccccccccc";
    private static final String GROUP = "eni-failover:group";

    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    /// @param tags of the other group's ENI
    private static void shared(Map<String, String> tags, Consumer<Deployment> story) {
        Deployment.seen(
                DYNAMO,
                scene -> scene.eni(OTHER_ENI, one -> {
                    one.address("10.0.1.77").tag(GROUP, "db").on(ACTIVE, 2);
                    tags.forEach(one::tag);
                }),
                web -> {
                    for (String instance : List.of(ACTIVE, STANDBY)) {
                        web.tag(instance, GROUP, "web db");
                    }
                    web.tag(ENI, "eni-failover:fence", "stop");
                    web.sweep();
                    web.region.forgetCalls();
                    story.accept(web);
                });
    }

    private static Map<String, String> verdicts(JsonNode answer) {
        Map<String, String> verdicts = new TreeMap<>();
        answer.path("reports")
                .forEach(one -> verdicts.put(
                        one.path("group").asText(), one.path("verdict").asText()));
        return verdicts;
    }

    private static JsonNode fails(Deployment web) {
        web.region.impair(ACTIVE, Kind.SYSTEM);
        web.passes(90);
        return FunctionLab.call(web.lab.failover, "{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}");
    }

    @Test
    @DisplayName("the other group does not fence: it moves first, and then the active is stopped")
    void theOtherLeavesFirst() {
        shared(Map.of(), web -> {
            JsonNode answer = fails(web);
            assertEquals(Map.of("web", "SUCCEEDED", "db", "SUCCEEDED"), verdicts(answer), answer::toPrettyString);
            assertEquals(State.STOPPED, web.region.stateOf(ACTIVE));
            assertEquals(STANDBY + " 1/0 attached", web.region.whereIs(ENI));
            assertEquals(STANDBY + " 2/0 attached", web.region.whereIs(OTHER_ENI));
        });
    }

    @Test
    @DisplayName("both fence: nobody waits for the other")
    void bothFence() {
        shared(Map.of("eni-failover:fence", "stop"), web -> {
            JsonNode answer = fails(web);
            assertEquals(Map.of("web", "SUCCEEDED", "db", "SUCCEEDED"), verdicts(answer), answer::toPrettyString);
            assertEquals(State.STOPPED, web.region.stateOf(ACTIVE));
        });
    }

    @Test
    @DisplayName("the other group is paused: the active is not stopped, that is said, and the audit said it before")
    void theOtherIsPaused() {
        shared(Map.of("eni-failover:paused", "true"), web -> {
            JsonNode audit = FunctionLab.call(web.lab.readiness, "{\"action\":\"audit\"}");
            List<String> blockers = new ArrayList<>();
            StreamSupport.stream(audit.findParents("check").spliterator(), false)
                    .filter(one -> one.path("check").asText().equals("fence-shared"))
                    .forEach(one -> blockers.add(one.path("severity").asText()));
            assertEquals(List.of("BLOCKER"), blockers, audit::toPrettyString);
            JsonNode answer = fails(web);
            assertEquals("FAILED", verdicts(answer).get("web"), answer::toPrettyString);
            assertEquals("PAUSED", verdicts(answer).getOrDefault("db", "PAUSED"), answer::toPrettyString);
            assertTrue(
                    answer.toString().contains("has an ENI of group db, which is paused: it is not stopped"),
                    answer::toPrettyString);
            assertEquals(State.RUNNING, web.region.stateOf(ACTIVE));
            assertFalse(
                    web.region.calls().stream().anyMatch(one -> one.permission().equals("ec2:StopInstances")));
            assertEquals(ACTIVE + " 1/0 attached", web.region.whereIs(ENI));
        });
    }
}
