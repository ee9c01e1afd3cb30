package enifailover.handler;

import static enifailover.handler.Deployment.THIRD;
import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.InstanceScene;
import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ssm.SimulatedHost.Behaviour;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Firewalls and Windows route by themselves: the tag `routing=none`.
class NoRoutingFromUsTest {
    private static final String GROUP = "eni-failover:group";
    private static final String WINDOWS_A = "i-0eeeeeeeeeeeeee01";
    private static final String WINDOWS_B = "i-0eeeeeeeeeeeeee02";
    private static final String WINDOWS_ENI = "eni-0eeeeeeeeeeeeeeee";

    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static void seen(UnaryOperator<RegionBuilder> scene, Consumer<Deployment> story) {
        Deployment.seen(DYNAMO, scene, web -> {
            web.tag(ENI, "eni-failover:routing", "none");
            story.accept(web);
        });
    }

    private static void withoutAgents(Deployment web) {
        web.region.strike(_ -> List.of(ACTIVE, STANDBY).forEach(web.region.fleet()::unmanage));
    }

    private static void nothingWasSent(Deployment web) {
        assertEquals(0, web.asked("SendCommand"));
        assertEquals(0, web.asked("GetCommandInvocation"));
    }

    @Test
    @DisplayName("no agent anywhere: a failure, a drill, a failback and announced trouble succeed without any command")
    void noAgentAnywhere() {
        seen(scene -> scene, web -> {
            withoutAgents(web);
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(STANDBY, web.holder());
            assertTrue(web.last().contains("routing"), web::last);
            web.region.strike(scenery -> scenery.start(ACTIVE));
            web.event(ACTIVE, "running");
            web.sweeps(5);
            assertEquals("SUCCEEDED", web.drill("failback"), web::last);
            assertEquals(ACTIVE, web.holder());
            assertEquals("SUCCEEDED", web.spotWarning(ACTIVE), web::last);
            assertEquals(STANDBY, web.holder());
            web.sweeps(10);
            assertEquals(3, web.detaches());
            nothingWasSent(web);
        });
    }

    @Test
    @DisplayName("without the tag the same group does not leave an active that runs")
    void withoutTheTag() {
        seen(scene -> scene, web -> {
            web.tag(ENI, "eni-failover:routing", "ssm");
            withoutAgents(web);
            assertEquals("NO_STANDBY", web.drill("failover"), web::last);
            assertEquals(ACTIVE, web.holder());
        });
    }

    @Test
    @DisplayName("agents that are there are not used, and no guest is asked to route or to clean up")
    void agentsAreNotUsed() {
        seen(Deployment::third, web -> {
            web.region.hosts().behave(Behaviour.CRASHES);
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(STANDBY, web.holder());
            web.region.strike(scenery -> scenery.start(ACTIVE));
            web.event(ACTIVE, "running");
            web.sweeps(10);
            web.stops(STANDBY);
            assertEquals("SUCCEEDED", web.event(STANDBY, "stopped"), web::last);
            web.sweeps(10);
            assertEquals(2, web.detaches());
            nothingWasSent(web);
        });
    }

    @Test
    @DisplayName("no agent anywhere: the audit finds no fault in that")
    void theAuditMissesNoAgent() {
        seen(scene -> scene, web -> {
            web.sweep();
            withoutAgents(web);
            List<String> findings = web.findings();
            assertFalse(findings.stream().anyMatch(one -> one.startsWith("BLOCKER")), findings::toString);
            assertFalse(findings.stream().anyMatch(one -> one.contains("agent")), findings::toString);
            assertFalse(findings.stream().anyMatch(one -> one.contains("plan-warning")), findings::toString);
        });
    }

    @Test
    @DisplayName("the audit asks no guest anything, and stages nothing")
    void theAuditAsksNoGuest() {
        Deployment.staging(DYNAMO, scene -> scene, web -> {
            web.tag(ENI, "eni-failover:routing", "none");
            web.sweep();
            for (int i = 0; i < 4; i++) {
                web.passes(900);
                web.audit();
            }
            nothingWasSent(web);
        });
    }

    @Test
    @DisplayName("a cold standby is ready when it runs: its agent is not waited for")
    void aColdStandby() {
        seen(scene -> scene, web -> {
            web.tag(ENI, "eni-failover:cold-standby", "start");
            withoutAgents(web);
            web.stops(STANDBY);
            web.sweep();
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(STANDBY, web.holder());
            nothingWasSent(web);
        });
    }

    @Test
    @DisplayName("no-show=reboot reboots nobody: the guest's interfaces are not asked about")
    void nobodyIsRebooted() {
        seen(scene -> scene, web -> {
            web.tag(ENI, "eni-failover:no-show", "reboot");
            web.region.hosts().behave(Behaviour.NEVER_SHOWS_DEVICE);
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(0, web.asked("RebootInstances"));
        });
    }

    @Test
    @DisplayName("a value that the tag does not have is a finding, and the default holds")
    void aWrongValue() {
        seen(scene -> scene, web -> {
            web.tag(ENI, "eni-failover:routing", "nobody");
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertTrue(web.last().contains("tag-value"), web::last);
            assertTrue(web.region.hosts().routed(STANDBY).containsKey(ENI));
        });
    }

    @Test
    @DisplayName("the tag is set while routing is asked for in vain: the ENI is at rest, and nothing more is sent")
    void theTagEndsTheWaiting() {
        seen(scene -> scene, web -> {
            web.tag(ENI, "eni-failover:routing", "ssm");
            web.region.hosts().behave(Behaviour.CRASHES);
            web.stops(ACTIVE);
            web.event(ACTIVE, "stopped");
            web.sweeps(2);
            web.tag(ENI, "eni-failover:routing", "none");
            web.region.forgetCalls();
            web.sweeps(10);
            assertEquals("none", web.sweep(), web::last);
            nothingWasSent(web);
            assertEquals(0, web.detaches());
            assertTrue(web.findings().stream().noneMatch(one -> one.contains("routing-unverified")), web::last);
        });
    }

    private static void windows(InstanceScene one, boolean managed) {
        one.windows().tag(GROUP, "win");
        if (!managed) {
            one.unmanaged();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "none, false, SUCCEEDED",
        "none, true, SUCCEEDED",
        "ssm, true, SUCCEEDED",
        "ssm, false, ROUTING_UNVERIFIED"
    })
    @DisplayName("two Windows instances: the ENI moves, and no routing is sent; without tag and agent that is said")
    void windows(String routing, boolean managed, String verdict) {
        Deployment.seen(
                DYNAMO,
                scene -> scene.instance(WINDOWS_A, one -> windows(one, managed))
                        .instance(WINDOWS_B, one -> windows(one, managed))
                        .eni(WINDOWS_ENI, eni -> eni.address("10.0.1.88")
                                .tag(GROUP, "win")
                                .tag("eni-failover:routing", routing)
                                .on(WINDOWS_A, 1)),
                web -> {
                    web.stops(WINDOWS_A);
                    web.event(WINDOWS_A, "stopped");
                    assertEquals(WINDOWS_B, web.holder(WINDOWS_ENI), web::last);
                    assertTrue(web.last().contains(verdict), web::last);
                    nothingWasSent(web);
                });
    }

    @Test
    @DisplayName("a refused attach goes to the next standby here too, and the third member is found")
    void aRefusal() {
        seen(Deployment::third, web -> {
            web.region.attachRefusals().refuse(STANDBY, "UnsupportedOperation");
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(THIRD, web.holder());
            nothingWasSent(web);
        });
    }
}
