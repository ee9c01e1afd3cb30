package enifailover.harness.simulation;

import enifailover.model.Addresses;
import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentId;
import enifailover.model.AttachmentStatus;
import enifailover.model.CheckStatus;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.Provisioning;
import enifailover.model.ScheduledEvent;
import enifailover.model.SsmAgentStatus;
import enifailover.model.StatusChecks;
import enifailover.model.TypeLimits;
import enifailover.testkit.region.ec2.Attachment;
import enifailover.testkit.region.ec2.Checks;
import enifailover.testkit.region.ec2.Describing;
import enifailover.testkit.region.ec2.InstanceType;
import enifailover.testkit.region.ec2.NetworkInterface;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The Region's ENIs and instances in the flow's words, as `aws` reads them from EC2's answers.
final class Reading {
    /// Their forms are checked by patterns; there are few of them, and they are read often.
    private static final Map<String, EniId> ENIS = new ConcurrentHashMap<>();

    private static final Map<String, InstanceId> INSTANCES = new ConcurrentHashMap<>();

    private static final Map<String, AttachmentId> ATTACHMENTS = new ConcurrentHashMap<>();

    private Reading() {}

    static Eni eni(NetworkInterface seen) {
        return new Eni(
                ENIS.computeIfAbsent(seen.id(), EniId::new),
                seen.mac(),
                seen.zone(),
                seen.vpcId(),
                seen.subnetId(),
                seen.status().equals("available"),
                !seen.requesterManaged(),
                Optional.ofNullable(seen.attachment()).map(Reading::attachment),
                new Addresses(
                        List.of(seen.primaryAddress()),
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.of("10.0.1.0/24"),
                        Optional.empty()),
                Optional.empty(),
                seen.tags());
    }

    private static enifailover.model.Attachment attachment(Attachment seen) {
        Attachment.Attributes carried = seen.attributes();
        return new enifailover.model.Attachment(
                ATTACHMENTS.computeIfAbsent(seen.id(), AttachmentId::new),
                INSTANCES.computeIfAbsent(seen.instanceId(), InstanceId::new),
                new DevicePosition(seen.deviceIndex(), seen.networkCard()),
                AttachmentStatus.of(seen.status().word()),
                new AttachmentAttributes(
                        carried.deleteOnTermination(),
                        Optional.ofNullable(carried.enaQueueCount()),
                        carried.enaSrd(),
                        carried.enaSrdUdp()));
    }

    /// @param status as DescribeInstanceStatus told it, or null where it said nothing
    /// @param unread it could not be asked
    /// @param scaling its lifecycle state, where Auto Scaling told one
    static Instance instance(
            enifailover.testkit.region.ec2.Instance seen,
            List<NetworkInterface> held,
            enifailover.testkit.region.ec2.@Nullable Instance status,
            boolean unread,
            SsmAgentStatus shell,
            Optional<String> scaling) {
        Set<DevicePosition> occupied = new TreeSet<>();
        for (NetworkInterface eni : held) {
            Attachment attachment = eni.attachment();
            if (attachment != null) {
                occupied.add(new DevicePosition(attachment.deviceIndex(), attachment.networkCard()));
            }
        }
        return new Instance(
                INSTANCES.computeIfAbsent(seen.id(), InstanceId::new),
                InstanceState.of(seen.state().word()),
                seen.type(),
                seen.zone(),
                seen.vpcId(),
                seen.tags(),
                occupied,
                status != null ? checks(status) : unread ? StatusChecks.UNREAD : StatusChecks.UNKNOWN,
                status == null ? List.of() : scheduled(status),
                shell,
                Optional.ofNullable(InstanceType.named(seen.type()))
                        .map(type -> new TypeLimits(type.interfacesPerCard(), 50, 50)),
                new Provisioning(!seen.options().spotRequest().isEmpty(), false, scaling));
    }

    /// What DescribeInstanceStatus alone says of an instance; empty where it could not be asked.
    static Instance ofStatus(
            String id, Optional<enifailover.testkit.region.ec2.Instance> status, SsmAgentStatus shell) {
        return new Instance(
                INSTANCES.computeIfAbsent(id, InstanceId::new),
                status.map(told -> InstanceState.of(told.state().word())).orElse(InstanceState.UNKNOWN),
                "",
                status.map(enifailover.testkit.region.ec2.Instance::zone).orElse(""),
                "",
                Map.of(),
                Set.of(),
                status.map(Reading::checks).orElse(StatusChecks.UNREAD),
                status.map(Reading::scheduled).orElse(List.of()),
                shell,
                Optional.empty());
    }

    private static List<ScheduledEvent> scheduled(enifailover.testkit.region.ec2.Instance status) {
        return status.scheduled().stream()
                .map(event -> new ScheduledEvent(event.code(), Optional.of(event.notBefore()), event.description()))
                .toList();
    }

    private static StatusChecks checks(enifailover.testkit.region.ec2.Instance status) {
        Checks checks = status.checks();
        Instant since = null;
        for (Checks.Kind kind : Checks.Kind.values()) {
            Instant failed = checks.impairedSince(kind);
            since = failed != null && (since == null || failed.isBefore(since)) ? failed : since;
        }
        return new StatusChecks(
                check(status, Checks.Kind.SYSTEM),
                check(status, Checks.Kind.INSTANCE),
                check(status, Checks.Kind.ATTACHED_EBS),
                Optional.ofNullable(since));
    }

    private static CheckStatus check(enifailover.testkit.region.ec2.Instance status, Checks.Kind kind) {
        return CheckStatus.of(Describing.status(status, kind));
    }
}
