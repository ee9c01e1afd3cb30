package enifailover.handler;

import static enifailover.handler.Deployment.ENI2;
import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.ec2.Checks.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A row is missing from one answer, or one of two answers is old: that changes neither what a group is made of nor
/// who has failed.
class MissingRowsTest {
    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static void seen(UnaryOperator<RegionBuilder> scene, Consumer<Deployment> story) {
        Deployment.seen(DYNAMO, scene, story);
    }

    private static void hidden(Deployment web, String action, String id, int seconds) {
        Instant until = web.region.time().now().plusSeconds(seconds);
        web.region.faults().rows().hidden(action, id, until);
    }

    @Test
    @DisplayName("an ENI is missing while an audit looks: it stays in the group, and moves with it")
    void anEniIsMissingFromAnAudit() {
        seen(Deployment::secondEni, web -> {
            web.audit();
            hidden(web, "ec2:DescribeNetworkInterfaces", ENI2, 1);
            web.audit();
            web.passes(30);
            web.stops(ACTIVE);
            web.event(ACTIVE, "stopped");
            web.sweeps(5);
            web.audit();
            web.sweeps(5);
            assertEquals(STANDBY, web.holder());
            assertEquals(STANDBY, web.holder(ENI2));
        });
    }

    @Test
    @DisplayName(
            "a member is missing while an audit looks: it stays in the group, and takes the ENI of an impaired active")
    void aMemberIsMissingFromAnAudit() {
        seen(scene -> scene, web -> {
            web.audit();
            hidden(web, "ec2:DescribeInstances", STANDBY, 1);
            web.audit();
            web.region.impair(ACTIVE, Kind.INSTANCE);
            web.passes(90);
            assertEquals("SUCCEEDED", web.sweep(), web::last);
            assertEquals(STANDBY, web.holder());
        });
    }

    @Test
    @DisplayName("the only ENI is missing from one answer: nobody is told that the group is gone")
    void theOnlyEniIsMissing() {
        seen(scene -> scene, web -> {
            web.stops(ACTIVE);
            hidden(web, "ec2:DescribeNetworkInterfaces", ENI, 2);
            web.event(ACTIVE, "stopped");
            web.sweeps(2);
            assertEquals(STANDBY, web.holder(), web::last);
            assertTrue(web.told().stream().noneMatch(one -> one.contains("NO_GROUP")), web.told()::toString);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 20})
    @DisplayName(
            "DescribeInstances still shows a holder stopped that runs again, DescribeInstanceStatus does not: it stays")
    void theHolderIsShownStoppedByOneAnswer(int seconds) {
        seen(scene -> scene, web -> {
            web.tag(ENI, "eni-failover:paused", "true");
            web.stops(ACTIVE);
            Instant off = web.region.time().now();
            web.region.strike(scenery -> scenery.start(ACTIVE));
            web.passes(300);
            web.tag(ENI, "eni-failover:paused", "false");
            Instant until = web.region.time().now().plusSeconds(seconds);
            web.region
                    .faults()
                    .rows()
                    .rule((attempt, row) -> row.equals(ACTIVE)
                                    && attempt.action().equals("DescribeInstances")
                                    && attempt.at().isBefore(until)
                            ? Duration.between(off, attempt.at())
                            : Duration.ZERO);
            web.sweep();
            web.sweeps(3);
            assertEquals(0, web.detaches());
            assertEquals(ACTIVE, web.holder());
        });
    }
}
