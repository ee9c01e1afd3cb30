package enifailover.handler;

import static enifailover.handler.Deployment.THIRD;
import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ec2.Checks.Kind;
import enifailover.testkit.region.ssm.SimulatedHost.Behaviour;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds a second failover back, and what does not; what two runs without a lease may do.
class CoolDownTest {
    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static void seen(UnaryOperator<RegionBuilder> scene, Consumer<Deployment> story) {
        Deployment.seen(DYNAMO, scene, story);
    }

    private static void failedOver(Consumer<Deployment> story) {
        seen(Deployment::third, web -> {
            web.stops(ACTIVE);
            assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
            assertEquals(STANDBY, web.holder());
            story.accept(web);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopped", "terminated", "stopping", "shutting-down"})
    @DisplayName("the new holder leaves service within the cool-down: the ENI moves on at once")
    void theNewHolderIsOff(String state) {
        failedOver(web -> {
            web.region.strike(scenery -> {
                switch (state) {
                    case "stopped" -> {
                        scenery.shutdownTakes(STANDBY, Duration.ZERO);
                        scenery.stop(STANDBY, true, "a power failure");
                    }
                    case "stopping" -> scenery.stop(STANDBY, false, "a person stops it");
                    default -> scenery.terminate(STANDBY, "a person terminates it");
                }
            });
            web.passes(state.equals("terminated") ? 30 : 1);
            assertEquals("SUCCEEDED", web.event(STANDBY, state), web::last);
            assertEquals(THIRD, web.holder());
        });
    }

    @Test
    @DisplayName("the new holder only fails a check within the cool-down: the ENI stays until the cool-down ends")
    void theNewHolderIsImpaired() {
        failedOver(web -> {
            web.region.impair(STANDBY, Kind.INSTANCE);
            web.sweeps(3);
            assertEquals(STANDBY, web.holder());
            assertEquals(1, web.detaches());
            web.sweeps(5);
            assertEquals(THIRD, web.holder());
            assertEquals(2, web.detaches());
        });
    }

    @Test
    @DisplayName("trouble is announced for the new holder within the cool-down: that is not ignored for ever")
    void announcedWithinTheCoolDown() {
        failedOver(web -> {
            web.spotWarning(STANDBY);
            web.stops(STANDBY);
            web.event(STANDBY, "stopped");
            assertEquals(THIRD, web.holder(), web::last);
        });
    }

    @Test
    @DisplayName("without the table nobody is rebooted, by one run or by two at once")
    void nobodyIsRebootedWithoutTheTable() {
        seen(scene -> scene, web -> {
            web.tag(ENI, "eni-failover:no-show", "reboot");
            web.region.hosts().behave(STANDBY, Behaviour.SHOWS_DEVICE_AFTER_REBOOT);
            web.lab.doors.tableAway = true;
            web.stops(ACTIVE);
            FailoverFunction other = web.lab.startedAnew();
            String event = FunctionLab.stopped(ACTIVE);
            List<Callable<Object>> both =
                    List.of(() -> FunctionLab.call(web.lab.failover, event), () -> FunctionLab.call(other, event));
            web.region.time().runAll(both);
            assertEquals(STANDBY, web.holder());
            assertEquals(0, web.asked("RebootInstances"));
            web.lab.doors.tableAway = false;
            web.sweeps(5);
            assertTrue(web.asked("RebootInstances") <= 1);
            assertEquals(
                    1,
                    web.region.calls().stream()
                            .filter(call -> call.attempt().action().equals("DetachNetworkInterface"))
                            .map(call -> call.attempt().subject())
                            .distinct()
                            .count(),
                    "both asked for the same detach");
        });
    }

    /// An alarm over all instances says of the active that its status check fails.
    private static String contributorInAlarm(Deployment web) {
        return web.event("aws.cloudwatch", "CloudWatch Alarm Contributor State Change", """
                {"alarmName":"status-checks",
                 "alarmContributor":{"id":"5f0c1d3a9be24761","attributes":{"InstanceId":"%s"}},
                 "state":{"value":"ALARM","reason":"Threshold Crossed"},
                 "configuration":{"metrics":[{"id":"q1","returnData":true,"period":60,"expression":
                  "SELECT MAX(StatusCheckFailed) FROM SCHEMA(\\"AWS/EC2\\", InstanceId) GROUP BY InstanceId"}]}}""".formatted(ACTIVE));
    }

    @Test
    @DisplayName("an alarm's contributor names the holder: it is heard, and looked after")
    void anAlarmsContributor() {
        seen(scene -> scene, web -> {
            web.region.impair(ACTIVE, Kind.INSTANCE);
            assertEquals("SUCCEEDED", contributorInAlarm(web), web::last);
            assertEquals(STANDBY, web.holder());
        });
    }

    @Test
    @DisplayName("an alarm's contributor is false: EC2 is asked, and nothing moves")
    void aFalseContributor() {
        seen(scene -> scene, web -> {
            assertEquals("HEALTHY", contributorInAlarm(web), web::last);
            assertEquals(0, web.detaches());
        });
    }
}
