package enifailover.aws;

import enifailover.group.Eni;
import enifailover.group.InstanceId;
import enifailover.port.Sight;
import enifailover.port.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/// The second round of a look, all that has to be known around the ENIs and members found, and the reading of both.
final class Sightings {
    private final Describes describes;
    private final Agents agents;
    private final Surroundings surroundings;
    private final Time time;

    Sightings(Describes describes, Agents agents, Surroundings surroundings, Time time) {
        this.describes = describes;
        this.agents = agents;
        this.surroundings = surroundings;
        this.time = time;
    }

    /// What the first round asked about instances already.
    ///
    /// @param ids whom it asked about
    record Asked(Set<InstanceId> ids, List<InstanceStatus> statuses, Agents.Answer shells) {}

    /// @param also instances to describe besides
    /// @param first given for a close look, with agents, limits of types and blocks of subnets
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
        first.ifPresent(asked -> everyone.removeAll(asked.ids()));
        Beside<List<InstanceStatus>> statuses = new Beside<>(() -> describes.statuses(everyone));
        Beside<List<Instance>> strangers = new Beside<>(() -> describes.instances(missing));
        Beside<Agents.Answer> shells = new Beside<>(() -> closely ? agents.ask(everyone) : Agents.NOT_ASKED);
        List<Beside<?>> work = new ArrayList<>(List.of(statuses, strangers, shells));
        if (closely) {
            work.add(new Beside<>(() -> surroundings.learnTypes(types(members), Surroundings.KEEP)));
            work.add(new Beside<>(() -> surroundings.learnSubnets(read, Surroundings.KEEP)));
        }
        time.together(work);
        List<Instance> all = new ArrayList<>(members);
        all.addAll(strangers.result());
        if (closely) {
            surroundings.learnTypes(types(strangers.result()), Surroundings.KEEP);
        }
        List<InstanceStatus> status = new ArrayList<>(statuses.result());
        first.ifPresent(asked -> status.addAll(asked.statuses()));
        Agents.Answer agent =
                first.map(asked -> asked.shells().and(shells.result())).orElse(shells.result());
        return new Sight(
                enis(enis),
                instances(all, status, agent),
                agent.warning().stream().toList(),
                at);
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

    List<enifailover.group.Instance> instances(
            List<Instance> seen, List<InstanceStatus> statuses, Agents.Answer shells) {
        Map<String, InstanceStatus> byId = statuses.stream()
                .collect(Collectors.toMap(InstanceStatus::instanceId, Function.identity(), (first, _) -> first));
        return seen.stream()
                .map(one -> InstanceReading.of(
                        one,
                        byId.get(one.instanceId()),
                        shells.of(new InstanceId(one.instanceId())),
                        surroundings.limits(one.instanceTypeAsString())))
                .sorted(Comparator.comparing(enifailover.group.Instance::id))
                .toList();
    }

    private static List<String> types(List<Instance> instances) {
        return instances.stream()
                .map(one -> EniReading.text(one.instanceTypeAsString()))
                .toList();
    }
}
