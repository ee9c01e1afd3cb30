package enifailover.aws.ec2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import enifailover.aws.client.Wire;
import enifailover.model.InstanceId;
import enifailover.model.audit.StopObstacle;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.testkit.memory.ManualScheduler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceState;

/// What would keep a fence from closing, as EC2 tells it.
class StopObstacleReaderTest {
    private static final InstanceId ON_DEMAND = new InstanceId("i-0a1b2c3d4e5f60711");
    private static final InstanceId ONE_TIME = new InstanceId("i-0a1b2c3d4e5f60722");
    private static final InstanceId PERSISTENT = new InstanceId("i-0a1b2c3d4e5f60733");

    private final Wire wire = new Wire();
    private final StopObstacleReader survey = new StopObstacleReader(wire.clients()::ec2, new ManualScheduler());

    private static Instance instance(InstanceId id, boolean spot) {
        Instance.Builder builder = Instance.builder()
                .instanceId(id.value())
                .state(InstanceState.builder().name("running").build());
        return spot ? builder.instanceLifecycle(InstanceLifecycleType.SPOT).build() : builder.build();
    }

    private static Wire.Reply attribute(boolean on) {
        return Wire.ec2("DescribeInstanceAttribute", "<disableApiStop><value>" + on + "</value></disableApiStop>");
    }

    private static String request(InstanceId id, String type) {
        return "<item><spotInstanceRequestId>sir-1</spotInstanceRequestId><type>" + type
                + "</type><state>active</state><instanceId>" + id + "</instanceId></item>";
    }

    @Test
    void findsStopProtectionAndOneTimeRequests() {
        wire.on(
                        "DescribeInstanceAttribute",
                        call -> attribute(call.parameter("InstanceId").equals(ON_DEMAND.value())))
                .on(
                        "DescribeSpotInstanceRequests",
                        Wire.ec2(
                                "DescribeSpotInstanceRequests",
                                "<spotInstanceRequestSet>" + request(ONE_TIME, "one-time")
                                        + request(PERSISTENT, "persistent") + "</spotInstanceRequestSet>"));
        assertEquals(
                Map.of(
                        ON_DEMAND, Set.of(StopObstacle.STOP_PROTECTION),
                        ONE_TIME, Set.of(StopObstacle.ONE_TIME_SPOT)),
                survey.obstacles(
                        List.of(instance(ON_DEMAND, false), instance(ONE_TIME, true), instance(PERSISTENT, true))));
        assertEquals(
                List.of(ONE_TIME.value(), PERSISTENT.value()),
                wire.calls("DescribeSpotInstanceRequests").getFirst().filter("instance-id"));
        assertEquals(
                List.of("disableApiStop"),
                wire.calls("DescribeInstanceAttribute").stream()
                        .map(call -> call.parameter("Attribute"))
                        .distinct()
                        .toList());
        assertEquals(Map.of("DescribeInstanceAttribute", 3L, "DescribeSpotInstanceRequests", 1L), wire.counts());
    }

    @Test
    void asksNothingWhereNothingIsFenced() {
        assertEquals(Map.of(), survey.obstacles(List.of()));
        assertEquals(Map.of(), wire.counts());
    }

    @Test
    void anInstanceThatVanishedIsLeftOutAndWhatMayNotBeAskedIsSaid() {
        wire.on(
                "DescribeInstanceAttribute",
                Wire.ec2Error(400, "InvalidInstanceID.NotFound", "The instance ID does not exist"));
        assertEquals(Map.of(), survey.obstacles(List.of(instance(ON_DEMAND, false))));
        wire.on("DescribeInstanceAttribute", Wire.ec2Error(403, "UnauthorizedOperation", "You are not authorized"));
        AwsCallException awsCallException =
                assertThrows(AwsCallException.class, () -> survey.obstacles(List.of(instance(ON_DEMAND, false))));
        assertEquals(ErrorKind.DENIED, awsCallException.refusal());
    }
}
