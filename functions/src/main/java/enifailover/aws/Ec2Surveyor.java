package enifailover.aws;

import static enifailover.aws.Describes.filter;
import static enifailover.aws.EniReading.text;

import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import enifailover.group.ShellStatus;
import enifailover.port.Beside;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import enifailover.port.Sight;
import enifailover.port.Surveyor;
import enifailover.port.Time;
import enifailover.survey.EniTraits;
import enifailover.survey.Seen;
import enifailover.survey.Survey;
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
/// itself; anything else that cannot be seen is [Seen.Unseen], with AWS's reason.
public final class Ec2Surveyor implements Surveyor {
    private final String tagPrefix;
    private final GroupTags tags;
    private final Describes describes;
    private final Surroundings surroundings;
    private final SurroundingsSurvey around;
    private final ScalingStates scaling;
    private final StopSurvey stops;
    private final AlarmSurvey alarms;
    private final RuleSurvey rules;
    private final Time time;

    /// @param clients the SDK's
    /// @param tagPrefix the beginning of our tags' keys, such as `eni-failover:`
    /// @param stack whose alarms on instances are ours
    /// @param ours the names of the stack's rules and of its queue's alarm
    /// @param document the name of the routing document
    public Ec2Surveyor(Clients clients, String tagPrefix, Stack stack, OwnNames ours, String document, Time time) {
        this.tagPrefix = tagPrefix;
        this.tags = new GroupTags(tagPrefix);
        this.describes = new Describes(clients::ec2, time);
        this.surroundings = new Surroundings(clients, time);
        this.around = new SurroundingsSurvey(clients, document, time);
        this.scaling = new ScalingStates(clients::autoScaling);
        this.stops = new StopSurvey(clients::ec2, time);
        this.alarms = new AlarmSurvey(clients::cloudWatch, stack, ours.deadLetterAlarm(), time);
        this.rules = new RuleSurvey(clients::eventBridge, ours, tagPrefix);
        this.time = time;
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
        Instant at = time.now();
        // A tag of ours that is misspelt begins right more often than not; its owner shall hear of it.
        var enis = new Beside<>(() -> describes.networkInterfaces(filter("tag-key", tagPrefix + "*")));
        var tagged = new Beside<>(() -> describes.instances(filter("tag-key", tagPrefix + "*")));
        time.together(List.of(enis, tagged));
        return around(enis.result(), tagged.result(), also, at);
    }

