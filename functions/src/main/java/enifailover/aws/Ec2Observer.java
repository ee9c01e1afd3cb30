package enifailover.aws;

import static enifailover.aws.Describes.filter;

import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.GroupName;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.port.Beside;
import enifailover.port.Observer;
import enifailover.port.Presence;
import enifailover.port.Sight;
import enifailover.port.Time;
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
public final class Ec2Observer implements Observer {
    private final GroupTags tags;
    private final String groupTag;
    private final Describes describes;
    private final Statuses statuses;
    private final Agents agents;
    private final ScalingStates scaling;
    private final Alarms alarms;
    private final Sightings sightings;
    private final Surroundings surroundings;
    private final Company company = new Company();
    private final Time time;

    /// With surroundings of its own.
    public Ec2Observer(Clients clients, String tagPrefix, Time time) {
        this(clients, tagPrefix, new Surroundings(clients, time), time);
    }

    /// @param clients the SDK's
    /// @param tagPrefix the beginning of our tags' keys, such as `eni-failover:`
    /// @param surroundings what the table knows too
    public Ec2Observer(Clients clients, String tagPrefix, Surroundings surroundings, Time time) {
        this.tags = new GroupTags(tagPrefix);
        this.groupTag = tags.groupKey();
        this.describes = new Describes(clients::ec2, time);
        this.statuses = new Statuses(describes);
        this.agents = new Agents(clients::ssm);
        this.alarms = new Alarms(clients::cloudWatch);
        this.surroundings = surroundings;
        this.scaling = new ScalingStates(clients::autoScaling);
        this.sightings = new Sightings(describes, statuses, agents, scaling, surroundings, time);
        this.time = time;
    }

    /// `ec2:DescribeInstances` by id.
    @Override
    public Presence presence(InstanceId instance) {
        return describes
                .instanceNow(instance)
                .map(one -> new Presence(memberships(one), InstanceReading.beyondThePrimary(one)))
                .orElse(Presence.NONE);
    }

    /// `ec2:DescribeNetworkInterfaces`.
    @Override
    public Set<GroupName> groupsHeldBy(InstanceId instance) {
        Set<GroupName> names = new TreeSet<>();
        describes
                .networkInterfaces(filter("attachment.instance-id", instance.value()), filter("tag-key", groupTag))
                .forEach(eni -> tags.groupOf(EniReading.tags(eni.tagSet())).ifPresent(names::add));
        return names;
    }

    /// `ec2:DescribeNetworkInterfaces`.
    @Override
    public List<Eni> heldBy(InstanceId instance) {
        return sightings.enis(describes.networkInterfaces(
                filter("attachment.instance-id", instance.value()), filter("tag-key", groupTag)));
    }

    /// `ec2:DescribeNetworkInterfaces` beside `ec2:DescribeInstances`; `ec2:DescribeInstanceStatus` beside
    /// `ssm:DescribeInstanceInformation` and, for instances of Auto Scaling groups,
    /// `autoscaling:DescribeAutoScalingInstances`, with them for whom the group was seen with before, after them
    /// for others; and then `ec2:DescribeInstanceTypes`, `ec2:DescribeSubnets` and `ec2:DescribeInstances` of
    /// holders that are no members, each only where it is needed.
    @Override
    public Sight look(GroupName group, Set<InstanceId> also) {
        Instant at = time.now();
        var enis = new Beside<>(() -> describes.networkInterfaces(filter("tag:" + groupTag, group.value())));
        // The tag of a member lists its groups: EC2 finds the name anywhere in it, then it is compared exactly.
        var tagged = new Beside<>(() -> describes.instances(filter("tag:" + groupTag, "*" + group + "*")));
        Set<InstanceId> asked = company.of(group);
        var status = new Beside<>(() -> statuses.ask(asked));
        var shells = new Beside<>(() -> agents.ask(asked));
        var states = new Beside<>(() -> scaling.ask(scaling.scaled(asked)));
        time.together(List.of(enis, tagged, status, shells, states));
        List<software.amazon.awssdk.services.ec2.model.Instance> members = tagged.result().stream()
                .filter(one -> memberships(one).contains(group))
                .toList();
        Sightings.Asked first = new Sightings.Asked(asked, status.result(), shells.result(), states.result());
        Sight sight = sightings.look(enis.result(), members, also, at, Optional.of(first));
        company.saw(group, sight.instances().stream().map(Instance::id).collect(Collectors.toSet()));
        surroundings.saw(
                group, sight.instances().stream().map(Instance::type).collect(Collectors.toSet()), sight.enis());
        return sight;
    }

    /// `ec2:DescribeNetworkInterfaces` beside `ec2:DescribeInstances`, a request for each thousand; then
    /// `ec2:DescribeInstanceStatus`, one for each hundred instances, and `ec2:DescribeInstances` of
    /// holders that are no members.
    @Override
    public Sight lookAtAll() {
        Instant at = time.now();
        var enis = new Beside<>(() -> describes.networkInterfaces(filter("tag-key", groupTag)));
        var members = new Beside<>(() -> describes.instances(filter("tag-key", groupTag)));
        time.together(List.of(enis, members));
        company.sawAll(together(enis.result(), members.result()));
        var _ = scaling.scaledOf(members.result());
        return sightings.look(enis.result(), members.result(), Set.of(), at, Optional.empty());
    }

    private Map<GroupName, Set<InstanceId>> together(
            List<NetworkInterface> enis, List<software.amazon.awssdk.services.ec2.model.Instance> members) {
        Map<GroupName, Set<InstanceId>> all = new TreeMap<>();
        enis.forEach(eni -> tags.groupOf(EniReading.tags(eni.tagSet()))
                .ifPresent(group -> all.computeIfAbsent(group, _ -> new TreeSet<>())
                        .addAll(Sightings.holders(Sightings.read(List.of(eni))))));
        members.forEach(one -> memberships(one).forEach(group -> all.computeIfAbsent(group, _ -> new TreeSet<>())
                .add(new InstanceId(one.instanceId()))));
        return all;
    }

    /// `ec2:DescribeNetworkInterfaces`, a request for each two hundred.
    @Override
    public List<Eni> enis(Collection<EniId> ids) {
        List<NetworkInterface> found = new ArrayList<>();
        for (List<String> some : Describes.chunks(ids, Describes.MOST_VALUES)) {
            found.addAll(describes.networkInterfacesNow(filter("network-interface-id", some)));
        }
        return sightings.enis(found);
    }

    /// `ec2:DescribeInstances` beside `ec2:DescribeInstanceStatus` and `ssm:DescribeInstanceInformation`.
    @Override
    public Optional<Instance> instance(InstanceId id) {
        List<InstanceId> one = List.of(id);
        var itself = new Beside<>(() -> describes.instances(one));
        var status = new Beside<>(() -> statuses.ask(one));
        var shell = new Beside<>(() -> agents.ask(one));
        time.together(List.of(itself, status, shell));
        return sightings
                .instances(one, itself.result(), status.result(), shell.result(), ScalingStates.NOT_ASKED)
                .stream()
                .findFirst();
    }

    /// `cloudwatch:DescribeAlarms`, a request for each level of composite alarms.
    @Override
    public Set<InstanceId> instancesOfAlarms(Collection<String> alarmNames) {
        return alarms.instances(alarmNames);
    }

    private Set<GroupName> memberships(software.amazon.awssdk.services.ec2.model.Instance one) {
        return tags.membership(new InstanceId(one.instanceId()), EniReading.tags(one.tags()))
                .groups();
    }
}
