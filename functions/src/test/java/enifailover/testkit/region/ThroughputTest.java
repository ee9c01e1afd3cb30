package enifailover.testkit.region;

import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.MAC;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.ec2.Attaching.Request;
import enifailover.testkit.region.ec2.Attachment;
import enifailover.testkit.region.ec2.NetworkInterface;
import enifailover.testkit.region.ec2.Query;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How many moves a second the region carries in virtual time, without the SDK: what a simulator can hope for.
final class ThroughputTest {

    @Test
    void carriesThousandsOfMovesASecond() {
        double best = 0;
        for (int round = 0; round < 4; round++) {
            int moves = 500;
            long begin = System.nanoTime();
            for (int seed = 0; seed < moves; seed++) {
                VirtualTime.run(seed, ThroughputTest::move);
            }
            best = Math.max(best, moves / ((System.nanoTime() - begin) / 1e9));
        }
        System.out.printf("the region in virtual time: %,.0f moves/s, each with its own region%n", best);
        assertTrue(best > 200, "too slow: " + best);
    }

    private static void move(VirtualTime time) {
        Region region = Scenes.pair(time).build();
        String command = region.ssm()
                .send(
                        STANDBY,
                        Scenes.DOCUMENT,
                        Map.of(
                                "Verb", List.of("apply"),
                                "Interfaces", List.of("eni=" + ENI + ",mac=" + MAC + ",ip4=10.0.1.50"),
                                "Options", List.of("wait=60")),
                        Duration.ofSeconds(30));
        Attachment attachment = see(region).attachment();
        region.ec2().detach(attachment == null ? "" : attachment.id(), false, false);
        while (!see(region).status().equals("available")) {
            time.sleep(Duration.ofMillis(100));
        }
        region.ec2().attach(Request.of(ENI, STANDBY, 1, 0));
        while (!see(region).status().equals("in-use")) {
            time.sleep(Duration.ofMillis(100));
        }
        time.sleep(Duration.ofMillis(100));
        assertEquals("Success", region.ssm().invocation(command, STANDBY).status());
    }

    private static NetworkInterface see(Region region) {
        return region.ec2().describeNetworkInterfaces(Query.ids(ENI)).items().getFirst();
    }
}
