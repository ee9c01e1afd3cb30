package enifailover.testkit.region.ec2;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ELSEWHERE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.MAC;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.ec2.Checks.Kind;
import enifailover.testkit.region.ec2.Describing.Seen;
import enifailover.testkit.region.ec2.Instance.Scheduled;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Filters, pages, status checks, power.
final class DescribingTest {

    private static void in(Consumer<Region> story) {
        VirtualTime.run(1, time -> story.accept(Scenes.quick(time)));
    }

    private static List<String> enis(Region region, String filter, String... values) {
        return region.ec2().describeNetworkInterfaces(Query.where(filter, values)).items().stream()
                .map(NetworkInterface::id)
                .toList();
    }

    @Test
    void filtersAsEc2Does() {
        in(region -> {
            assertEquals(List.of(ENI), enis(region, "tag:eni-failover:group", "web"));
            assertEquals(List.of(ENI), enis(region, "tag:eni-failover:group", "*e*"));
            assertEquals(List.of(ENI), enis(region, "tag:eni-failover:group", "no", "w?b"));
            assertEquals(List.of(), enis(region, "tag:eni-failover:group", "w\\*"));
            assertEquals(List.of(ENI), enis(region, "tag-key", "eni-failover:group"));
            assertEquals(List.of(ENI), enis(region, "mac-address", MAC));
            assertEquals(2, enis(region, "attachment.instance-id", ACTIVE).size());
            assertEquals(List.of(), enis(region, "attachment.status", "detached"));
            assertEquals(4, enis(region, "status", "in-use").size());
        });
    }

    @Test
    void refusesAnUnknownFilter() {
        in(region -> assertEquals(
                "InvalidParameterValue",
                assertThrows(AwsError.class, () -> enis(region, "no-such-filter", "x"))
                        .code()));
    }

    @Test
    void showsAnInstanceWithItsInterfaces() {
        in(region -> {
            Seen seen =
                    region.ec2().describeInstances(Query.ids(ACTIVE)).items().getFirst();
            assertEquals(2, seen.interfaces().size());
            assertEquals("eu-west-1a", seen.instance().zone());
            List<Seen> members = region.ec2()
                    .describeInstances(
                            Query.where("tag:eni-failover:group", "web").and("instance-state-name", "running"))
                    .items();
            assertEquals(2, members.size());
        });
    }

    @Test
    void oneUnknownIdFailsTheWholeCall() {
        in(region -> assertEquals(
                "InvalidInstanceID.NotFound",
                assertThrows(AwsError.class, () -> region.ec2().describeInstances(Query.ids(ACTIVE, "i-01234567")))
                        .code()));
    }

    @Test
    void pages() {
        VirtualTime.run(1, time -> {
            var scene = Scenes.pair(time);
            for (int i = 0; i < 9; i++) {
                scene.eni("eni-0000000%d".formatted(i), _ -> {});
            }
            Ec2 ec2 = scene.build().ec2();
            List<Integer> sizes = new ArrayList<>();
            @Nullable String token = null;
            do {
                Query.Page<NetworkInterface> page = ec2.describeNetworkInterfaces(Query.ALL.paged(5, token));
                sizes.add(page.items().size());
                token = page.nextToken();
            } while (token != null);
            assertEquals(List.of(5, 5, 3), sizes);
            assertThrows(AwsError.class, () -> ec2.describeNetworkInterfaces(Query.ALL.paged(4, null)));
            assertThrows(AwsError.class, () -> ec2.describeNetworkInterfaces(Query.ALL.paged(5, "forged")));
            assertThrows(
                    AwsError.class,
                    () -> ec2.describeInstances(Query.ids(ACTIVE).paged(5, null)));
        });
    }

    @Test
    void toldStatusChecksAndScheduledEvents() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            Scheduled retirement = new Scheduled(
                    "instance-event-0123456789abcdef0",
                    "instance-retirement",
                    "The instance is running on degraded hardware",
                    time.now().plus(Duration.ofDays(2)),
                    time.now().plus(Duration.ofDays(3)));
            region.impair(ACTIVE, Kind.SYSTEM);
            region.strike(world -> world.schedule(ACTIVE, retirement));
            Instance seen = region.ec2()
                    .describeInstanceStatus(Query.ids(ACTIVE), false)
                    .items()
                    .getFirst();
            assertEquals("impaired", Describing.status(seen, Kind.SYSTEM));
            assertEquals("ok", Describing.status(seen, Kind.INSTANCE));
            assertEquals(VirtualTime.BEGINNING, seen.checks().impairedSince(Kind.SYSTEM));
            assertEquals(List.of(retirement), seen.scheduled());
            region.restore(ACTIVE, Kind.SYSTEM);
            assertNull(region.instance(ACTIVE).checks().impairedSince(Kind.SYSTEM));
        });
    }

    @Test
    void aStatusCheckMayHaveNoResult() {
        in(region -> {
            region.impair(ACTIVE, Kind.SYSTEM);
            region.loseStatus(ACTIVE, Kind.SYSTEM);
            assertEquals("insufficient-data", Describing.status(region.instance(ACTIVE), Kind.SYSTEM));
            assertEquals("ok", Describing.status(region.instance(ACTIVE), Kind.INSTANCE));
            region.strike(world -> world.insufficientData(ACTIVE, Kind.SYSTEM, false));
            assertEquals("impaired", Describing.status(region.instance(ACTIVE), Kind.SYSTEM));
        });
    }

    @Test
    void stopsAndStarts() {
        VirtualTime.run(1, time -> {
            Region region = Scenes.pair(time).build();
            List<String> events = new ArrayList<>();
            region.bus().listen(event -> events.add(event.replaceAll(".*\"state\":\"([a-z-]+)\".*", "$1")));
            region.ec2().stop(List.of(STANDBY), false, false);
            assertEquals(State.STOPPING, region.stateOf(STANDBY));
            assertEquals(
                    "IncorrectInstanceState",
                    assertThrows(AwsError.class, () -> region.ec2().start(List.of(STANDBY), false))
                            .code());
            region.ec2().stop(List.of(STANDBY), false, true, false);
            time.sleep(Duration.ofSeconds(8));
            assertEquals(State.STOPPED, region.stateOf(STANDBY));
            assertEquals(
                    0,
                    region.ec2()
                            .describeInstanceStatus(Query.ids(STANDBY), false)
                            .items()
                            .size());
            assertEquals(
                    1,
                    region.ec2()
                            .describeInstanceStatus(Query.ids(STANDBY), true)
                            .items()
                            .size());
            region.ec2().start(List.of(STANDBY), false);
            time.sleep(Duration.ofSeconds(15));
            assertEquals("initializing", Describing.status(region.instance(STANDBY), Kind.SYSTEM));
            time.sleep(Duration.ofSeconds(149));
            assertEquals("initializing", Describing.status(region.instance(STANDBY), Kind.SYSTEM));
            time.sleep(Duration.ofSeconds(1));
            assertEquals("ok", Describing.status(region.instance(STANDBY), Kind.SYSTEM));
            assertEquals(List.of("stopping", "stopped", "pending", "running"), events);
            assertEquals(State.RUNNING, region.stateOf(ELSEWHERE));
        });
    }
}
