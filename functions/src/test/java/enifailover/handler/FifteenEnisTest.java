package enifailover.handler;

import static enifailover.handler.FunctionLab.call;
import static enifailover.handler.FunctionLab.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.call.Call;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A group of fifteen ENIs, as many as its instance takes on the first network card beside the primary one, and one on
/// the second card.
class FifteenEnisTest {
    private static final String GROUP = "eni-failover:group";
    private static final String ACTIVE = "i-0aaaaaaaaaaaaaaaa";
    private static final String STANDBY = "i-0bbbbbbbbbbbbbbbb";
    private static final int ENIS = 15;
    /// Detach, attach and the script's verdict take some eight seconds in this Region.
    private static final Duration USUAL = Duration.ofSeconds(12);

    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static String eni(int number) {
        return "eni-0cccccccccccccc%02d".formatted(number);
    }

    private static int index(int number) {
        return number < ENIS ? number : 1;
    }

    private static int card(int number) {
        return number < ENIS ? 0 : 1;
    }

    @Test
    @DisplayName("all fifteen move together in the usual time, by one detach and one attach each, to their own slots")
    void allMove() {
        VirtualTime.run(3, time -> {
            RegionBuilder scene = Region.builder(time)
                    .subnet("subnet-00000000000000001", "eu-west-1a", "10.0.0.0/20")
                    .document(Document.unchecked("eni-failover-routing"));
            for (String instance : new String[] {ACTIVE, STANDBY}) {
                scene.instance(instance, one -> one.type("p4d.24xlarge").tag(GROUP, "web"));
            }
            for (int number = 1; number <= ENIS; number++) {
                int nth = number;
                scene.eni(eni(number), one -> one.tag(GROUP, "web").on(ACTIVE, index(nth), card(nth)));
            }
            Region region = scene.build();
            FunctionLab lab = new FunctionLab(region, DYNAMO.running(), time, false);
            call(lab.failover, "{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}");
            region.forgetCalls();
            region.strike(world -> world.stop(ACTIVE, true, "Server.InternalError"));
            time.sleep(Duration.ofSeconds(60));
            Instant begun = time.now();
            JsonNode answer = call(lab.failover, stopped(ACTIVE));
            assertEquals(
                    "SUCCEEDED", answer.path("reports").path(0).path("verdict").asText(), answer::toPrettyString);
            Duration took = Duration.between(begun, time.now());
            assertTrue(took.compareTo(USUAL) < 0, () -> "took " + took);
            for (int number = 1; number <= ENIS; number++) {
                assertEquals(
                        STANDBY + " " + index(number) + "/" + card(number) + " attached", region.whereIs(eni(number)));
                assertTrue(region.hosts().routed(STANDBY).containsKey(eni(number)), eni(number));
            }
            for (String action : Set.of("ec2:DetachNetworkInterface", "ec2:AttachNetworkInterface")) {
                assertEquals(
                        ENIS,
                        region.calls().stream()
                                .filter(one -> one.permission().equals(action))
                                .filter(Call::committed)
                                .count(),
                        action);
            }
        });
    }
}
