package enifailover.aws;

import enifailover.group.Eni;
import enifailover.group.InstanceId;
import enifailover.port.Beside;
import enifailover.port.Refused;
import enifailover.port.Sight;
import enifailover.port.Time;
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
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/// The second round of a look, all that has to be known around the ENIs and members found, and the reading of both.
final class Sightings {
    private final Describes describes;
    private final Statuses statuses;
    private final Agents agents;
    private final ScalingStates scaling;
    private final Surroundings surroundings;
    private final Time time;

    Sightings(
            Describes describes,
            Statuses statuses,
            Agents agents,
            ScalingStates scaling,
            Surroundings surroundings,
            Time time) {
        this.describes = describes;
        this.statuses = statuses;
        this.agents = agents;
        this.scaling = scaling;
        this.surroundings = surroundings;
        this.time = time;
    }

    /// What the first round asked about instances already.
    ///
    /// @param ids whom it asked about
    record Asked(Set<InstanceId> ids, Statuses.Answer statuses, Agents.Answer shells, ScalingStates.Answer scaling) {}

    /// @param also instances to describe besides
    /// @param first given for a close look, with agents, Auto Scaling, limits of types and blocks of subnets
    Sight look(
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
        Beside<Statuses.Answer> statuses = new Beside<>(() -> this.statuses.ask(everyone));
        Beside<List<Instance>> strangers = new Beside<>(() -> describes.instances(missing));
        Beside<Agents.Answer> shells = new Beside<>(() -> closely ? agents.ask(everyone) : Agents.NOT_ASKED);
        Set<InstanceId> scaled = closely ? scaling.scaledOf(members) : Set.of();
        first.ifPresent(asked -> scaled.removeAll(asked.scaling().asked()));
        Beside<ScalingStates.Answer> states = new Beside<>(() -> scaling.ask(scaled));
        List<Beside<?>> work = new ArrayList<>(List.of(statuses, strangers, shells, states));
        if (closely) {
            work.add(new Beside<>(
                    () -> learn(() -> surroundings.learnTypes(types(members), Surroundings.KEEP), unread)));
            work.add(new Beside<>(() -> learn(() -> surroundings.learnSubnets(read, Surroundings.KEEP), unread)));
        }
        time.together(work);
        List<Instance> seen = new ArrayList<>(members);
        seen.addAll(strangers.result());
        if (closely) {
            learn(() -> surroundings.learnTypes(types(strangers.result()), Surroundings.KEEP), unread);
        }
        Statuses.Answer status =
                first.map(asked -> asked.statuses().and(statuses.result())).orElse(statuses.result());
        Agents.Answer agent =
                first.map(asked -> asked.shells().and(shells.result())).orElse(shells.result());
        ScalingStates.Answer state =
                first.map(asked -> asked.scaling().and(states.result())).orElse(states.result());
        List<String> warnings = new ArrayList<>();
        agent.warning().ifPresent(warnings::add);
        status.warning().ifPresent(warnings::add);
        state.warning().ifPresent(warnings::add);
        unread.stream().sorted().forEach(warnings::add);
        return new Sight(enis(enis), instances(all, seen, status, agent, state), List.copyOf(warnings), at);
    }

    /// Limits of types and blocks of subnets make a plan better; a group is moved without them too.
    private static boolean learn(Runnable request, Set<String> unread) {
        try {
            request.run();
            return true;
        } catch (Refused refused) {
            unread.add("limits or blocks could not be read: " + refused.words());
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
                .map(eni -> EniReading.of(eni, Around.Blocks.UNKNOWN))
                .toList();
    }

    List<Eni> enis(List<NetworkInterface> enis) {
        return enis.stream()
                .map(eni -> EniReading.of(eni, surroundings.blocks(eni.subnetId())))
                .sorted(Comparator.comparing(Eni::id))
                .toList();
    }

    /// @param asked whom EC2 was asked about
    /// @param seen as DescribeInstances told it; one that is missing from it is in an unknown state, unless
    ///     DescribeInstanceStatus told it or does not know it either: only then it is left out
    List<enifailover.group.Instance> instances(
            Collection<InstanceId> asked,
            List<Instance> seen,
            Statuses.Answer statuses,
            Agents.Answer shells,
            ScalingStates.Answer states) {
        Map<InstanceId, Instance> byId = new HashMap<>();
        seen.forEach(one -> byId.putIfAbsent(new InstanceId(one.instanceId()), one));
        Set<InstanceId> all = new TreeSet<>(asked);
        all.addAll(byId.keySet());
        List<enifailover.group.Instance> instances = new ArrayList<>();
        for (InstanceId id : all) {
            Instance one = byId.get(id);
            Optional<InstanceStatus> status = statuses.of(id);
            if (one != null) {
                boolean unread = status.isEmpty() && statuses.warning().isPresent();
                instances.add(InstanceReading.of(
                        one,
                        status,
                        unread,
                        shells.of(id),
                        surroundings.limits(one.instanceTypeAsString()),
                        states.of(id)));
            } else if (status.isPresent() || statuses.warning().isPresent()) {
                instances.add(InstanceReading.ofStatus(id, status, shells.of(id)));
            }
        }
        return instances;
    }

    private static List<String> types(List<Instance> instances) {
        return instances.stream()
                .map(one -> EniReading.text(one.instanceTypeAsString()))
                .toList();
    }
}
