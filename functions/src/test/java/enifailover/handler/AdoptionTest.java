package enifailover.handler;

import static enifailover.handler.Deployment.ENI2;
import static enifailover.handler.Deployment.THIRD;
import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ec2.Attachment.Attributes;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a group is made of: at its first sight, when it grows, when it shrinks, and that each change is told once.
class AdoptionTest {
    private static final String GROUP = "eni-failover:group";

    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static void seen(UnaryOperator<RegionBuilder> scene, Consumer<Deployment> story) {
        Deployment.seen(DYNAMO, scene, story);
    }

    private static void fresh(UnaryOperator<RegionBuilder> scene, Consumer<Deployment> story) {
        Deployment.fresh(DYNAMO, scene, story);
    }

    /// What the last notification of readiness says of the membership.
    private static String lastChanges(Deployment web) {
        List<JsonNode> told = web.readinessTold();
        return told.isEmpty()
                ? "nothing was told"
                : told.getLast().path("changes").toString();
    }

    private static long timesTold(Deployment web, String change) {
        return web.readinessTold().stream()
                .filter(told -> told.path("changes").toString().contains(change))
                .count();
    }

    private static RegionBuilder apart(RegionBuilder scene) {
        return scene.eni(ENI2, eni -> eni.address("10.0.1.51").tag(GROUP, "web").on(STANDBY, 2));
    }

