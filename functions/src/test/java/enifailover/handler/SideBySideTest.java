package enifailover.handler;

import static enifailover.handler.FunctionLab.call;
import static enifailover.handler.FunctionLab.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Two deployments in one Region, told apart by their prefix alone, each with a group of the same name: one event wakes
/// both, as EventBridge would, and only the one whose group it is acts.
class SideBySideTest {
    private static final String SWEEP = "{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}";

    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    /// One deployment's own instances, ENI and functions.
    private record Side(String prefix, String active, String standby, String eni) {
        RegionBuilder in(RegionBuilder scene) {
            return scene.instance(active, one -> one.tag(prefix + "group", "web"))
                    .instance(standby, one -> one.tag(prefix + "group", "web"))
                    .eni(eni, one -> one.tag(prefix + "group", "web").on(active, 1));
        }
    }

    private static final Side PROD =
            new Side("eni-failover:", "i-0aaaaaaaaaaaaaaa1", "i-0aaaaaaaaaaaaaaa2", "eni-0aaaaaaaaaaaaaaa1");
    private static final Side DEV =
            new Side("eni-failover-dev:", "i-0ddddddddddddddd1", "i-0ddddddddddddddd2", "eni-0ddddddddddddddd1");

    private interface Story {
        void play(Region region, FunctionLab prod, FunctionLab dev);
    }

    private static void inOneRegion(Story story) {
        VirtualTime.run(5, time -> {
            RegionBuilder scene = Region.builder(time)
                    .subnet("subnet-00000000000000001", "eu-west-1a", "10.0.1.0/24")
                    .document(Document.unchecked("eni-failover-routing"));
            Region region = DEV.in(PROD.in(scene)).build();
            story.play(
                    region,
                    new FunctionLab(region, DYNAMO.running(), time, false, PROD.prefix()),
                    new FunctionLab(region, DYNAMO.running(), time, false, DEV.prefix()));
        });
    }

    private static void fails(Region region, Side side) {
        region.strike(scenery -> scenery.stop(side.active(), true, "a person stopped it"));
        region.time().sleep(Duration.ofSeconds(60));
        region.forgetCalls();
    }

    private static List<String> writes(Region region) {
        return region.calls().stream()
                .filter(call -> !call.attempt().reads())
                .filter(call -> !call.code().equals("DryRunOperation")) // the sweep asks what it may
                .map(call -> call.permission())
                .toList();
    }

    @Test
    void theSameEventMovesOneGroupOnly() {
        inOneRegion((region, prod, dev) -> {
            fails(region, DEV);
            JsonNode ofProd = call(prod.failover, stopped(DEV.active()));
            assertEquals(0, ofProd.path("reports").size(), ofProd::toPrettyString);
            assertEquals(List.of(), writes(region));
            JsonNode ofDev = call(dev.failover, stopped(DEV.active()));
            assertEquals(
                    "SUCCEEDED", ofDev.path("reports").path(0).path("verdict").asText(), ofDev::toPrettyString);
            assertEquals(DEV.standby() + " 1/0 attached", region.whereIs(DEV.eni()));
            assertEquals(PROD.active() + " 1/0 attached", region.whereIs(PROD.eni()));
        });
    }

    @Test
    void aSweepSeesItsOwnGroupsOnly() {
        inOneRegion((region, prod, dev) -> {
            fails(region, PROD);
            JsonNode ofDev = call(dev.failover, SWEEP);
            assertEquals(0, ofDev.path("reports").size(), ofDev::toPrettyString);
            assertEquals(List.of(), writes(region));
            JsonNode ofProd = call(prod.failover, SWEEP);
            assertEquals(
                    "SUCCEEDED", ofProd.path("reports").path(0).path("verdict").asText());
            assertEquals(PROD.standby() + " 1/0 attached", region.whereIs(PROD.eni()));
            assertEquals(DEV.active() + " 1/0 attached", region.whereIs(DEV.eni()));
        });
    }

    /// Both at once, each on its own group of the same name, with a lease of its own.
    @Test
    void bothMoveTheirOwnAtTheSameTime() {
        inOneRegion((region, prod, dev) -> {
            fails(region, PROD);
            fails(region, DEV);
            List<JsonNode> answers = region.time()
                    .runAll(List.of(
                            () -> call(prod.failover, stopped(PROD.active())),
                            () -> call(dev.failover, stopped(DEV.active()))));
            for (JsonNode answer : answers) {
                assertEquals(
                        "SUCCEEDED",
                        answer.path("reports").path(0).path("verdict").asText(),
                        answer::toString);
            }
            assertEquals(PROD.standby() + " 1/0 attached", region.whereIs(PROD.eni()));
            assertEquals(DEV.standby() + " 1/0 attached", region.whereIs(DEV.eni()));
        });
    }

    @Test
    void aDrillOfOneDoesNotKnowTheOthersGroup() {
        inOneRegion((region, prod, dev) -> {
            region.forgetCalls();
            JsonNode moved = call(dev.drill, "{\"action\":\"failover\",\"group\":\"web\",\"confirm\":\"web\"}");
            assertEquals(
                    "SUCCEEDED", moved.path("reports").path(0).path("verdict").asText(), moved::toPrettyString);
            assertEquals(PROD.active() + " 1/0 attached", region.whereIs(PROD.eni()));
            String board = call(prod.dashboard, "{}").asText();
            assertTrue(board.contains(PROD.eni()), board);
            assertFalse(board.contains(DEV.eni()), board);
        });
    }
}
