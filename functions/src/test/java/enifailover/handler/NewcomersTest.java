package enifailover.handler;

import static enifailover.handler.Deployment.ENI2;
import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ec2.Checks.Kind;
import enifailover.testkit.region.ec2.State;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Somebody may tag and do nothing else: what gets a group's tag moves nothing and decides nothing.
class NewcomersTest {
    private static final String NON_MEMBER = "i-0eeeeeeeeeeeeeeee";
    private static final String STRANGE_ENI = "eni-0eeeeeeeeeeeeeeee";
    private static final String GROUP = "eni-failover:group";

    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    /// With an instance of somebody else and its ENI, not tagged yet.
    private static RegionBuilder withNonMember(RegionBuilder scene) {
        return scene.instance(NON_MEMBER, _ -> {})
                .eni(STRANGE_ENI, eni -> eni.address("10.0.1.66").on(NON_MEMBER, 1));
    }

    private static void seen(UnaryOperator<RegionBuilder> scene, Consumer<Deployment> story) {
        Deployment.seen(DYNAMO, scene, story);
    }

    private static void tagsHimselfIn(Deployment web) {
        web.tag(NON_MEMBER, GROUP, "web");
        web.tag(NON_MEMBER, "eni-failover:priority", "0");
        web.tag(STRANGE_ENI, GROUP, "web");
    }

    private static void nothingMoved(Deployment web) {
        assertEquals(List.of(), web.changes());
        assertEquals(ACTIVE, web.holder());
        assertEquals(NON_MEMBER, web.holder(STRANGE_ENI));
    }

    @Test
    @DisplayName("a stranger tags his instance and ENI into the group: nothing moves, before and after it was told")
    void nothingMovesForATag() {
        seen(NewcomersTest::withNonMember, web -> {
            tagsHimselfIn(web);
            web.sweeps(20);
            nothingMoved(web);
            List<String> findings = web.findings();
            assertTrue(findings.contains("BLOCKER eni-not-adopted " + STRANGE_ENI), findings::toString);
            web.sweeps(20);
            web.event(NON_MEMBER, "running");
            web.event(NON_MEMBER, "stopping");
            web.event(ACTIVE, "running");
            web.spotWarning(NON_MEMBER);
            web.audit();
            web.sweeps(20);
            nothingMoved(web);
            assertEquals(
                    List.of("Readiness Changed"), web.told().stream().distinct().toList());
        });
    }

    @Test
    @DisplayName("the group goes on working: its own ENI moves to its own standby, the stranger's is left alone")
    void theGroupStillFailsOver() {
        seen(NewcomersTest::withNonMember, web -> {
            tagsHimselfIn(web);
            web.sweep();
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(STANDBY, web.holder());
            assertEquals(NON_MEMBER, web.holder(STRANGE_ENI));
            assertEquals(1, web.detaches());
        });
    }

