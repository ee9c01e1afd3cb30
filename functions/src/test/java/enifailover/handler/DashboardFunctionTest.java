package enifailover.handler;

import static enifailover.handler.FunctionLab.call;
import static enifailover.handler.FunctionLab.stopped;
import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DashboardFunctionTest {
    private static final String WIDGET = "{\"groups\":\"\",\"widgetContext\":{\"theme\":\"dark\",\"width\":1200}}";

    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static void inRegion(BiConsumer<Region, FunctionLab> story) {
        VirtualTime.run(11, time -> {
            Region region = Scenes.pair(time).build();
            story.accept(region, new FunctionLab(region, DYNAMO.running(), time, false));
        });
    }

    private static String shown(FunctionLab lab, String request) {
        JsonNode answer = call(lab.dashboard, request);
        assertTrue(answer.isTextual(), answer::toString);
        return answer.asText();
    }

    @Test
    void describesItselfInMarkdown() {
        inRegion((region, lab) -> {
            String message = shown(lab, "{\"describe\":true,\"widgetContext\":{}}");
            assertTrue(message.startsWith("## ") && message.contains("**groups**"), message);
            assertEquals(List.of(), region.calls());
        });
    }

    @Test
    void showsAGroupBeforeAndAfterItsFailover() {
        inRegion((region, lab) -> {
            String before = shown(lab, WIDGET);
            assertTrue(before.contains("1 healthy") && before.contains(ACTIVE + " index 1"), before);
            assertTrue(before.contains("no run yet"), before);
            region.strike(scenery -> scenery.stop(ACTIVE, true, "a person stopped it"));
            region.time().sleep(Duration.ofSeconds(60));
            String due = shown(lab, WIDGET);
            assertTrue(due.contains("1 failover due") && due.contains(ACTIVE + " is stopped"), due);
            call(lab.failover, stopped(ACTIVE));
            String after = shown(lab, WIDGET);
            assertTrue(after.contains(STANDBY + " index 1") && after.contains("SUCCEEDED, 4."), after);
            assertTrue(after.contains("1 no standby"), after);
        });
    }

    /// The role in the template allows these and no more.
    @Test
    void readsAndNothingElse() {
        inRegion((region, lab) -> {
            shown(lab, WIDGET);
            Set<String> calls =
                    region.calls().stream().map(one -> one.permission()).collect(Collectors.toCollection(TreeSet::new));
            assertEquals(
                    new TreeSet<>(Set.of(
                            "ec2:DescribeInstances", "ec2:DescribeInstanceStatus", "ec2:DescribeNetworkInterfaces")),
                    calls);
        });
    }

    @Test
    void showsOnlyTheGroupsAskedFor() {
        inRegion((region, lab) -> {
            assertTrue(shown(lab, "{\"groups\":\"web\"}").contains("1 healthy"));
            assertTrue(shown(lab, "{\"groups\":\"other\"}").contains("No group to show"));
            assertTrue(shown(lab, "{\"groups\":\"web <b>\"}").contains("Invalid group name: &lt;b&gt;"));
        });
    }

    @Test
    void whatItMayNotSeeItSays() {
        inRegion((region, lab) -> {
            region.deny("ec2:DescribeInstances");
            String page = shown(lab, WIDGET);
            assertTrue(page.contains("could not be read") && page.contains("ec2:DescribeInstances"), page);
        });
    }

    @Test
    void bytesThatAreNoRequestNeverThrow() {
        inRegion((region, lab) -> {
            Random random = new Random(2);
            for (int i = 0; i < 100; i++) {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                assertTrue(call(lab.dashboard, bytes).isTextual());
            }
        });
    }
}