    private Surveyed around(List<NetworkInterface> enis, List<Instance> tagged, Set<InstanceId> also, Instant at) {
        Set<InstanceId> everyone = ids(tagged);
        Set<InstanceId> missing = new TreeSet<>(also);
        List<Eni> read = Sightings.read(enis);
        missing.addAll(Sightings.holders(read));
        missing.removeAll(everyone);
        everyone.addAll(missing);
        Set<String> vpcs = texts(enis, NetworkInterface::vpcId);
        Set<String> subnets = texts(enis, NetworkInterface::subnetId);
        Set<String> logged = texts(enis, NetworkInterface::networkInterfaceId);
        logged.addAll(subnets);
        logged.addAll(vpcs);

        var strangers = new Beside<>(() -> describes.instances(missing));
        var statuses = new Beside<>(() -> describes.statuses(everyone));
        var types = new Beside<>(
                () -> surroundings.learnTypes(texts(tagged, Instance::instanceTypeAsString), Surroundings.KEEP));
        var blocks = new Beside<>(() -> surroundings.learnSubnets(read, Surroundings.KEEP));
        var routes = new Beside<>(() -> seen(() -> around.routeTables(vpcs)));
        var logs = new Beside<>(() -> seen(() -> around.flowLogs(logged)));
        Set<String> stopped = tagged.stream()
                .filter(one -> one.state() != null && one.state().name() == InstanceStateName.STOPPED)
                .map(Instance::instanceId)
                .collect(Collectors.toCollection(TreeSet::new));
        var keys = new Beside<>(() -> seen(() -> around.volumeKeys(stopped)));
        var agents = new Beside<>(() -> seen(() -> around.agents(everyone)));
        var document = new Beside<>(() -> seen(around::document));
        var found = new Beside<>(() -> seen(alarms::look));
        var ours = new Beside<>(() -> seen(rules::look));
        var states = new Beside<>(() -> scaling.ask(scaling.scaledOf(tagged)));
        var obstacles = new Beside<>(() -> seen(() -> stops.obstacles(fenced(enis, tagged))));
        time.together(List.of(
                strangers, statuses, types, blocks, routes, logs, keys, agents, document, found, ours, states,
                obstacles));

        List<Instance> all = new ArrayList<>(tagged);
        all.addAll(strangers.result());
        surroundings.learnTypes(texts(strangers.result(), Instance::instanceTypeAsString), Surroundings.KEEP);
        Sight sight = new Sight(
                enis.stream()
                        .map(eni -> EniReading.of(eni, surroundings.blocks(eni.subnetId())))
                        .sorted(Comparator.comparing(Eni::id))
                        .toList(),
                instances(all, statuses.result(), agents.result(), states.result()),
                states.result().warning().stream().toList(),
                at);
        Survey survey = new Survey(
                traits(enis),
                all.stream()
                        .filter(SurroundingsReading::recovers)
                        .map(one -> new InstanceId(one.instanceId()))
                        .collect(Collectors.toCollection(TreeSet::new)),
                routes.result(),
                logs.result(),
                keys.result(),
                agents.result().map(known -> known.entrySet().stream()
                        .collect(
                                Collectors.toMap(Map.Entry::getKey, one -> SurroundingsReading.agent(one.getValue())))),
                document.result(),
                found.result().map(AlarmSurvey.Found::status),
                ours.result().map(RuleSurvey.Found::ours),
                ours.result().map(RuleSurvey.Found::onTagPrefix),
                found.result().map(AlarmSurvey.Found::deadLetters),
                obstacles.result());
        return new Surveyed(sight, survey);
    }

    private List<enifailover.group.Instance> instances(
            List<Instance> all,
            List<InstanceStatus> statuses,
            Seen<Map<InstanceId, InstanceInformation>> agents,
            ScalingStates.Answer states) {
        Map<String, InstanceStatus> byId = statuses.stream()
                .collect(Collectors.toMap(InstanceStatus::instanceId, Function.identity(), (first, _) -> first));
        return all.stream()
                .map(one -> InstanceReading.of(
                        one,
                        Optional.ofNullable(byId.get(one.instanceId())),
                        false,
                        agents.value()
                                .map(known -> SurroundingsReading.shell(known.get(new InstanceId(one.instanceId()))))
                                .orElse(ShellStatus.UNKNOWN),
                        surroundings.limits(one.instanceTypeAsString()),
                        states.of(new InstanceId(one.instanceId()))))
                .sorted(Comparator.comparing(enifailover.group.Instance::id))
                .toList();
    }

    /// The members of the groups whose ENIs have a tag `fence`. Who reads the tag's value decides whether it counts.
    private List<Instance> fenced(List<NetworkInterface> enis, List<Instance> tagged) {
        Set<GroupName> fencing = enis.stream()
                .map(eni -> EniReading.tags(eni.tagSet()))
                .filter(one -> one.containsKey(tagPrefix + "fence"))
                .flatMap(one -> tags.groupOf(one).stream())
                .collect(Collectors.toSet());
        return tagged.stream()
                .filter(one ->
                        tags.membership(new InstanceId(one.instanceId()), EniReading.tags(one.tags())).groups().stream()
                                .anyMatch(fencing::contains))
                .toList();
    }

    private static Map<EniId, EniTraits> traits(List<NetworkInterface> enis) {
        Map<EniId, EniTraits> traits = new TreeMap<>();
        enis.forEach(eni -> traits.put(new EniId(eni.networkInterfaceId()), SurroundingsReading.traits(eni)));
        return traits;
    }

    private static <T> Seen<T> seen(Supplier<T> look) {
        try {
            return Seen.known(look.get());
        } catch (Refused refused) {
            return Seen.unseen(refused.words(), refused.refusal() == Refusal.DENIED);
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
