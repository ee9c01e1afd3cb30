package enifailover.aws.ec2;

import enifailover.aws.client.SdkValues;
import enifailover.aws.ssm.SsmAgentReader;
import enifailover.model.Eni;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.port.AwsCallException;
import enifailover.port.ConcurrentCall;
import enifailover.port.Observation;
import enifailover.port.Scheduler;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/// The second round of a look, all that has to be known around the ENIs and members found, and the reading of both.
final class ObservationReader {
    private final Ec2Describe ec2Describe;
    private final InstanceStatusReader instanceStatusReader;
    private final SsmAgentReader ssmAgentReader;
    private final AutoScalingStates scaling;
    private final LimitsCache limitsCache;
    private final Scheduler scheduler;

    ObservationReader(
            Ec2Describe ec2Describe,
            InstanceStatusReader instanceStatusReader,
            SsmAgentReader ssmAgentReader,
            AutoScalingStates scaling,
            LimitsCache limitsCache,
            Scheduler scheduler) {
        this.ec2Describe = ec2Describe;
        this.instanceStatusReader = instanceStatusReader;
        this.ssmAgentReader = ssmAgentReader;
        this.scaling = scaling;
        this.limitsCache = limitsCache;
        this.scheduler = scheduler;
    }

    /// What the first round asked about instances already.
    ///
    /// @param ids whom it asked about
    record Asked(
            Set<InstanceId> ids,
            InstanceStatusReader.Answer statuses,
            SsmAgentReader.Answer shells,
            AutoScalingStates.Answer scaling) {}

    /// @param also instances to describe besides
    /// @param first given for a close look, with agents, Auto Scaling, limits of types and blocks of subnets
    Observation look(
            List<NetworkInterface> enis,
            List<Instance> members,
            Set<InstanceId> also,
            Instant at,
            Optional<Asked> first) {
        boolean closely = first.isPresent();
        List<Eni> read = read(enis);
        Set<InstanceId> missing = new TreeSet<>(also);
        missing.addAll(holders(read));
        Set<InstanceId> everyone = new TreeSet<>(missing);
        members.forEach(one -> {
            missing.remove(new InstanceId(one.instanceId()));
            everyone.add(new InstanceId(one.instanceId()));
        });
        Set<InstanceId> all = Set.copyOf(everyone);
        first.ifPresent(asked -> everyone.removeAll(asked.ids()));
        Set<String> unread = ConcurrentHashMap.newKeySet();
        Set<InstanceId> checked = new TreeSet<>(everyone);
        checked.removeAll(leftService(read, members));
        ConcurrentCall<InstanceStatusReader.Answer> statuses =
                new ConcurrentCall<>(() -> this.instanceStatusReader.ask(checked));
        ConcurrentCall<List<Instance>> nonMembers = new ConcurrentCall<>(() -> ec2Describe.instances(missing));
        ConcurrentCall<SsmAgentReader.Answer> shells =
                new ConcurrentCall<>(() -> closely ? ssmAgentReader.ask(everyone) : SsmAgentReader.NOT_ASKED);
        Set<InstanceId> scaled = closely ? scaling.scaledOf(members) : Set.of();
        first.ifPresent(asked -> scaled.removeAll(asked.scaling().asked()));
        ConcurrentCall<AutoScalingStates.Answer> states = new ConcurrentCall<>(() -> scaling.ask(scaled));
        List<ConcurrentCall<?>> work = new ArrayList<>(List.of(statuses, nonMembers, shells, states));
        if (closely) {
            work.add(new ConcurrentCall<>(
                    () -> learn(() -> limitsCache.learnTypes(types(members), LimitsCache.KEEP), unread)));
            work.add(new ConcurrentCall<>(() -> learn(() -> limitsCache.learnSubnets(read, LimitsCache.KEEP), unread)));
        }
        scheduler.runAll(work);
        List<Instance> seen = new ArrayList<>(members);
        seen.addAll(nonMembers.result());
        if (closely) {
            learn(() -> limitsCache.learnTypes(types(nonMembers.result()), LimitsCache.KEEP), unread);
        }
        InstanceStatusReader.Answer status =
                first.map(asked -> asked.statuses().and(statuses.result())).orElse(statuses.result());
        SsmAgentReader.Answer agent =
                first.map(asked -> asked.shells().and(shells.result())).orElse(shells.result());
        AutoScalingStates.Answer state =
                first.map(asked -> asked.scaling().and(states.result())).orElse(states.result());
        List<String> warnings = new ArrayList<>();
        agent.warning().ifPresent(warnings::add);
        status.warning().ifPresent(warnings::add);
        state.warning().ifPresent(warnings::add);
        unread.stream().sorted().forEach(warnings::add);
        return new Observation(enis(enis), instances(all, seen, status, agent, state), List.copyOf(warnings), at);
    }