    @Test
    @DisplayName("the stranger's own instance stops: that is no failure of the group")
    void theNonMemberStops() {
        seen(NewcomersTest::withNonMember, web -> {
            tagsHimselfIn(web);
            web.stops(NON_MEMBER);
            assertEquals("MOVED_ALREADY", web.event(NON_MEMBER, "stopped"), web::last);
            web.sweeps(5);
            nothingMoved(web);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "eni-failover:paused, true",
        "eni-failover:fence, stop",
        "eni-failover:device-index, 7",
        "eni-failover:detach, 900",
        "eni-failover:cooldown, 86400",
        "eni-failover:failback, auto:1",
        "eni-failover:planned, report",
        "eni-failover:routing, none",
        "eni-failover:no-show, reboot",
        "eni-failover:probe, tcp:1",
        "eni-failover:probe, 1"
    })
    @DisplayName("a tag of an ENI that is new decides nothing")
    void itsTagsDecideNothing(String key, String value) {
        seen(NewcomersTest::withNonMember, web -> {
            tagsHimselfIn(web);
            web.tag(STRANGE_ENI, key, value);
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(STANDBY, web.holder());
            assertEquals(List.of("DetachNetworkInterface", "AttachNetworkInterface"), web.changes());
            assertTrue(web.region.hosts().routed(STANDBY).containsKey(ENI));
            assertFalse(web.last().contains("TCP"), web::last);
        });
    }

    @Test
    @DisplayName("an ENI that is new and attached nowhere, in another zone or not, is attached to nobody")
    void aFreeNewcomerIsAttachedToNobody() {
        seen(
                scene -> scene.eni(STRANGE_ENI, eni -> eni.subnet("subnet-00000000000000002"))
                        .eni(ENI2, eni -> eni.address("10.0.1.51")),
                web -> {
                    web.tag(STRANGE_ENI, GROUP, "web");
                    web.tag(ENI2, GROUP, "web");
                    web.sweeps(3);
                    web.audit();
                    web.sweeps(3);
                    assertEquals("nobody", web.holder(ENI2));
                    web.stops(ACTIVE);
                    assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
                    web.sweeps(3);
                    assertEquals(STANDBY, web.holder());
                    assertEquals("nobody", web.holder(ENI2));
                    assertEquals("nobody", web.holder(STRANGE_ENI));
                });
    }

    @Test
    @DisplayName("an operator prepares a second ENI on the standby: nothing moves, and a failure moves the first alone")
    void aSecondEniIsPreparedOnTheStandby() {
        seen(scene -> scene.eni(ENI2, eni -> eni.address("10.0.1.51").on(STANDBY, 2)), web -> {
            web.tag(ENI2, GROUP, "web");
            web.sweeps(10);
            web.audit();
            web.sweeps(10);
            assertEquals(List.of(), web.changes());
            assertEquals("SUCCEEDED", web.drill("failover"), web::last);
            assertEquals(STANDBY, web.holder());
            assertEquals(1, web.detaches());
            web.audit();
            web.passes(60);
            web.audit();
            assertEquals("SUCCEEDED", web.drill("failback"), web::last);
            assertEquals(ACTIVE, web.holder());
            assertEquals(ACTIVE, web.holder(ENI2), "it was with the others when it was told of: it counts now");
        });
    }

    @Test
    @DisplayName("a stopped instance that is new is not started, though the group's tag allows cold standbys")
    void aStoppedNewcomerIsNotStarted() {
        seen(scene -> scene.instance(NON_MEMBER, one -> one.state(State.STOPPED)), web -> {
            web.tag(ENI, "eni-failover:cold-standby", "start");
            web.tag(NON_MEMBER, GROUP, "web");
            web.tag(NON_MEMBER, "eni-failover:priority", "0");
            web.region.impair(STANDBY, Kind.INSTANCE);
            web.stops(ACTIVE);
            assertEquals("NO_STANDBY", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(State.STOPPED, web.region.stateOf(NON_MEMBER));
            assertEquals(List.of(), web.changes());
        });
    }

    @Test
    @DisplayName("an ENI that is new and on the standby allows cold standbys: that starts nobody")
    void aNewEniStartsNoColdStandby() {
        seen(scene -> scene.eni(ENI2, eni -> eni.address("10.0.1.51").on(STANDBY, 2)), web -> {
            web.tag(ENI2, "eni-failover:group", "web");
            web.tag(ENI2, "eni-failover:cold-standby", "start");
            web.stops(STANDBY);
            web.stops(ACTIVE);
            assertEquals("NO_STANDBY", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(0, web.asked("StartInstances"));
            assertEquals(List.of(), web.changes());
        });
    }

    @Test
    @DisplayName("the very last resort: the holder has failed, no member is eligible, and a running newcomer is")
    void aNewcomerIsTheVeryLastResort() {
        seen(scene -> scene.instance(NON_MEMBER, _ -> {}), web -> {
            web.tag(NON_MEMBER, GROUP, "web");
            web.stops(STANDBY);
            web.sweeps(1);
            assertEquals(ACTIVE, web.holder());
            web.stops(ACTIVE);
            web.event(ACTIVE, "stopped");
            assertEquals(NON_MEMBER, web.holder(), web::last);
            assertTrue(web.last().contains("new in the group"), web::last);
        });
    }

    @Test
    @DisplayName(
            "a person detaches the ENI from an impaired active, and the only standby is off: back, not to a newcomer")
    void whoHadTheEniGoesBeforeANewcomer() {
        seen(NewcomersTest::withNonMember, web -> {
            web.stops(STANDBY);
            web.region.impair(ACTIVE, Kind.INSTANCE);
            web.detachesByHand(ENI);
            web.passes(30);
            web.tag(NON_MEMBER, GROUP, "web");
            web.sweep();
            assertEquals(ACTIVE, web.holder(), web::last);
        });
    }
}