    @Test
    @DisplayName("the first sight of ENIs on two instances adopts none: SPLIT, told once, until they are on one")
    void theFirstSightOfAScatteredGroup() {
        fresh(AdoptionTest::apart, web -> {
            List<String> verdicts = web.sweeps(60);
            assertEquals(List.of("SPLIT"), verdicts.stream().distinct().toList());
            assertEquals(List.of(), web.changes());
            assertEquals(List.of("Failover Refused: SPLIT, SWEEP"), web.told());
            web.stops(ACTIVE);
            assertEquals("SPLIT", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(List.of(), web.changes());
            web.tag(ENI2, GROUP, "another");
            assertEquals("SUCCEEDED", web.sweep(), web::last);
            assertEquals(STANDBY, web.holder());
        });
    }

    @Test
    @DisplayName("the first sight of ENIs on one instance and attached nowhere adopts them: the free one is attached")
    void theFirstSightOfAFreeEni() {
        fresh(scene -> scene.eni(ENI2, eni -> eni.address("10.0.1.51").tag(GROUP, "web")), web -> {
            web.sweeps(3);
            assertEquals(ACTIVE, web.holder());
            assertEquals(0, web.detaches());
        });
    }

    @Test
    @DisplayName("a known group comes apart, on two instances that work: SPLIT, told once, nothing is detached")
    void aKnownGroupComesApart() {
        seen(Deployment::secondEni, web -> {
            web.region.strike(scenery -> scenery.place(ENI2, STANDBY, 2, 0, Attributes.FRESH));
            assertEquals(List.of("SPLIT"), web.sweeps(60).stream().distinct().toList());
            assertEquals("SPLIT", web.event(ACTIVE, "running"), web::last);
            assertEquals(List.of(), web.changes());
            assertEquals(
                    1, web.told().stream().filter(one -> one.contains("SPLIT")).count(), web.told()::toString);
            web.stops(STANDBY);
            assertEquals("SUCCEEDED", web.event(STANDBY, "stopped"), web::last);
            assertEquals(ACTIVE, web.holder());
            assertEquals(ACTIVE, web.holder(ENI2));
            assertEquals(1, web.detaches());
        });
    }

    @Test
    @DisplayName("a new ENI on the holder, and a new member, count once that was told, and it is told once")
    void aGroupGrows() {
        seen(
                scene -> scene.instance(THIRD, _ -> {})
                        .eni(ENI2, eni -> eni.address("10.0.1.51").on(ACTIVE, 2)),
                web -> {
                    web.audit();
                    web.tag(THIRD, GROUP, "web");
                    web.tag(THIRD, "eni-failover:priority", "0");
                    web.tag(ENI2, GROUP, "web");
                    web.sweeps(2);
                    for (int i = 0; i < 4; i++) {
                        web.audit();
                        web.passes(900);
                    }
                    assertEquals(1, timesTold(web, ENI2 + " has joined the group"));
                    assertEquals(1, timesTold(web, THIRD + " has joined the group"));
                    assertEquals(1, timesTold(web, "the next standby is " + THIRD + "; it was " + STANDBY));
                    web.sweep();
                    web.stops(ACTIVE);
                    assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
                    assertEquals(THIRD, web.holder());
                    assertEquals(THIRD, web.holder(ENI2));
                });
    }

    @Test
    @DisplayName("what could not be told is not adopted; the next audit tells it, and adopts it")
    void whatWasNotToldDoesNotCount() {
        seen(scene -> scene.instance(THIRD, _ -> {}), web -> {
            web.audit();
            web.tag(THIRD, GROUP, "web");
            web.tag(THIRD, "eni-failover:priority", "0");
            web.region.deny("events:PutEvents");
            web.audit();
            web.sweep();
            assertEquals("SUCCEEDED", web.drill("failover"), web::last);
            assertEquals(STANDBY, web.holder());
            web.region.faults().allow("events:PutEvents");
            web.audit();
            assertTrue(lastChanges(web).contains(THIRD + " has joined the group"), () -> lastChanges(web));
            assertEquals("SUCCEEDED", web.drill("failover"), web::last);
            assertEquals(THIRD, web.holder());
        });
    }

    @Test
    @DisplayName("a member and an ENI that lose the tag: told once, and forgotten")
    void aGroupShrinks() {
        seen(scene -> Deployment.third(Deployment.secondEni(scene)), web -> {
            web.audit();
            web.untag(ENI2);
            web.untag(STANDBY);
            web.sweeps(2);
            assertEquals(List.of(), web.changes());
            // One answer may miss a row: two audits have to.
            web.audit();
            assertFalse(lastChanges(web).contains(ENI2), () -> lastChanges(web));
            int before = web.readinessTold().size();
            web.audit();
            assertTrue(lastChanges(web).contains(ENI2 + " has left the group"), () -> lastChanges(web));
            assertTrue(lastChanges(web).contains(STANDBY + " has left the group"), () -> lastChanges(web));
            web.passes(900);
            web.audit();
            assertEquals(before + 1, web.readinessTold().size());
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(THIRD, web.holder());
            assertEquals(ACTIVE, web.holder(ENI2));
        });
    }

    @Test
    @DisplayName("another next standby is told, once")
    void anotherNextStandbyIsTold() {
        seen(Deployment::third, web -> {
            web.audit();
            int before = web.readinessTold().size();
            web.tag(THIRD, "eni-failover:priority", "1");
            web.audit();
            assertEquals(before + 1, web.readinessTold().size());
            assertTrue(web.readinessTold().getLast().toString().contains(THIRD));
            web.passes(900);
            web.audit();
            assertEquals(before + 1, web.readinessTold().size());
        });
    }

    @Test
    @DisplayName("the group's only ENI is tagged into another group by mistake: neither group moves anything")
    void anEniIsTaggedIntoAnotherGroup() {
        String other = "i-0fffffffffffffff1";
        String theirs = "eni-0ffffffffffffffff";
        seen(
                scene -> scene.instance(other, one -> one.tag(GROUP, "db")).eni(theirs, eni -> eni.address("10.0.1.70")
                        .tag(GROUP, "db")
                        .on(other, 1)),
                web -> {
                    web.tag(ENI, GROUP, "db");
                    web.sweeps(10);
                    web.audit();
                    web.sweeps(10);
                    assertEquals(List.of(), web.changes());
                    assertEquals(ACTIVE, web.holder());
                    assertEquals(other, web.holder(theirs));
                    web.tag(ENI, GROUP, "web");
                    web.audit();
                    web.sweep();
                    web.stops(ACTIVE);
                    assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
                    assertEquals(STANDBY, web.holder());
                });
    }
}
