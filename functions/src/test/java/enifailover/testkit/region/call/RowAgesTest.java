package enifailover.testkit.region.call;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.ec2.Attachment;
import enifailover.testkit.region.ec2.LaunchOptions;
import enifailover.testkit.region.ec2.NetworkInterface;
import enifailover.testkit.region.ec2.Query;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Each row of a describe is as old as it happens to be.
final class RowAgesTest {
    private static final String SECOND = "eni-0bbbbbbbbbbbbbbbb";
    private static final String NEW = "i-0eeeeeeeeeeeeeeee";
    private static final Query GROUP = Query.where("tag:eni-failover:group", "web");

    private static void in(Consumer<Region> story) {
        VirtualTime.run(
                1,
                time -> story.accept(Scenes.pair(time)
                        .latencies(Latencies.NONE)
                        .eni(SECOND, eni -> eni.tag("eni-failover:group", "web").on(ACTIVE, 2))
                        .build()));
    }

    private static void detach(Region region, String eni) {
        Attachment attachment = region.eni(eni).attachment();
        region.ec2().detach(attachment == null ? "" : attachment.id(), false, false);
    }

    private static Map<String, String> shown(Region region) {
        return Map.of(ENI, status(region, ENI), SECOND, status(region, SECOND));
    }

    private static String status(Region region, String id) {
        return region.ec2().describeNetworkInterfaces(GROUP).items().stream()
                .filter(eni -> eni.id().equals(id))
                .map(NetworkInterface::status)
                .findFirst()
                .orElse("missing");
    }

    private static List<String> members(Region region) {
        return region.ec2().describeInstances(GROUP).items().stream()
                .map(seen -> seen.instance().id())
                .sorted()
                .toList();
    }

    @Test
    void oneAnswerShowsOneEniOldAndAnotherNew() {
        in(region -> {
            region.faults().rows().stale(SECOND, Duration.ofSeconds(5));
            region.time().sleep(Duration.ofSeconds(1));
            detach(region, ENI);
            detach(region, SECOND);
            assertEquals(Map.of(ENI, "available", SECOND, "in-use"), shown(region));
            region.time().sleep(Duration.ofSeconds(5));
            assertEquals(Map.of(ENI, "available", SECOND, "available"), shown(region));
        });
    }

    @Test
    void oneAnswerShowsOneInstanceOldAndAnotherNewEachWithItsInterfaces() {
        in(region -> {
            region.faults().rows().stale(ACTIVE, Duration.ofSeconds(5));
            region.time().sleep(Duration.ofSeconds(1));
            detach(region, ENI);
            region.ec2().stop(List.of(ACTIVE, STANDBY), true, true, false);
            List<String> seen = region.ec2().describeInstances(GROUP).items().stream()
                    .map(one -> one.instance().id() + " " + one.instance().state() + " "
                            + one.interfaces().size())
                    .sorted()
                    .toList();
            assertEquals(List.of(ACTIVE + " RUNNING 3", STANDBY + " STOPPED 1"), seen);
            assertEquals("available", status(region, ENI));
        });
    }

    @Test
    void aWholeAnswerAndItsRowsAreAsOldAsTheOlderOfTheTwo() {
        in(region -> {
            region.faults().stale(Duration.ofSeconds(2));
            region.faults().rows().stale(SECOND, Duration.ofSeconds(5));
            region.time().sleep(Duration.ofSeconds(1));
            detach(region, ENI);
            detach(region, SECOND);
            assertEquals(Map.of(ENI, "in-use", SECOND, "in-use"), shown(region));
            region.time().sleep(Duration.ofSeconds(2));
            assertEquals(Map.of(ENI, "available", SECOND, "in-use"), shown(region));
            region.faults().rows().clear();
            assertEquals(Map.of(ENI, "available", SECOND, "available"), shown(region));
        });
    }

    @Test
    void eachRowMayBeOfAnAgeOfItsOwn() {
        in(region -> {
            region.faults().rows().apart(7, "ec2:DescribeNetworkInterfaces", Duration.ofSeconds(10));
            region.time().sleep(Duration.ofMinutes(1));
            detach(region, ENI);
            detach(region, SECOND);
            region.time().sleep(Duration.ofSeconds(5));
            Set<List<String>> answers = new HashSet<>();
            for (int i = 0; i < 40; i++) {
                answers.add(region.ec2().describeNetworkInterfaces(GROUP).items().stream()
                        .map(NetworkInterface::status)
                        .toList());
            }
            assertEquals(4, answers.size()); // both old, both new, the one, the other
        });
    }

    @Test
    void aRuleMayTellRequestsApart() {
        in(region -> {
            List<String> asked = new ArrayList<>();
            region.faults().rows().rule((attempt, id) -> {
                asked.add(attempt.action());
                return id.equals(ENI) && attempt.nth() == 1 ? Duration.ofSeconds(5) : Duration.ZERO;
            });
            region.time().sleep(Duration.ofSeconds(1));
            detach(region, ENI);
            assertEquals("in-use", status(region, ENI));
            assertEquals("available", status(region, ENI));
            assertEquals(
                    List.of("DescribeNetworkInterfaces"),
                    asked.stream().distinct().toList());
        });
    }

    @Test
    void aNewInstanceIsMissingFromOneDescribeAndKnownToAnother() {
        in(region -> {
            region.strike(world -> world.launch(
                    NEW,
                    "subnet-00000000000000001",
                    "m5.large",
                    LaunchOptions.USUAL,
                    Map.of("eni-failover:group", "web")));
            region.faults()
                    .rows()
                    .hidden("ec2:DescribeInstances", NEW, region.time().now().plusSeconds(6));
            assertEquals(List.of(ACTIVE, STANDBY), members(region));
            AwsError unknown =
                    assertThrows(AwsError.class, () -> region.ec2().describeInstances(Query.ids(ACTIVE, NEW)));
            assertEquals("InvalidInstanceID.NotFound", unknown.code());
            assertEquals(
                    NEW,
                    region.ec2()
                            .describeInstanceStatus(Query.ids(NEW), true)
                            .items()
                            .getFirst()
                            .id());
            region.time().sleep(Duration.ofSeconds(6));
            assertEquals(List.of(ACTIVE, STANDBY, NEW), members(region));
        });
    }

    @Test
    void andTheOtherWayRound() {
        in(region -> {
            region.faults()
                    .rows()
                    .hidden(
                            "ec2:DescribeInstanceStatus",
                            STANDBY,
                            region.time().now().plusSeconds(6));
            assertEquals(List.of(ACTIVE, STANDBY), members(region));
            AwsError unknown =
                    assertThrows(AwsError.class, () -> region.ec2().describeInstanceStatus(Query.ids(STANDBY), true));
            assertEquals("InvalidInstanceID.NotFound", unknown.code());
            region.time().sleep(Duration.ofSeconds(6));
            assertEquals(
                    1,
                    region.ec2()
                            .describeInstanceStatus(Query.ids(STANDBY), true)
                            .items()
                            .size());
        });
    }
}
