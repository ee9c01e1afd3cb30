package enifailover.handler;

import static enifailover.handler.FunctionLab.call;
import static enifailover.handler.FunctionLab.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.model.DevicePosition;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.call.Call;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ec2.Instance.Scheduled;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Groups that share standbys fail at the same moment: nobody is detached for a slot that another group gets.
class SharedStandbyTest {
    private static final String GROUP = "eni-failover:group";
    private static final String SWEEP = "{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}";

    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private interface Story {
        void play(Region region, FunctionLab lab);
    }

    /// Groups `g0`, `g1` and so on, each with an ENI at index 1 of an active of its own, and standbys for all of them.
    private static void pool(int groups, int standbys, Story story) {
        VirtualTime.run(5, time -> {
            RegionBuilder scene = Region.builder(time)
                    .subnet("subnet-00000000000000001", "eu-west-1a", "10.0.0.0/20")
                    .document(Document.unchecked("eni-failover-routing"));
            List<String> names = new ArrayList<>();
            for (int g = 0; g < groups; g++) {
                String name = "g" + g;
                names.add(name);
                String active = active(g);
                scene.instance(active, one -> one.tag(GROUP, name))
                        .eni(eni(g), one -> one.tag(GROUP, name).on(active, 1));
            }
            for (int s = 0; s < standbys; s++) {
                scene.instance(standby(s), one -> one.tag(GROUP, String.join(" ", names)));
            }
            Region region = scene.build();
            FunctionLab lab = new FunctionLab(region, DYNAMO.running(), time, false);
            call(lab.failover, SWEEP);
            region.forgetCalls();
            story.play(region, lab);
        });
    }

    private static String active(int number) {
        return "i-0aaaaaaaaaaaaa%03d".formatted(number);
    }

    private static String standby(int number) {
        return "i-0bbbbbbbbbbbbb%03d".formatted(number);
    }

    private static String eni(int number) {
        return "eni-0aaaaaaaaaaaaa%03d".formatted(number);
    }

    private static void retires(Region region, int number) {
        region.strike(world -> world.schedule(
                active(number),
                new Scheduled(
                        "instance-event-0000000000000000" + number,
                        "instance-retirement",
                        "The instance is running on degraded hardware",
                        region.time().now().plus(Duration.ofMinutes(40)),
                        region.time().now().plus(Duration.ofHours(2)))));
    }

    private static void allStop(Region region, int groups) {
        region.strike(world -> {
            for (int g = 0; g < groups; g++) {
                world.stop(active(g), true, "Server.InternalError");
            }
        });
        region.time().sleep(Duration.ofSeconds(60));
    }

    private static List<String> verdicts(Region region, FunctionLab lab, int groups) {
        List<Callable<JsonNode>> events = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            String event = stopped(active(g));
            events.add(() -> call(lab.failover, event));
        }
        return region.time().runAll(events).stream()
                .map(answer -> answer.path("reports").path(0).path("verdict").asText())
                .toList();
    }

    private static long refusedAttaches(Region region) {
        return region.calls().stream()
                .filter(one -> one.permission().equals("ec2:AttachNetworkInterface"))
                .filter(one -> !one.committed()
                        && !Set.of("RequestLimitExceeded", "DryRunOperation").contains(one.code()))
                .count();
    }

    private static long detaches(Region region) {
        return region.calls().stream()
                .filter(one -> one.permission().equals("ec2:DetachNetworkInterface"))
                .filter(Call::committed)
                .count();
    }

    @Test
    @DisplayName("two retirements, one standby: one moves, the other keeps its ENI and is told that it has no standby")
    void twoPlannedMovesAndOneSlot() {
        pool(2, 1, (region, lab) -> {
            retires(region, 0);
            retires(region, 1);
            JsonNode swept = call(lab.failover, SWEEP);
            List<String> verdicts = new ArrayList<>();
            swept.path("reports")
                    .forEach(one -> verdicts.add(one.path("verdict").asText()));
            assertEquals(
                    List.of("NO_STANDBY", "SUCCEEDED"),
                    verdicts.stream().sorted().toList(),
                    swept::toString);
            assertEquals(1, detaches(region));
            assertEquals(0, refusedAttaches(region));
            String first = region.whereIs(eni(0));
            String second = region.whereIs(eni(1));
            assertTrue(
                    first.equals(standby(0) + " 1/0 attached") != second.equals(standby(0) + " 1/0 attached"),
                    () -> first + ", " + second);
            assertTrue(first.endsWith("attached") && second.endsWith("attached"), () -> first + ", " + second);
        });
    }

    @Test
    @DisplayName("two failures, one standby: the loser's ENI stays where it was, and nothing is refused")
    void twoFailuresAndOneSlot() {
        pool(2, 1, (region, lab) -> {
            allStop(region, 2);
            List<String> verdicts = verdicts(region, lab, 2);
            assertEquals(
                    List.of("NO_STANDBY", "SUCCEEDED"),
                    verdicts.stream().sorted().toList());
            assertEquals(1, detaches(region));
            assertEquals(0, refusedAttaches(region));
        });
    }

    @Test
    @DisplayName("ten groups on ten equal standbys: each gets one, and no attach is refused")
    void aPool() {
        int many = 10;
        pool(many, many, (region, lab) -> {
            allStop(region, many);
            assertEquals(
                    List.of("SUCCEEDED"),
                    verdicts(region, lab, many).stream().distinct().toList());
            assertEquals(0, refusedAttaches(region));
            assertEquals(many, detaches(region));
            TreeSet<String> places = new TreeSet<>();
            for (int g = 0; g < many; g++) {
                places.add(region.whereIs(eni(g)));
            }
            assertEquals(many, places.size());
        });
    }

    @Test
    @DisplayName("a run that dies keeps its slot for less than a minute")
    void aReservationEndsByItself() {
        pool(2, 1, (region, lab) -> {
            allStop(region, 2);
            lab.reservationStore.reserve(
                    new GroupName("g1"),
                    new InstanceId(standby(0)),
                    Set.of(new DevicePosition(1, 0)),
                    region.time().now().plusSeconds(45),
                    lab.reservationStore.read());
            JsonNode first = call(lab.failover, stopped(active(0)));
            assertEquals(
                    "NO_STANDBY", first.path("reports").path(0).path("verdict").asText());
            assertTrue(first.toString().contains("is reserved: group g1 is moving an ENI to it"), first::toString);
            region.time().sleep(Duration.ofSeconds(45));
            JsonNode second = call(lab.failover, stopped(active(0)));
            assertEquals(
                    "SUCCEEDED", second.path("reports").path(0).path("verdict").asText(), second::toString);
        });
    }
}
