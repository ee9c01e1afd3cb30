package enifailover.aws;

import enifailover.group.Eni;
import enifailover.group.InstanceId;
import enifailover.port.Sight;
import enifailover.port.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

    /// @param also instances to describe besides
    /// @param closely with agents, limits of types and blocks of subnets
    Sight look(List<NetworkInterface> enis, List<Instance> members, Set<InstanceId> also, Instant at, boolean closely) {
        Set<InstanceId> missing = new TreeSet<>(also);
        enis.forEach(
                eni -> EniReading.of(eni, Surroundings.Blocks.UNKNOWN).holder().ifPresent(missing::add));
        Set<InstanceId> everyone = new TreeSet<>(missing);
        members.forEach(one -> {
            missing.remove(new InstanceId(one.instanceId()));
            everyone.add(new InstanceId(one.instanceId()));
        });
        Beside<List<InstanceStatus>> statuses = new Beside<>(() -> describes.statuses(everyone));
        Beside<List<Instance>> strangers = new Beside<>(() -> describes.instances(missing));
        Beside<Agents.Answer> shells = new Beside<>(() -> closely ? agents.ask(everyone) : Agents.NOT_ASKED);
        List<Beside<?>> work = new ArrayList<>(List.of(statuses, strangers, shells));
        if (closely) {
            work.add(new Beside<>(() -> surroundings.learnTypes(types(members))));
            work.add(new Beside<>(() -> surroundings.learnSubnets(
                    enis.stream().map(eni -> EniReading.text(eni.subnetId())).toList())));
        }
        time.together(work);
        List<Instance> all = new ArrayList<>(members);
        all.addAll(strangers.result());
        if (closely) {
            surroundings.learnTypes(types(strangers.result()));
        }
        return new Sight(
                enis(enis),
                instances(all, statuses.result(), shells.result()),
                shells.result().warning().stream().toList(),
                at);
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