    /// The holders whose state says enough: no check of theirs matters any more.
    private static Set<InstanceId> leftService(List<Eni> enis, List<Instance> members) {
        Set<InstanceId> left = holders(enis);
        left.retainAll(members.stream()
                .filter(one -> one.state() != null
                        && InstanceState.of(SdkValues.text(one.state().nameAsString()))
                                .leaving())
                .map(one -> new InstanceId(one.instanceId()))
                .collect(Collectors.toSet()));
        return left;
    }

    /// Limits of types and blocks of subnets make a plan better; a group is moved without them too.
    private static boolean learn(Runnable request, Set<String> unread) {
        try {
            request.run();
            return true;
        } catch (AwsCallException awsCallException) {
            unread.add("instance limits or CIDR blocks could not be read: " + awsCallException.message());
            return false;
        }
    }

    static Set<InstanceId> holders(Collection<Eni> enis) {
        Set<InstanceId> holders = new TreeSet<>();
        enis.forEach(eni -> eni.holder().ifPresent(holders::add));
        return holders;
    }

    /// Without their subnets' blocks.
    static List<Eni> read(Collection<NetworkInterface> enis) {
        return enis.stream()
                .map(eni -> EniMapper.of(eni, Limits.Blocks.UNKNOWN))
                .toList();
    }

    List<Eni> enis(List<NetworkInterface> enis) {
        return enis.stream()
                .map(eni -> EniMapper.of(eni, limitsCache.blocks(eni.subnetId())))
                .sorted(Comparator.comparing(Eni::id))
                .toList();
    }

    /// @param asked whom EC2 was asked about
    /// @param seen as DescribeInstances told it; one that is missing from it is in an unknown state, unless
    ///     DescribeInstanceStatus told it or does not know it either: only then it is left out
    List<enifailover.model.Instance> instances(
            Collection<InstanceId> asked,
            List<Instance> seen,
            InstanceStatusReader.Answer statuses,
            SsmAgentReader.Answer shells,
            AutoScalingStates.Answer states) {
        Map<InstanceId, Instance> byId = new HashMap<>();
        seen.forEach(one -> byId.putIfAbsent(new InstanceId(one.instanceId()), one));
        Set<InstanceId> all = new TreeSet<>(asked);
        all.addAll(byId.keySet());
        List<enifailover.model.Instance> instances = new ArrayList<>();
        for (InstanceId id : all) {
            Instance one = byId.get(id);
            Optional<InstanceStatus> status = statuses.of(id);
            if (one != null) {
                boolean unread = status.isEmpty() && statuses.warning().isPresent();
                instances.add(InstanceMapper.of(
                        one,
                        status,
                        unread,
                        shells.of(id),
                        limitsCache.limits(one.instanceTypeAsString()),
                        states.of(id)));
            } else if (status.isPresent() || statuses.warning().isPresent()) {
                instances.add(InstanceMapper.ofStatus(id, status, shells.of(id)));
            }
        }
        return instances;
    }

    private static List<String> types(List<Instance> instances) {
        return instances.stream()
                .map(one -> SdkValues.text(one.instanceTypeAsString()))
                .toList();
    }
}
