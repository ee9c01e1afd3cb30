package enifailover.handler;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ec2.Checks.Kind;
import enifailover.testkit.region.ssm.Delivery;
import enifailover.testkit.region.ssm.SimulatedHost.Behaviour;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Bad news is told by its cause, its place and its verdict; the same news every quarter of an hour.
class ToldByCauseTest {
    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static void seen(UnaryOperator<RegionBuilder> scene, Consumer<Deployment> story) {
        Deployment.seen(DYNAMO, scene, story);
    }

    private static long told(Deployment web, String beginning) {
        return web.told().stream().filter(one -> one.startsWith(beginning)).count();
    }

    private static long journalled(Deployment web) {
        return FunctionLab.call(web.lab.drill, "{\"action\":\"history\",\"group\":\"web\"}")
                .path("text")
                .asText()
                .lines()
                .filter(line -> line.contains("web"))
                .count();
    }

    @Test
    @DisplayName("a drill failed; two minutes later the active fails, with the same verdict: both are told and kept")
    void afterAFailedDrill() {
        seen(scene -> scene, web -> {
            web.region.attachRefusals().refuse(STANDBY, "UnsupportedOperation");
            assertEquals("FAILED", web.drill("failover"), web::last);
            long failed = told(web, "Failover Failed");
            long kept = journalled(web);
            web.passes(90);
            web.stops(ACTIVE);
            assertEquals("FAILED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(failed + 1, told(web, "Failover Failed"), web.told()::toString);
            assertEquals(kept + 1, journalled(web));
        });
    }

    @Test
    @DisplayName("no standby: told at once, then every quarter of an hour, and once more when something else is wrong")
    void noStandby() {
        seen(scene -> scene, web -> {
            web.stops(STANDBY);
            web.stops(ACTIVE);
            assertEquals("NO_STANDBY", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(1, told(web, "Failover Refused"));
            web.sweeps(14);
            assertEquals(1, told(web, "Failover Refused"));
            web.sweeps(46);
            long told = told(web, "Failover Refused");
            assertTrue(told >= 4 && told <= 5, web.told()::toString);
        });
    }

    @Test
    @DisplayName("no standby for a retirement, then for a failure: two causes, told twice")
    void anotherCause() {
        seen(scene -> scene, web -> {
            web.region.impair(STANDBY, Kind.INSTANCE);
            web.passes(90);
            assertEquals("NO_STANDBY", web.spotWarning(ACTIVE), web::last);
            web.stops(ACTIVE);
            assertEquals("NO_STANDBY", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(2, told(web, "Failover Refused"), web.told()::toString);
        });
    }

    @Test
    @DisplayName("ENIs that rest without routing: told at once, and then no more often than every quarter of an hour")
    void unverified() {
        seen(Deployment::third, web -> {
            web.region.strike(_ -> web.region.fleet().delivery(Delivery.NONE));
            web.stops(ACTIVE);
            web.event(ACTIVE, "stopped");
            assertTrue(told(web, "Failover Failed") >= 1, web.told()::toString);
            web.sweeps(120);
            long told = told(web, "Failover Failed");
            assertTrue(told >= 3 && told <= 10, web.told()::toString);
        });
    }

    @Test
    @DisplayName("the same failure at another place is other news")
    void anotherPlace() {
        seen(scene -> scene, web -> {
            web.region.hosts().behave(Behaviour.CRASHES);
            web.stops(ACTIVE);
            web.event(ACTIVE, "stopped");
            long first = told(web, "Failover Failed");
            web.region.strike(scenery -> scenery.start(ACTIVE));
            web.passes(200);
            web.stops(STANDBY);
            web.event(STANDBY, "stopped");
            assertEquals(ACTIVE, web.holder(), web::last);
            assertTrue(told(web, "Failover Failed") > first, web.told()::toString);
        });
    }

    @Test
    @DisplayName("two failures that succeed within minutes are both told")
    void twoSuccesses() {
        seen(scene -> scene, web -> {
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            web.region.strike(scenery -> scenery.start(ACTIVE));
            web.passes(240);
            web.stops(STANDBY);
            assertEquals("SUCCEEDED", web.event(STANDBY, "stopped"), web::last);
            assertEquals(2, told(web, "Failover Succeeded"));
            assertEquals(ACTIVE, web.holder());
        });
    }

    @Test
    @DisplayName("a pause that holds a failure back is told, by each of its causes")
    void paused() {
        seen(scene -> scene, web -> {
            web.tag(ENI, "eni-failover:paused", "true");
            web.spotWarning(ACTIVE);
            web.stops(ACTIVE);
            assertEquals("PAUSED", web.event(ACTIVE, "stopped"), web::last);
            web.sweeps(10);
            assertEquals(
                    List.of("Failover Refused: PAUSED, SPOT_INTERRUPTION", "Failover Refused: PAUSED, STATE_CHANGE"),
                    web.told());
        });
    }

    @Test
    @DisplayName("what could not be told is told by the next run")
    void theBusWasAway() {
        seen(scene -> scene, web -> {
            web.stops(STANDBY);
            web.stops(ACTIVE);
            web.region.deny("events:PutEvents");
            assertEquals("NO_STANDBY", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(List.of(), web.told());
            web.region.faults().allow("events:PutEvents");
            web.sweeps(2);
            assertEquals(1, told(web, "Failover Refused"), web.told()::toString);
        });
    }
}
