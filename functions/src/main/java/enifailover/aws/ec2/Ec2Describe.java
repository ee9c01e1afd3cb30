package enifailover.aws.ec2;

import static enifailover.aws.client.AwsErrors.ask;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.SdkValues;
import enifailover.model.InstanceId;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Subnet;

/// EC2's describes as the observer needs them. By filter wherever EC2 has one, and not by id: what does not exist is
/// then left out instead of failing the request, and EC2 counts it against a bucket twice as large (AWS documentation,
/// "Request throttling for the Amazon EC2 API": requests without filter or paging have a bucket of their own).
public final class Ec2Describe {
    /// EC2 takes at most 200 values in a filter.
    static final int MOST_VALUES = 200;

    private static final int PAGE = 1000;
    /// EC2 takes seconds to tell of a thousand instances with their interfaces (inferred), which an attempt's time-out
    /// would end.
    private static final int PAGE_OF_INSTANCES = 250;

    /// DescribeInstanceStatus takes at most 100 ids, and no filter by id.
    static final int MOST_IDS = 100;

    private static final Pattern INSTANCE = Pattern.compile("\\bi-[0-9a-f]{8,17}\\b");

    /// How long one describe is asked for while EC2 says that there are too many.
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(400);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final Supplier<Ec2Client> ec2;
    private final Scheduler scheduler;

    Ec2Describe(Supplier<Ec2Client> ec2, Scheduler scheduler) {
        this.ec2 = ec2;
        this.scheduler = scheduler;
    }

    /// Makes a request, and after a while again where EC2 says that there are too many: this one alone, for a whole
    /// look that begins anew would ask five times as much. The pause varies by what is asked about, so that those
    /// who were refused together do not come back together, and the same story happens the same way again.
    private <T> T patiently(ApiAction action, Object about, Supplier<T> request) {
        Instant begun = scheduler.now();
        for (int tries = 1; ; tries++) {
            try {
                return ask(action, request);
            } catch (AwsCallException awsCallException) {
                boolean over = Duration.between(begun, scheduler.now()).compareTo(TIMEOUT) > 0;
                if (awsCallException.refusal() != ErrorKind.THROTTLED || over) {
                    throw awsCallException;
                }
                Duration most = FIRST_PAUSE.multipliedBy(1L << Math.min(tries, 8));
                long bound = Math.min(most.toMillis(), LONGEST_PAUSE.toMillis());
                long mixed = Objects.hash(action.name(), about.toString(), tries) * 0x9E3779B9L;
                long part = Math.floorMod(mixed >>> 8, bound / 2);
                scheduler.sleep(Duration.ofMillis(bound / 2 + part));
            }
        }
    }

    /// Makes `ec2:DescribeNetworkInterfaces` once, for a wait that paces itself. Where EC2 has too many requests with a
    /// filter it is asked once more by id, which it counts apart. An id that it does not know fails that request:
    /// then the first refusal stands.
    ///
    /// @param ids two hundred at most
    List<NetworkInterface> networkInterfacesNow(List<String> ids) {
        try {
            return ask(ApiAction.DESCRIBE_NETWORK_INTERFACES, () -> interfaces(filter("network-interface-id", ids)));
        } catch (AwsCallException awsCallException) {
            if (awsCallException.refusal() != ErrorKind.THROTTLED) {
                throw awsCallException;
            }
            try {
                return ask(ApiAction.DESCRIBE_NETWORK_INTERFACES, () -> ec2.get()
                        .describeNetworkInterfaces(request -> request.networkInterfaceIds(ids))
                        .networkInterfaces());
            } catch (AwsCallException again) {
                throw again.refusal() == ErrorKind.NOT_FOUND ? awsCallException : again;
            }
        }
    }

    /// Makes `ec2:DescribeInstances` once, by id: the first question of every event, when a thousand come at once, is
    /// then counted apart from the looks that the failovers under way need.
    ///
    /// @return empty where EC2 does not know it
    Optional<Instance> instanceNow(InstanceId id) {
        try {
            return ask(
                    ApiAction.DESCRIBE_INSTANCES,
                    () ->
                            ec2
                                    .get()
                                    .describeInstances(request -> request.instanceIds(id.value()))
                                    .reservations()
                                    .stream()
                                    .flatMap(reservation -> reservation.instances().stream())
                                    .findFirst());
        } catch (AwsCallException awsCallException) {
            if (awsCallException.code().startsWith("InvalidInstanceID")) {
                return Optional.empty();
            }
            throw awsCallException;
        }
    }

