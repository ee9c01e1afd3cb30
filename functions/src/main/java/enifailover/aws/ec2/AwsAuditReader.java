package enifailover.aws.ec2;

import static enifailover.aws.client.SdkValues.text;
import static enifailover.aws.ec2.Ec2Describe.filter;

import enifailover.aws.client.Clients;
import enifailover.aws.client.Stack;
import enifailover.aws.client.StackResourceNames;
import enifailover.aws.cloudwatch.AlarmReader;
import enifailover.aws.events.RuleReader;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.SsmAgentStatus;
import enifailover.model.audit.AuditSnapshot;
import enifailover.model.audit.EniTraits;
import enifailover.model.audit.Lookup;
import enifailover.model.group.GroupName;
import enifailover.port.AuditReader;
import enifailover.port.AwsCallException;
import enifailover.port.ConcurrentCall;
import enifailover.port.ErrorKind;
import enifailover.port.Observation;
import enifailover.port.Scheduler;
import enifailover.tag.GroupTags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;

/// Sees all groups at once: each kind of thing is asked for once, in pages, for all of them, so that the requests
/// grow with the pages and not with the groups. Two rounds: ENIs beside instances, then everything around them side
/// by side.
///
/// Without ENIs, instances and their status checks, types and subnets there is nothing to judge, as for the failover
/// itself; anything else that cannot be seen is [Lookup.Unseen], with AWS's reason.
public final class AwsAuditReader implements AuditReader {
    private final String tagPrefix;
    private final GroupTags tags;
    private final Ec2Describe ec2Describe;
    private final LimitsCache limitsCache;
    private final NetworkAuditReader around;
    private final AutoScalingStates scaling;
    private final StopObstacleReader stops;
    private final AlarmReader alarms;
    private final RuleReader rules;
    private final Scheduler scheduler;

    /// @param clients the SDK's
    /// @param tagPrefix the beginning of our tags' keys, such as `eni-failover:`
    /// @param stack whose alarms on instances are ours
    /// @param ours the names of the stack's rules and of its queue's alarm
    /// @param document the name of the routing document
    public AwsAuditReader(
            Clients clients,
            String tagPrefix,
            Stack stack,
            StackResourceNames ours,
            String document,
            Scheduler scheduler) {
        this.tagPrefix = tagPrefix;
        this.tags = new GroupTags(tagPrefix);
        this.ec2Describe = new Ec2Describe(clients::ec2, scheduler);
        this.limitsCache = new LimitsCache(clients, scheduler);
        this.around = new NetworkAuditReader(clients, document, scheduler);
        this.scaling = new AutoScalingStates(clients::autoScaling);
        this.stops = new StopObstacleReader(clients::ec2, scheduler);
        this.alarms = new AlarmReader(clients::cloudWatch, stack, ours.deadLetterAlarm(), scheduler);
        this.rules = new RuleReader(clients::eventBridge, ours, tagPrefix);
        this.scheduler = scheduler;
    }

    /// `ec2:DescribeNetworkInterfaces` beside `ec2:DescribeInstances`; then `ec2:DescribeInstanceStatus`,
    /// `ec2:DescribeInstanceTypes`, `ec2:DescribeSubnets`, `ec2:DescribeRouteTables`, `ec2:DescribeFlowLogs`,
    /// `ec2:DescribeVolumes` of stopped instances,
    /// `ssm:DescribeInstanceInformation`, `ssm:DescribeDocument`, `ssm:GetDocument`, `cloudwatch:DescribeAlarms`,
    /// `events:ListRules`, `autoscaling:DescribeAutoScalingInstances` of instances in Auto Scaling groups;
    /// `ec2:DescribeSpotInstanceRequests` and `ec2:DescribeInstanceAttribute` of members that a fence would stop;
    /// and `ec2:DescribeInstances` of holders and others that carry no tag.
    @Override
    public Surveyed survey(Set<InstanceId> also) {
        Instant at = scheduler.now();
        // A tag of ours that is misspelt begins right more often than not; its owner shall hear of it.
        var enis = new ConcurrentCall<>(() -> ec2Describe.networkInterfaces(filter("tag-key", tagPrefix + "*")));
        var tagged = new ConcurrentCall<>(() -> ec2Describe.instances(filter("tag-key", tagPrefix + "*")));
        scheduler.runAll(List.of(enis, tagged));
        return around(enis.result(), tagged.result(), also, at);
    }

