package enifailover.aws.ec2;

import static enifailover.aws.ec2.Ec2Describe.filter;

import enifailover.aws.client.Clients;
import enifailover.aws.client.SdkValues;
import enifailover.aws.cloudwatch.AlarmInstanceResolver;
import enifailover.aws.ssm.SsmAgentReader;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.port.ConcurrentCall;
import enifailover.port.Ec2Reader;
import enifailover.port.InstanceMembership;
import enifailover.port.Observation;
import enifailover.port.Scheduler;
import enifailover.tag.GroupTags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/// Sees with EC2's describes, Systems Manager's list of agents and CloudWatch's alarms. What does not depend on each
/// other is asked side by side: a look costs two rounds, a look at one instance one.
public final class AwsEc2Reader implements Ec2Reader {
    private final GroupTags tags;
    private final String groupTag;
    private final Ec2Describe ec2Describe;
    private final InstanceStatusReader instanceStatusReader;
    private final SsmAgentReader ssmAgentReader;
    private final AutoScalingStates scaling;
    private final AlarmInstanceResolver alarmInstanceResolver;
    private final ObservationReader observationReader;
    private final LimitsCache limitsCache;
    private final RecentMembers recentMembers = new RecentMembers();
    private final Scheduler scheduler;

    /// With surroundings of its own.
    public AwsEc2Reader(Clients clients, String tagPrefix, Scheduler scheduler) {
        this(clients, tagPrefix, new LimitsCache(clients, scheduler), scheduler);
    }

    /// @param clients the SDK's
    /// @param tagPrefix the beginning of our tags' keys, such as `eni-failover:`
    /// @param limitsCache what the table knows too
    public AwsEc2Reader(Clients clients, String tagPrefix, LimitsCache limitsCache, Scheduler scheduler) {
        this.tags = new GroupTags(tagPrefix);
        this.groupTag = tags.groupKey();
        this.ec2Describe = new Ec2Describe(clients::ec2, scheduler);
        this.instanceStatusReader = new InstanceStatusReader(ec2Describe);
        this.ssmAgentReader = new SsmAgentReader(clients::ssm);
        this.alarmInstanceResolver = new AlarmInstanceResolver(clients::cloudWatch);
        this.limitsCache = limitsCache;
        this.scaling = new AutoScalingStates(clients::autoScaling);
        this.observationReader = new ObservationReader(
                ec2Describe, instanceStatusReader, ssmAgentReader, scaling, limitsCache, scheduler);
        this.scheduler = scheduler;
    }

    /// `ec2:DescribeInstances` by id.
    @Override
    public InstanceMembership describeMembership(InstanceId instance) {
        return ec2Describe
                .instanceNow(instance)
                .map(one -> new InstanceMembership(memberships(one), InstanceMapper.beyondThePrimary(one)))
                .orElse(InstanceMembership.NONE);
    }

    /// `ec2:DescribeNetworkInterfaces`.
    @Override
    public Set<GroupName> groupsHeldBy(InstanceId instance) {
        Set<GroupName> names = new TreeSet<>();
        ec2Describe
                .networkInterfaces(filter("attachment.instance-id", instance.value()), filter("tag-key", groupTag))
                .forEach(eni -> tags.groupOf(EniMapper.tags(eni.tagSet())).ifPresent(names::add));
        return names;
    }

    /// `ec2:DescribeNetworkInterfaces`.
    @Override
    public List<Eni> heldBy(InstanceId instance) {
        return observationReader.enis(ec2Describe.networkInterfaces(
                filter("attachment.instance-id", instance.value()), filter("tag-key", groupTag)));
    }

