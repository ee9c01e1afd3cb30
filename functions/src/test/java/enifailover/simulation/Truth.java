package enifailover.simulation;

import enifailover.group.Attachment;
import enifailover.group.AttachmentStatus;
import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.GroupName;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.group.InstanceState;
import enifailover.group.Policy;
import enifailover.group.ScheduledEvent;
import enifailover.group.ShellStatus;
import enifailover.group.ShellStatus.Reach;
import enifailover.port.Sight;
import enifailover.region.Region;
import enifailover.region.ec2.NetworkInterface;
import enifailover.tag.GroupTags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads a sight as the laws read it, without the program's own judge and planner.
final class Truth {
    static final InstanceId NOWHERE = new InstanceId("i-00000000");
    private static final GroupTags TAGS = new GroupTags(Scene.PREFIX);

    /// Whether an instance is well.
    enum Health {
        WELL,
        FAILED,
        UNCLEAR
    }

    private Truth() {}

    /// What is so now, whatever a read would show.
    static Sight now(Region region, Scene scene) {
        List<Eni> enis = new ArrayList<>();
        List<Instance> instances = new ArrayList<>();
        region.strike(world -> {
            Map<String, List<NetworkInterface>> held = new HashMap<>();
            for (NetworkInterface eni : world.enis()) {
                var attachment = eni.attachment();
                if (attachment != null) {
                    held.computeIfAbsent(attachment.instanceId(), _ -> new ArrayList<>())
                            .add(eni);
                }
                if (eni.tags().containsKey(Scene.GROUP)) {
                    enis.add(Reading.eni(eni));
                }
            }
            for (Scene.Host host : scene.hosts()) {
                var one = world.instance(host.id());
                Reach reach = region.fleet().reaches(host.id())
                        ? Reach.ONLINE
                        : region.fleet().manages(host.id()) ? Reach.LOST : Reach.UNMANAGED;
                instances.add(Reading.instance(
                        one,
                        held.getOrDefault(host.id(), List.of()),
                        one,
                        new ShellStatus(reach, Optional.of("Linux"))));
            }
        });
        return new Sight(enis, instances, List.of(), region.time().now());
    }

    /// The part of a sight that is of one group.
    static Sight of(Sight sight, GroupName group) {
        return new Sight(
                sight.enis().stream()
                        .filter(eni -> TAGS.groupOf(eni.tags()).equals(Optional.of(group)))
                        .toList(),
                sight.instances(),
                sight.warnings(),
                sight.at());
    }

    static Policy policy(GroupName group, Sight sight) {
        Map<EniId, Map<String, String>> wishes = new LinkedHashMap<>();
        sight.enis().forEach(eni -> wishes.put(eni.id(), eni.tags()));
        return TAGS.wishes(group, wishes).policy();
    }

    static Instance instance(Sight sight, InstanceId id) {
        return sight.instances().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseGet(() -> Instance.gone(id));
    }

    /// Where an ENI is attached; nowhere while it is on its way.
    static InstanceId at(Eni eni) {
        return eni.attachment()
                .filter(a -> a.status() == AttachmentStatus.ATTACHED)
                .map(Attachment::holder)
                .orElse(NOWHERE);
    }

    /// The instance that all ENIs of the sight are on, whatever the attachments' status.
    static Optional<InstanceId> holder(Sight sight) {
        List<Optional<InstanceId>> holders =
                sight.enis().stream().map(Eni::holder).distinct().toList();
        return holders.size() == 1 ? holders.getFirst() : Optional.empty();
    }

    static boolean settled(Sight sight) {
        return sight.enis().stream().map(Truth::at).noneMatch(NOWHERE::equals);
    }

    /// As EC2 says it; a check that has failed for less than a minute is not clear.
    static Health health(Instance one, Instant now) {
        if (one.state().leaving()) {
            return Health.FAILED;
        }
        if (one.state() != InstanceState.RUNNING) {
            return Health.UNCLEAR;
        }
        if (!one.checks().impaired().isEmpty()) {
            Instant since = one.checks().impairedSince().orElse(Instant.EPOCH);
            return Duration.between(since, now).compareTo(Duration.ofMinutes(1)) < 0 ? Health.UNCLEAR : Health.FAILED;
        }
        return one.checks().passed() ? Health.WELL : Health.UNCLEAR;
    }

    static boolean troubleAhead(Instance one) {
        return one.scheduled().stream().anyMatch(ScheduledEvent::open);
    }

    static boolean memberOf(GroupName group, Instance one) {
        return Reading.memberships(one.id().value(), one.tags()).contains(group);
    }

    /// For a history.
    static String words(List<Eni> enis, List<Instance> instances) {
        return enis.stream()
                        .map(eni -> shortly(eni.id().value()) + " "
                                + eni.attachment()
                                        .map(a -> a.status().name().toLowerCase(java.util.Locale.ROOT) + " "
                                                + shortly(a.holder().value()) + "/"
                                                + a.slot().deviceIndex())
                                        .orElse(eni.available() ? "available" : "not available"))
                        .collect(Collectors.joining(", "))
                + "; "
                + instances.stream()
                        .map(one ->
                                shortly(one.id().value()) + " " + one.state().word()
                                        + (one.checks().passed()
                                                ? ""
                                                : " (" + one.checks().words() + ")")
                                        + (one.shell().reach() == Reach.LOST ? " agent lost" : ""))
                        .collect(Collectors.joining(", "));
    }

    private static String shortly(String id) {
        return id.replaceFirst("-0{8,}", "-");
    }
}
