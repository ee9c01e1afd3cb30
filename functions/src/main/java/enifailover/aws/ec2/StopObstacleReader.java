package enifailover.aws.ec2;

import static enifailover.aws.client.AwsErrors.ask;
import static enifailover.aws.client.SdkValues.text;
import static enifailover.aws.ec2.Ec2Describe.filter;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.RateLimiter;
import enifailover.aws.client.SdkValues;
import enifailover.model.InstanceId;
import enifailover.model.audit.StopObstacle;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.port.Scheduler;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.SpotInstanceRequest;
import software.amazon.awssdk.services.ec2.model.SpotInstanceType;

/// Looks for what would keep a fence from closing.
final class StopObstacleReader {
    /// EC2 tells this attribute of one instance a request. The describes of a failover share EC2's limits.
    private static final int ATTRIBUTES_PER_SECOND = 10;

    private final Supplier<Ec2Client> ec2;
    private final Scheduler scheduler;

    StopObstacleReader(Supplier<Ec2Client> ec2, Scheduler scheduler) {
        this.ec2 = ec2;
        this.scheduler = scheduler;
    }

    /// Makes `ec2:DescribeSpotInstanceRequests`, a request for each two hundred Spot instances, and
    /// `ec2:DescribeInstanceAttribute`, a request for each instance, ten a second.
    ///
    /// @param instances those that a fence would stop
    /// @return what stands in the way; an instance that is missing here may be stopped
    Map<InstanceId, Set<StopObstacle>> obstacles(Collection<Instance> instances) {
        Map<InstanceId, Set<StopObstacle>> found = new TreeMap<>();
        Set<InstanceId> spot = new TreeSet<>();
        RateLimiter rateLimiter = new RateLimiter(scheduler, ATTRIBUTES_PER_SECOND);
        for (Instance one : instances) {
            InstanceId id = new InstanceId(one.instanceId());
            if (one.state() != null && one.state().name() == InstanceStateName.TERMINATED) {
                continue;
            }
            if (one.instanceLifecycle() == InstanceLifecycleType.SPOT) {
                spot.add(id);
            }
            rateLimiter.await();
            if (stopProtected(id)) {
                add(found, id, StopObstacle.STOP_PROTECTION);
            }
        }
        for (List<String> some : SdkValues.batches(spot, Ec2Describe.MOST_VALUES)) {
            requests(some).stream()
                    .filter(request -> request.type() == SpotInstanceType.ONE_TIME)
                    .flatMap(request -> InstanceId.parse(text(request.instanceId())).stream())
                    .forEach(id -> add(found, id, StopObstacle.ONE_TIME_SPOT));
        }
        return found;
    }

    private static void add(Map<InstanceId, Set<StopObstacle>> found, InstanceId id, StopObstacle obstacle) {
        found.computeIfAbsent(id, _ -> EnumSet.noneOf(StopObstacle.class)).add(obstacle);
    }

    private boolean stopProtected(InstanceId id) {
        try {
            AttributeBooleanValue value = ask(ApiAction.DESCRIBE_INSTANCE_ATTRIBUTE, () -> ec2.get()
                            .describeInstanceAttribute(request ->
                                    request.instanceId(id.value()).attribute(InstanceAttributeName.DISABLE_API_STOP)))
                    .disableApiStop();
            return value != null && Boolean.TRUE.equals(value.value());
        } catch (AwsCallException awsCallException) {
            if (awsCallException.refusal() == ErrorKind.NOT_FOUND) {
                return false; // it has vanished since it was described
            }
            throw awsCallException;
        }
    }

    private List<SpotInstanceRequest> requests(List<String> instances) {
        return ask(ApiAction.DESCRIBE_SPOT_INSTANCE_REQUESTS, () -> ec2
                .get()
                .describeSpotInstanceRequestsPaginator(request -> request.filters(filter("instance-id", instances)))
                .spotInstanceRequests()
                .stream()
                .toList());
    }
}