    private List<NetworkInterface> interfaces(Filter... filters) {
        return ec2
                .get()
                .describeNetworkInterfacesPaginator(
                        request -> request.filters(filters).maxResults(PAGE))
                .networkInterfaces()
                .stream()
                .toList();
    }

    static Filter filter(String name, Collection<String> values) {
        return Filter.builder().name(name).values(values).build();
    }

    static Filter filter(String name, String value) {
        return filter(name, List.of(value));
    }

    /// Makes `ec2:DescribeNetworkInterfaces`, a request for each thousand.
    List<NetworkInterface> networkInterfaces(Filter... filters) {
        return patiently(ApiAction.DESCRIBE_NETWORK_INTERFACES, List.of(filters), () -> interfaces(filters));
    }

    /// Makes `ec2:DescribeInstances`, a request for each 250.
    List<Instance> instances(Filter... filters) {
        return patiently(ApiAction.DESCRIBE_INSTANCES, List.of(filters), () -> ec2
                .get()
                .describeInstancesPaginator(request -> request.filters(filters).maxResults(PAGE_OF_INSTANCES))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList());
    }

    /// The same by id, without those that EC2 does not know.
    List<Instance> instances(Collection<InstanceId> ids) {
        List<Instance> found = new ArrayList<>();
        for (List<String> some : SdkValues.batches(ids, MOST_VALUES)) {
            found.addAll(instances(filter("instance-id", some)));
        }
        return found;
    }

    /// Makes `ec2:DescribeInstanceStatus`, a request for each hundred, whether the instances run or not. An id that EC2
    /// does not know fails the whole request and is named by it; it is asked again without.
    List<InstanceStatus> statuses(Collection<InstanceId> ids) {
        List<InstanceStatus> found = new ArrayList<>();
        for (List<String> some : SdkValues.batches(ids, MOST_IDS)) {
            found.addAll(statusesOf(new TreeSet<>(some)));
        }
        return found;
    }

    private List<InstanceStatus> statusesOf(Set<String> ids) {
        while (!ids.isEmpty()) {
            try {
                return patiently(ApiAction.DESCRIBE_INSTANCE_STATUS, ids, () -> ec2.get()
                        .describeInstanceStatus(
                                request -> request.instanceIds(ids).includeAllInstances(true))
                        .instanceStatuses());
            } catch (AwsCallException awsCallException) {
                if (!awsCallException.code().startsWith("InvalidInstanceID")
                        || !ids.removeAll(named(awsCallException))) {
                    throw awsCallException;
                }
            }
        }
        return List.of();
    }

    private static Set<String> named(AwsCallException awsCallException) {
        return INSTANCE.matcher(String.valueOf(awsCallException.getMessage()))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    /// Makes `ec2:DescribeInstanceTypes`, a request for each hundred of two hundred types.
    List<InstanceTypeInfo> types(Collection<String> types) {
        List<InstanceTypeInfo> found = new ArrayList<>();
        for (List<String> some : SdkValues.batches(types, MOST_VALUES)) {
            found.addAll(patiently(ApiAction.DESCRIBE_INSTANCE_TYPES, some, () -> ec2
                    .get()
                    .describeInstanceTypesPaginator(request -> request.filters(filter("instance-type", some)))
                    .instanceTypes()
                    .stream()
                    .toList()));
        }
        return found;
    }

    /// Makes `ec2:DescribeSubnets`, a request for each two hundred.
    List<Subnet> subnets(Collection<String> ids) {
        List<Subnet> found = new ArrayList<>();
        for (List<String> some : SdkValues.batches(ids, MOST_VALUES)) {
            found.addAll(
                    patiently(ApiAction.DESCRIBE_SUBNETS, some, () -> ec2
                            .get()
                            .describeSubnetsPaginator(request -> request.filters(filter("subnet-id", some)))
                            .subnets()
                            .stream()
                            .toList()));
        }
        return found;
    }
}
