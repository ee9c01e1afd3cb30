package enifailover.readiness;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.ENI2;
import static enifailover.model.group.Situation.attached;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.model.Addresses;
import enifailover.model.EniId;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.RoutingCheck;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.Situation;
import enifailover.readiness.audit.GuestHosts;
import enifailover.testkit.memory.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// More guests than one audit has time to ask are asked in turn.
class GuestsInTurnTest {
    private static final Duration BETWEEN = Duration.ofMinutes(15);
    private static final Duration WINDOW = Duration.ofSeconds(60);
    private final ManualScheduler time = new ManualScheduler();
    private final GuestHosts hosts = new GuestHosts();
    private final Map<GroupName, AuditBaseline> book = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();

    /// Groups of the same members under many names; the ENIs of each are different words to the document.
    private static List<GroupSnapshot> groups(int number) {
        GroupSnapshot like = Situation.usual().snapshot();
        return IntStream.range(0, number)
                .mapToObj(i -> named(like, "group-%04d".formatted(i)))
                .toList();
    }

    private static GroupSnapshot named(GroupSnapshot like, String name) {
        return new GroupSnapshot(
                new GroupName(name),
                like.policy(),
                like.enis().stream()
                        .map(eni -> new enifailover.model.Eni(
                                eni.id(),
                                "02:" + name,
                                eni.availabilityZone(),
                                eni.vpcId(),
                                eni.subnetId(),
                                eni.available(),
                                eni.movable(),
                                eni.attachment(),
                                eni.addresses(),
                                eni.publicIpv4(),
                                eni.tags()))
                        .toList(),
                like.members(),
                like.newcomers(),
                like.nonMembers(),
                like.memory(),
                like.findings(),
                like.observedAt());
    }

    /// One audit.
    private Map<GroupName, RoutingCheck> asks(List<GroupSnapshot> groups) {
        Map<GroupName, RoutingCheck> said =
                new RoutingVerifier(hosts, time).ask(groups, book, time.now().plus(WINDOW), warnings);
        said.forEach((group, one) -> book.put(group, AuditBaseline.NOTHING.withVerified(Optional.of(one))));
        return said;
    }

    @Test
    void ofAThousandGroupsEachIsAskedWithinSevenAuditsAgainAndAgain() {
        List<GroupSnapshot> groups = groups(1000);
        Map<GroupName, Instant> last = new TreeMap<>();
        Instant begun = time.now();
        groups.forEach(group -> last.put(group.name(), begun));
        for (int audit = 0; audit < 30; audit++) {
            Instant before = time.now();
            asks(groups).forEach((group, said) -> {
                Duration waited = Duration.between(last.getOrDefault(group, begun), said.at());
                assertTrue(waited.compareTo(BETWEEN.multipliedBy(7).plus(WINDOW)) <= 0, waited + " of " + group);
                last.put(group, said.at());
            });
            assertTrue(Duration.between(before, time.now()).compareTo(WINDOW.plusSeconds(1)) <= 0);
            time.sleep(BETWEEN.minus(Duration.between(before, time.now())));
        }
        Instant longest = last.values().stream().min(Instant::compareTo).orElseThrow();
        assertTrue(longest.isAfter(time.now().minus(BETWEEN.multipliedBy(7))), longest::toString);
        assertEquals(List.of(), warnings);
    }

    @Test
    void upToAHundredAndFiftyAreAskedByEachAudit() {
        List<GroupSnapshot> groups = groups(150);
        for (int audit = 0; audit < 4; audit++) {
            assertEquals(150, asks(groups).size());
            time.sleep(BETWEEN);
        }
    }

    /// One command takes 4000 characters of interfaces: each part is asked for, and all of them have to be routed.
    @Test
    void aGroupThatIsTooLongForOneCommandIsAskedInParts() {
        Situation situation = Situation.usual();
        List<String> many =
                IntStream.range(0, 300).mapToObj("10.0.2.%d"::formatted).toList();
        for (EniId id : List.of(ENI, ENI2)) {
            situation.addressed(
                    id,
                    A,
                    id.equals(ENI) ? 1 : 2,
                    new Addresses(many, List.of(), List.of(), List.of(), Optional.of("10.0.2.0/24"), Optional.empty()));
        }
        assertEquals(1, asks(List.of(situation.snapshot())).size());
        assertEquals(2, hosts.commands.size(), hosts.commands::toString);
    }

    /// A guest that never answers does not keep the others from being asked.
    @Test
    void theSilentTakeTheirTurnLikeTheOthers() {
        List<GroupSnapshot> groups = groups(400);
        hosts.silent.add(A);
        for (int audit = 0; audit < 3; audit++) {
            asks(groups);
            time.sleep(BETWEEN);
        }
        assertEquals(400, book.size());
    }

    @Test
    void anotherActiveIsAskedFirst() {
        List<GroupSnapshot> groups = new ArrayList<>(groups(400));
        for (int audit = 0; audit < 3; audit++) {
            asks(groups);
            time.sleep(BETWEEN);
        }
        GroupSnapshot moved =
                named(Situation.usual().eni(ENI, attached(ENI, B, 1)).snapshot(), "group-0300");
        groups.set(300, moved);
        hosts.commands.clear();
        asks(groups);
        assertEquals("verify " + B, hosts.commands.getFirst());
    }
}