    private Surveyed around(List<NetworkInterface> enis, List<Instance> tagged, Set<InstanceId> also, Instant at) {
        Set<InstanceId> everyone = ids(tagged);
        Set<InstanceId> missing = new TreeSet<>(also);
        List<Eni> read = ObservationReader.read(enis);
        missing.addAll(ObservationReader.holders(read));
        missing.removeAll(everyone);
        everyone.addAll(missing);
        Set<String> vpcs = texts(enis, NetworkInterface::vpcId);
        Set<String> subnets = texts(enis, NetworkInterface::subnetId);
        Set<String> logged = texts(enis, NetworkInterface::networkInterfaceId);
        logged.addAll(subnets);
        logged.addAll(vpcs);

        var nonMembers = new ConcurrentCall<>(() -> ec2Describe.instances(missing));
        var statuses = new ConcurrentCall<>(() -> ec2Describe.statuses(everyone));
        var types = new ConcurrentCall<>(
                () -> limitsCache.learnTypes(texts(tagged, Instance::instanceTypeAsString), LimitsCache.KEEP));
        var blocks = new ConcurrentCall<>(() -> limitsCache.learnSubnets(read, LimitsCache.KEEP));
        var routes = new ConcurrentCall<>(() -> seen(() -> around.routeTables(vpcs)));
        var logs = new ConcurrentCall<>(() -> seen(() -> around.flowLogs(logged)));
        Set<String> stopped = tagged.stream()
                .filter(one -> one.state() != null && one.state().name() == InstanceStateName.STOPPED)
                .map(Instance::instanceId)
                .collect(Collectors.toCollection(TreeSet::new));
        var keys = new ConcurrentCall<>(() -> seen(() -> around.volumeKeys(stopped)));
        var agents = new ConcurrentCall<>(() -> seen(() -> around.agents(everyone)));
        var document = new ConcurrentCall<>(() -> seen(around::document));
        var found = new ConcurrentCall<>(() -> seen(alarms::look));
        var ours = new ConcurrentCall<>(() -> seen(rules::look));
        var states = new ConcurrentCall<>(() -> scaling.ask(scaling.scaledOf(tagged)));
        var obstacles = new ConcurrentCall<>(() -> seen(() -> stops.obstacles(fenced(enis, tagged))));
        scheduler.runAll(List.of(
                nonMembers,
                statuses,
                types,
                blocks,
                routes,
                logs,
                keys,
                agents,
                document,
                found,
                ours,
                states,
                obstacles));

        List<Instance> all = new ArrayList<>(tagged);
        all.addAll(nonMembers.result());
        limitsCache.learnTypes(texts(nonMembers.result(), Instance::instanceTypeAsString), LimitsCache.KEEP);
        Observation observation = new Observation(
                enis.stream()
                        .map(eni -> EniMapper.of(eni, limitsCache.blocks(eni.subnetId())))
                        .sorted(Comparator.comparing(Eni::id))
                        .toList(),
                instances(all, statuses.result(), agents.result(), states.result()),
                states.result().warning().stream().toList(),
                at);
        AuditSnapshot auditSnapshot = new AuditSnapshot(
                traits(enis),
                all.stream()
                        .filter(NetworkMapper::recovers)
                        .map(one -> new InstanceId(one.instanceId()))
                        .collect(Collectors.toCollection(TreeSet::new)),
                routes.result(),
                logs.result(),
                keys.result(),
                agents.result().map(known -> known.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, one -> NetworkMapper.agent(one.getValue())))),
                document.result(),
                found.result().map(AlarmReader.Found::status),
                ours.result().map(RuleReader.Found::ours),
                ours.result().map(RuleReader.Found::onTagPrefix),
                found.result().map(AlarmReader.Found::deadLetters),
                obstacles.result());
        return new Surveyed(observation, auditSnapshot);
    }

    private List<enifailover.model.Instance> instances(
            List<Instance> all,
            List<InstanceStatus> statuses,
            Lookup<Map<InstanceId, InstanceInformation>> agents,
            AutoScalingStates.Answer states) {
        Map<String, InstanceStatus> byId = statuses.stream()
                .collect(Collectors.toMap(InstanceStatus::instanceId, Function.identity(), (first, _) -> first));
        return all.stream()
                .map(one -> InstanceMapper.of(
                        one,
                        Optional.ofNullable(byId.get(one.instanceId())),
                        false,
                        agents.value()
                                .map(known -> NetworkMapper.shell(known.get(new InstanceId(one.instanceId()))))
                                .orElse(SsmAgentStatus.UNKNOWN),
                        limitsCache.limits(one.instanceTypeAsString()),
                        states.of(new InstanceId(one.instanceId()))))
                .sorted(Comparator.comparing(enifailover.model.Instance::id))
                .toList();
    }

    /// The members of the groups whose ENIs have a tag `fence`. Who reads the tag's value decides whether it counts.
    private List<Instance> fenced(List<NetworkInterface> enis, List<Instance> tagged) {
        Set<GroupName> fencing = enis.stream()
                .map(eni -> EniMapper.tags(eni.tagSet()))
                .filter(one -> one.containsKey(tagPrefix + "fence"))
                .flatMap(one -> tags.groupOf(one).stream())
                .collect(Collectors.toSet());
        return tagged.stream()
                .filter(one ->
                        tags.membership(new InstanceId(one.instanceId()), EniMapper.tags(one.tags())).groups().stream()
                                .anyMatch(fencing::contains))
                .toList();
    }

    private static Map<EniId, EniTraits> traits(List<NetworkInterface> enis) {
        Map<EniId, EniTraits> traits = new TreeMap<>();
        enis.forEach(eni -> traits.put(new EniId(eni.networkInterfaceId()), NetworkMapper.traits(eni)));
        return traits;
    }

    private static <T> Lookup<T> seen(Supplier<T> look) {
        try {
            return Lookup.known(look.get());
        } catch (AwsCallException awsCallException) {
            return Lookup.unseen(awsCallException.message(), awsCallException.refusal() == ErrorKind.DENIED);
        }
    }

    private static Set<InstanceId> ids(Collection<Instance> instances) {
        return instances.stream()
                .map(one -> new InstanceId(one.instanceId()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static <T> Set<String> texts(Collection<T> things, Function<T, String> member) {
        return things.stream().map(one -> text(member.apply(one))).collect(Collectors.toCollection(TreeSet::new));
    }
}
