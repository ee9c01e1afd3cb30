package enifailover.harness.simulation;

import enifailover.model.Attachment;
import enifailover.model.AttachmentStatus;
import enifailover.model.CheckStatus;
import enifailover.model.Eni;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.ScheduledEvent;
import enifailover.model.SsmAgentStatus;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.StatusChecks;
import enifailover.model.group.GroupName;
import enifailover.port.Observation;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.ec2.NetworkInterface;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads a sight as the laws read it, without the program's own judge and planner.
final class Truth {
    static final InstanceId NOWHERE = new InstanceId("i-00000000");

    /// Whether an instance is well.
    enum Health {
        WELL,
        FAILED,
        UNCLEAR
    }

    private Truth() {}

    /// What is so now, whatever a read would show.
    static Observation now(Region region, Scene scene) {
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
                instances.add(read(region, world.instance(host.id()), held.getOrDefault(host.id(), List.of())));
            }
        });
        return new Observation(enis, instances, List.of(), region.time().now());
    }

    /// The part of a sight that is of one group.
    static Observation of(Observation observation, GroupName group) {
        return new Observation(
                observation.enis().stream()
                        .filter(eni -> Tags.groupOf(eni.tags()).equals(Optional.of(group)))
                        .toList(),
                observation.instances(),
                observation.warnings(),
                observation.at());
    }

    /// One instance as it is now, without its interfaces.
    static Instance now(Region region, String id) {
        List<Instance> one = new ArrayList<>();
        region.strike(world -> one.add(read(region, world.instance(id), List.of())));
        return one.getFirst();
    }

    private static Instance read(
            Region region, enifailover.testkit.region.ec2.Instance one, List<NetworkInterface> interfaces) {
        Reach reach = region.fleet().reaches(one.id())
                ? Reach.ONLINE
                : region.fleet().manages(one.id()) ? Reach.LOST : Reach.UNMANAGED;
        return Reading.instance(
                one,
                interfaces,
                one,
                false,
                new SsmAgentStatus(reach, Optional.of(Scene.platform(one.tags()))),
                region.autoScaling().state(one.id()));
    }

    static Instance instance(Observation observation, InstanceId id) {
        return observation.instances().stream()
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

    /// It has left service, or is leaving it.
    static boolean leaving(Instance one) {
        return switch (one.state()) {
            case STOPPING, STOPPED, SHUTTING_DOWN, TERMINATED, GONE -> true;
            case PENDING, RUNNING, UNKNOWN -> false;
        };
    }

    /// It certainly runs nothing any more.
    static boolean off(Instance one) {
        return leaving(one) && one.state() != InstanceState.STOPPING && one.state() != InstanceState.SHUTTING_DOWN;
    }

    /// Both checks that every instance has passed, and that of the volumes has not failed.
    static boolean passed(Instance one) {
        StatusChecks checks = one.checks();
        return checks.system() == CheckStatus.OK
                && checks.instance() == CheckStatus.OK
                && checks.attachedEbs() != CheckStatus.IMPAIRED;
    }

    /// Some check has failed.
    static boolean impaired(Instance one) {
        StatusChecks checks = one.checks();
        return Stream.of(checks.system(), checks.instance(), checks.attachedEbs())
                .anyMatch(CheckStatus.IMPAIRED::equals);
    }

    /// EC2 could not be asked for the checks.
    static boolean unread(Instance one) {
        StatusChecks checks = one.checks();
        return checks.system() == CheckStatus.UNREAD && checks.instance() == CheckStatus.UNREAD;
    }

    /// As EC2 says it; a check that has failed for less than a minute is not clear.
    static Health health(Instance one, Instant now) {
        if (leaving(one)) {
            return Health.FAILED;
        }
        if (one.state() != InstanceState.RUNNING) {
            return Health.UNCLEAR;
        }
        if (impaired(one)) {
            Instant since = one.checks().impairedSince().orElse(Instant.EPOCH);
            return Duration.between(since, now).compareTo(Duration.ofMinutes(1)) < 0 ? Health.UNCLEAR : Health.FAILED;
        }
        return passed(one) ? Health.WELL : Health.UNCLEAR;
    }

    static boolean troubleAhead(Instance one) {
        return one.scheduled().stream()
                .map(ScheduledEvent::description)
                .anyMatch(message -> !message.startsWith("[Completed]") && !message.startsWith("[Canceled]"));
    }

    static boolean memberOf(GroupName group, Instance one) {
        return Tags.memberships(one.tags()).contains(group);
    }

    /// For a history.
    static String message(List<Eni> enis, List<Instance> instances) {
        return enis.stream()
                        .map(eni -> shortly(eni.id().value()) + " "
                                + eni.attachment()
                                        .map(a -> a.status().name().toLowerCase(java.util.Locale.ROOT) + " "
                                                + shortly(a.holder().value()) + "/"
                                                + a.devicePosition().deviceIndex())
                                        .orElse(eni.available() ? "available" : "not available"))
                        .collect(Collectors.joining(", "))
                + "; "
                + instances.stream()
                        .map(one -> shortly(one.id().value()) + " "
                                + one.state().word()
                                + (passed(one) ? "" : " (" + one.checks().message() + ")")
                                + (one.shell().reach() == Reach.LOST ? " agent lost" : ""))
                        .collect(Collectors.joining(", "));
    }

    private static String shortly(String id) {
        return id.replaceFirst("-0{8,}", "-");
    }
}