    /// `ec2:DescribeNetworkInterfaces` beside `ec2:DescribeInstances`; `ec2:DescribeInstanceStatus` beside
    /// `ssm:DescribeInstanceInformation` and, for instances of Auto Scaling groups,
    /// `autoscaling:DescribeAutoScalingInstances`, with them for whom the group was seen with before, after them
    /// for others; and then `ec2:DescribeInstanceTypes`, `ec2:DescribeSubnets` and `ec2:DescribeInstances` of
    /// holders that are no members, each only where it is needed.
    @Override
    public Observation look(GroupName group, Set<InstanceId> also) {
        Instant at = scheduler.now();
        var enis = new ConcurrentCall<>(() -> ec2Describe.networkInterfaces(filter("tag:" + groupTag, group.value())));
        // The tag of a member lists its groups: EC2 finds the name anywhere in it, then it is compared exactly.
        var tagged = new ConcurrentCall<>(() -> ec2Describe.instances(filter("tag:" + groupTag, "*" + group + "*")));
        Set<InstanceId> known = recentMembers.of(group);
        // Of more than one request takes, those that have left service are not asked about: see the second round.
        Set<InstanceId> asked = known.size() > Ec2Describe.MOST_IDS ? Set.of() : known;
        var status = new ConcurrentCall<>(() -> instanceStatusReader.ask(asked));
        var shells = new ConcurrentCall<>(() -> ssmAgentReader.ask(asked));
        var states = new ConcurrentCall<>(() -> scaling.ask(scaling.scaled(asked)));
        scheduler.runAll(List.of(enis, tagged, status, shells, states));
        List<software.amazon.awssdk.services.ec2.model.Instance> members = tagged.result().stream()
                .filter(one -> memberships(one).contains(group))
                .toList();
        ObservationReader.Asked first =
                new ObservationReader.Asked(asked, status.result(), shells.result(), states.result());
        Observation observation = observationReader.look(enis.result(), members, also, at, Optional.of(first));
        recentMembers.saw(
                group, observation.instances().stream().map(Instance::id).collect(Collectors.toSet()));
        limitsCache.saw(
                group,
                observation.instances().stream().map(Instance::type).collect(Collectors.toSet()),
                observation.enis());
        return observation;
    }

    /// `ec2:DescribeNetworkInterfaces` beside `ec2:DescribeInstances`, a request for each thousand; then
    /// `ec2:DescribeInstanceStatus`, one for each hundred instances, and `ec2:DescribeInstances` of
    /// holders that are no members.
    @Override
    public Observation lookAtAll() {
        Instant at = scheduler.now();
        var enis = new ConcurrentCall<>(() -> ec2Describe.networkInterfaces(filter("tag-key", groupTag)));
        var members = new ConcurrentCall<>(() -> ec2Describe.instances(filter("tag-key", groupTag)));
        scheduler.runAll(List.of(enis, members));
        recentMembers.sawAll(together(enis.result(), members.result()));
        var _ = scaling.scaledOf(members.result());
        return observationReader.look(enis.result(), members.result(), Set.of(), at, Optional.empty());
    }

    private Map<GroupName, Set<InstanceId>> together(
            List<NetworkInterface> enis, List<software.amazon.awssdk.services.ec2.model.Instance> members) {
        Map<GroupName, Set<InstanceId>> all = new TreeMap<>();
        enis.forEach(eni -> tags.groupOf(EniMapper.tags(eni.tagSet()))
                .ifPresent(group -> all.computeIfAbsent(group, _ -> new TreeSet<>())
                        .addAll(ObservationReader.holders(ObservationReader.read(List.of(eni))))));
        members.forEach(one -> memberships(one).forEach(group -> all.computeIfAbsent(group, _ -> new TreeSet<>())
                .add(new InstanceId(one.instanceId()))));
        return all;
    }

    /// `ec2:DescribeNetworkInterfaces`, a request for each two hundred.
    @Override
    public List<Eni> enis(Collection<EniId> ids) {
        List<NetworkInterface> found = new ArrayList<>();
        for (List<String> some : SdkValues.batches(ids, Ec2Describe.MOST_VALUES)) {
            found.addAll(ec2Describe.networkInterfacesNow(some));
        }
        return observationReader.enis(found);
    }

    /// `ec2:DescribeInstances` beside `ec2:DescribeInstanceStatus` and `ssm:DescribeInstanceInformation`.
    @Override
    public Optional<Instance> instance(InstanceId id) {
        List<InstanceId> one = List.of(id);
        var itself = new ConcurrentCall<>(() -> ec2Describe.instances(one));
        var status = new ConcurrentCall<>(() -> instanceStatusReader.ask(one));
        var shell = new ConcurrentCall<>(() -> ssmAgentReader.ask(one));
        scheduler.runAll(List.of(itself, status, shell));
        return observationReader
                .instances(one, itself.result(), status.result(), shell.result(), AutoScalingStates.NOT_ASKED)
                .stream()
                .findFirst();
    }

    /// `cloudwatch:DescribeAlarms`, a request for each level of composite alarms.
    @Override
    public Set<InstanceId> instancesOfAlarms(Collection<String> alarmNames) {
        return alarmInstanceResolver.instances(alarmNames);
    }

    private Set<GroupName> memberships(software.amazon.awssdk.services.ec2.model.Instance one) {
        return tags.membership(new InstanceId(one.instanceId()), EniMapper.tags(one.tags()))
                .groups();
    }
}
