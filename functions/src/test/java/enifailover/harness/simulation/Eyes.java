package enifailover.harness.simulation;

import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.SsmAgentStatus;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.group.GroupName;
import enifailover.port.AwsCallException;
import enifailover.port.Ec2Reader;
import enifailover.port.InstanceMembership;
import enifailover.port.Observation;
import enifailover.testkit.region.ec2.Describing.Seen;
import enifailover.testkit.region.ec2.NetworkInterface;
import enifailover.testkit.region.ec2.Query;
import enifailover.testkit.region.ssm.Ssm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What one function sees of the Region: the same requests as `aws` makes, one after another, so that whatever
/// happens between two of them is seen half.
final class Eyes implements Ec2Reader {
    private static final Query TAGGED = Query.where("tag-key", Scene.GROUP);

    private final Sandbox sandbox;
    private final AskedAgain again;

    Eyes(Sandbox sandbox, AskedAgain again) {
        this.sandbox = sandbox;
        this.again = again;
    }

    @Override
    public InstanceMembership describeMembership(InstanceId instance) {
        return instances(Query.where("instance-id", instance.value())).stream()
                .findFirst()
                .map(one -> new InstanceMembership(
                        memberships(one),
                        one.interfaces().stream()
                                .filter(eni -> eni.attachment() == null
                                        || eni.attachment().deviceIndex() != 0)
                                .map(eni -> new EniId(eni.id()))
                                .collect(Collectors.toSet())))
                .orElse(InstanceMembership.NONE);
    }

    @Override
    public Set<GroupName> groupsHeldBy(InstanceId instance) {
        Set<GroupName> names = new TreeSet<>();
        interfaces(Query.where("attachment.instance-id", instance.value()).and("tag-key", Scene.GROUP))
                .forEach(eni -> Tags.groupOf(eni.tags()).ifPresent(names::add));
        return names;
    }

    @Override
    public List<Eni> heldBy(InstanceId instance) {
        List<Eni> enis =
                interfaces(Query.where("attachment.instance-id", instance.value())
                                .and("tag-key", Scene.GROUP))
                        .stream()
                        .map(Reading::eni)
                        .toList();
        sandbox.fences(instance);
        sandbox.heldBy.put(
                instance, new Sandbox.Held(enis, sandbox.region().time().now()));
        sandbox.tell(() -> "reads what " + instance + " holds: "
                + enis.stream().map(Eni::id).toList());
        return enis;
    }

    @Override
    public Observation look(GroupName group, Set<InstanceId> also) {
        Instant at = sandbox.scheduler.now();
        List<NetworkInterface> enis = interfaces(Query.where("tag:" + Scene.GROUP, group.value()));
        List<Seen> members = instances(TAGGED).stream()
                .filter(one -> memberships(one).contains(group))
                .toList();
        Observation observation = around(enis, members, also, at, true);
        sandbox.saw(group, observation);
        return observation;
    }

    @Override
    public Observation lookAtAll() {
        Instant at = sandbox.scheduler.now();
        List<NetworkInterface> enis = interfaces(TAGGED);
        Observation observation = around(enis, instances(TAGGED), Set.of(), at, false);
        sandbox.swept(observation);
        return observation;
    }

    private Observation around(
            List<NetworkInterface> enis, List<Seen> members, Set<InstanceId> also, Instant at, boolean closely) {
        Set<String> missing = new TreeSet<>();
        also.forEach(id -> missing.add(id.value()));
        List<Eni> read = new ArrayList<>();
        for (NetworkInterface eni : enis) {
            Eni one = Reading.eni(eni);
            read.add(one);
            one.holder().ifPresent(id -> missing.add(id.value()));
        }
        members.forEach(member -> missing.remove(member.instance().id()));
        Set<String> asked = new TreeSet<>(missing);
        members.forEach(member -> asked.add(member.instance().id()));
        List<String> warnings = new ArrayList<>();
        Optional<Map<String, enifailover.testkit.region.ec2.Instance>> statuses = statuses(warnings);
        List<Seen> all = new ArrayList<>(members);
        if (!missing.isEmpty()) {
            all.addAll(instances(Query.where("instance-id", missing.toArray(String[]::new))));
        }
        Map<String, SsmAgentStatus> shells = closely ? shells(asked, all, warnings) : Map.of();
        Map<String, String> scaling = closely ? scaling(all, warnings) : Map.of();
        List<Instance> instances = read(asked, all, statuses, shells, scaling);
        read.sort(Comparator.comparing(Eni::id));
        return new Observation(List.copyOf(read), instances, warnings, at);
    }

    /// As `aws`: what is missing from DescribeInstances is gone only where DescribeInstanceStatus does not know it
    /// either.
    private static List<Instance> read(
            Set<String> asked,
            List<Seen> all,
            Optional<Map<String, enifailover.testkit.region.ec2.Instance>> statuses,
            Map<String, SsmAgentStatus> shells,
            Map<String, String> scaling) {
        Map<String, Seen> byId = new HashMap<>();
        all.forEach(seen -> byId.put(seen.instance().id(), seen));
        List<Instance> instances = new ArrayList<>();
        for (String id : asked) {
            Seen seen = byId.get(id);
            SsmAgentStatus shell = platform(seen, shells.getOrDefault(id, SsmAgentStatus.UNKNOWN));
            Optional<enifailover.testkit.region.ec2.Instance> status = statuses.map(known -> known.get(id));
            if (seen != null) {
                instances.add(Reading.instance(
                        seen.instance(),
                        seen.interfaces(),
                        status.orElse(null),
                        statuses.isEmpty(),
                        shell,
                        Optional.ofNullable(scaling.get(id))));
            } else if (status.isPresent() || statuses.isEmpty()) {
                instances.add(Reading.ofStatus(id, status, shell));
            }
        }
        return List.copyOf(instances);
    }

