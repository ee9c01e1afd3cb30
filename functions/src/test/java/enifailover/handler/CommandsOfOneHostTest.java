package enifailover.handler;

import static enifailover.handler.FunctionLab.call;
import static enifailover.handler.FunctionLab.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Fault;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Six groups send their routing commands to one standby, whose agent runs five at once: none of them waits for the
/// ENI of another group.
class CommandsOfOneHostTest {
    private static final String GROUP = "eni-failover:group";
    private static final int GROUPS = 6;
    private static final String ACTIVE = "i-0aaaaaaaaaaaaaaaa";
    private static final String STANDBY = "i-0bbbbbbbbbbbbbbbb";
    private static final String SPARE = "i-0cccccccccccccccc";
    /// Detach, attach and the script's verdict take some eight seconds in this Region.
    private static final Duration USUAL = Duration.ofSeconds(12);

    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private interface Story {
        void play(Region region, FunctionLab lab);
    }

    /// Group `g1` has an ENI at index 1, `g2` at index 2, and so on. The first five are on one active.
    ///
    /// @param lone has the ENI of the last group
    private static void groups(String lone, Story story) {
        VirtualTime.run(3, time -> {
            RegionBuilder scene = Region.builder(time)
                    .subnet("subnet-00000000000000001", "eu-west-1a", "10.0.0.0/20")
                    .document(Document.unchecked("eni-failover-routing"));
            List<String> names = new ArrayList<>();
            for (int g = 1; g <= GROUPS; g++) {
                names.add("g" + g);
            }
            String all = String.join(" ", names);
            for (String instance : new TreeSet<>(List.of(ACTIVE, lone, STANDBY, SPARE))) {
                scene.instance(instance, one -> one.type("c5.4xlarge")
                        .tag(GROUP, instance.equals(lone) && !lone.equals(ACTIVE) ? "g" + GROUPS : all)
                        .tag("eni-failover:priority", instance.equals(STANDBY) ? "1" : "2"));
            }
            for (int g = 1; g <= GROUPS; g++) {
                int index = g;
                scene.eni(eni(g), one -> one.tag(GROUP, "g" + index).on(index == GROUPS ? lone : ACTIVE, index));
            }
            Region region = scene.build();
            region.hosts().looksEvery(Duration.ofMillis(200));
            FunctionLab lab = new FunctionLab(region, DYNAMO.running(), time, false);
            call(lab.failover, "{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}");
            region.forgetCalls();
            story.play(region, lab);
        });
    }

    private static String eni(int group) {
        return "eni-0000000000000000" + group;
    }

    private static JsonNode fails(Region region, FunctionLab lab, String active) {
        region.strike(world -> world.stop(active, true, "Server.InternalError"));
        region.time().sleep(Duration.ofSeconds(60));
        return call(lab.failover, stopped(active));
    }

    /// Of the groups whose ENI was moved.
    private static List<String> verdicts(JsonNode answer) {
        return StreamSupport.stream(answer.path("reports").spliterator(), false)
                .filter(report -> !report.path("verdict").asText().equals("MOVED_ALREADY"))
                .map(report -> report.path("verdict").asText())
                .toList();
    }

    private static void attachesAreRefused(Region region, int group) {
        region.faults()
                .rule(attempt -> attempt.action().equals("AttachNetworkInterface")
                                && attempt.subject().contains(eni(group))
                                && attempt.subject().contains(STANDBY)
                        ? new Fault.Refusal(AwsError.refused(
                                "AttachmentLimitExceeded", "Interface count 9 exceeds the limit for c5.4xlarge"))
                        : null);
    }

    @Test
    @DisplayName("one active with six groups fails: all are routed by one standby in the usual time")
    void sixFailuresOfOneActive() {
        groups(ACTIVE, (region, lab) -> {
            region.strike(world -> world.stop(ACTIVE, true, "Server.InternalError"));
            region.time().sleep(Duration.ofSeconds(60));
            Instant begun = region.time().now();
            JsonNode answer = call(lab.failover, stopped(ACTIVE));
            assertEquals(
                    List.of("SUCCEEDED"), verdicts(answer).stream().distinct().toList(), answer::toPrettyString);
            assertEquals(GROUPS, verdicts(answer).size());
            Duration took = Duration.between(begun, region.time().now());
            assertTrue(took.compareTo(USUAL) < 0, () -> "took " + took);
            for (int g = 1; g <= GROUPS; g++) {
                assertEquals(STANDBY + " " + g + "/0 attached", region.whereIs(eni(g)));
            }
        });
    }

    @Test
    @DisplayName(
            "the standby refuses five groups: their commands are cancelled, and the sixth is routed in the usual time")
    void commandsOfLosersAreCancelled() {
        String lone = "i-0dddddddddddddddd";
        groups(lone, (region, lab) -> {
            for (int g = 1; g < GROUPS; g++) {
                attachesAreRefused(region, g);
            }
            JsonNode losers = fails(region, lab, ACTIVE);
            assertEquals(
                    List.of("SUCCEEDED"), verdicts(losers).stream().distinct().toList(), losers::toPrettyString);
            for (int g = 1; g < GROUPS; g++) {
                assertTrue(!region.whereIs(eni(g)).startsWith(STANDBY), region.whereIs(eni(g)));
            }
            assertEquals(
                    GROUPS - 1,
                    region.calls().stream()
                            .filter(one -> one.permission().equals("ssm:CancelCommand") && one.committed())
                            .count());
            // At once, so that commands which were left waiting would still wait.
            region.strike(world -> world.stop(lone, true, "Server.InternalError"));
            region.time().sleep(Duration.ofSeconds(30));
            Instant begun = region.time().now();
            JsonNode winner = call(lab.failover, stopped(lone));
            assertEquals(List.of("SUCCEEDED"), verdicts(winner), winner::toPrettyString);
            assertEquals(STANDBY + " " + GROUPS + "/0 attached", region.whereIs(eni(GROUPS)));
            Duration took = Duration.between(begun, region.time().now());
            assertTrue(took.compareTo(USUAL) < 0, () -> "took " + took);
        });
    }
}