    /// As `aws`: of an agent that was never online Systems Manager names no platform; EC2 names Windows.
    private static SsmAgentStatus platform(@Nullable Seen seen, SsmAgentStatus shell) {
        boolean windows = seen != null && Scene.platform(seen.instance().tags()).equals("Windows");
        return windows && shell.platform().isEmpty()
                ? new SsmAgentStatus(shell.reach(), Optional.of("Windows"), shell.lastPing())
                : shell;
    }

    @Override
    public List<Eni> enis(Collection<EniId> ids) {
        String[] wanted = ids.stream().map(EniId::value).toArray(String[]::new);
        List<Eni> seen = interfaces(Query.where("network-interface-id", wanted)).stream()
                .map(Reading::eni)
                .toList();
        sandbox.saw(seen);
        return seen;
    }

    @Override
    public Optional<Instance> instance(InstanceId id) {
        Set<String> asked = Set.of(id.value());
        List<Seen> found = found(id);
        List<String> warnings = new ArrayList<>();
        Optional<Map<String, enifailover.testkit.region.ec2.Instance>> statuses = statuses(warnings);
        Map<String, SsmAgentStatus> shells = shells(asked, found, warnings);
        Optional<Instance> seen =
                read(asked, found, statuses, shells, Map.of()).stream().findFirst();
        sandbox.saw(id, seen);
        return seen;
    }

    private List<Seen> found(InstanceId id) {
        try {
            List<Seen> found = instances(Query.where("instance-id", id.value()));
            again.looked(sandbox, id, Optional.empty());
            return found;
        } catch (AwsCallException awsCallException) {
            again.looked(sandbox, id, Optional.of(awsCallException.refusal()));
            throw awsCallException;
        }
    }

    @Override
    public Set<InstanceId> instancesOfAlarms(Collection<String> alarmNames) {
        return Set.of();
    }

    private List<NetworkInterface> interfaces(Query query) {
        return sandbox.ask(
                "ec2:DescribeNetworkInterfaces",
                () -> sandbox.ec2.describeNetworkInterfaces(query).items());
    }

    private List<Seen> instances(Query query) {
        return sandbox.ask(
                "ec2:DescribeInstances",
                () -> sandbox.ec2.describeInstances(query).items());
    }

    /// As `aws`: where status checks cannot be read, that is a warning and not a failure.
    private Optional<Map<String, enifailover.testkit.region.ec2.Instance>> statuses(List<String> warnings) {
        try {
            Map<String, enifailover.testkit.region.ec2.Instance> byId = new HashMap<>();
            sandbox.ask("ec2:DescribeInstanceStatus", () -> sandbox.ec2.describeInstanceStatus(Query.ALL, true))
                    .items()
                    .forEach(one -> byId.put(one.id(), one));
            return Optional.of(byId);
        } catch (AwsCallException awsCallException) {
            warnings.add("EC2 did not return the status checks: " + awsCallException.message());
            return Optional.empty();
        }
    }

    /// As `aws`: where Systems Manager does not answer, that is a warning and not a failure.
    private Map<String, SsmAgentStatus> shells(Set<String> asked, List<Seen> all, List<String> warnings) {
        Map<String, SsmAgentStatus> known = new HashMap<>();
        Map<String, String> platforms = new HashMap<>();
        all.forEach(seen -> platforms.put(
                seen.instance().id(), Scene.platform(seen.instance().tags())));
        List<String> ids = List.copyOf(asked);
        try {
            List<Ssm.Information> told =
                    sandbox.ask("ssm:DescribeInstanceInformation", () -> sandbox.ssm.information(ids));
            ids.forEach(id -> known.put(id, new SsmAgentStatus(Reach.UNMANAGED, Optional.empty())));
            told.forEach(one -> known.put(
                    one.instanceId(),
                    new SsmAgentStatus(
                            one.online() ? Reach.ONLINE : Reach.LOST,
                            Optional.of(platforms.getOrDefault(one.instanceId(), "Linux")))));
        } catch (AwsCallException awsCallException) {
            warnings.add("Systems Manager did not return the status of the agents: " + awsCallException.message());
        }
        return known;
    }

    /// As `aws`: only of instances with Auto Scaling's tag, and no answer is a warning.
    private Map<String, String> scaling(List<Seen> all, List<String> warnings) {
        List<String> ids = all.stream()
                .map(Seen::instance)
                .filter(one -> one.tags().containsKey(Scene.SCALED))
                .map(enifailover.testkit.region.ec2.Instance::id)
                .toList();
        Map<String, String> known = new HashMap<>();
        try {
            if (!ids.isEmpty()) {
                sandbox.ask(
                                "autoscaling:DescribeAutoScalingInstances",
                                () -> sandbox.region().autoScaling().describe(sandbox.caller, ids))
                        .forEach(one -> known.put(one.id(), one.lifecycleState()));
            }
        } catch (AwsCallException awsCallException) {
            warnings.add("Auto Scaling did not say which members it has out of service: " + awsCallException.message());
        }
        return known;
    }

    private static Set<GroupName> memberships(Seen one) {
        return Tags.memberships(one.instance().tags());
    }
}
