package enifailover.aws.ec2;

import static enifailover.aws.client.SdkValues.number;
import static enifailover.aws.client.SdkValues.text;
import static enifailover.aws.ec2.EniMapper.tags;

import enifailover.model.CheckStatus;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.Provisioning;
import enifailover.model.ScheduledEvent;
import enifailover.model.SsmAgentStatus;
import enifailover.model.StatusChecks;
import enifailover.model.TypeLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DeviceType;
import software.amazon.awssdk.services.ec2.model.EbsStatusDetails;
import software.amazon.awssdk.services.ec2.model.EbsStatusSummary;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceAttachment;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.InstanceStatusDetails;
import software.amazon.awssdk.services.ec2.model.InstanceStatusSummary;
import software.amazon.awssdk.services.ec2.model.PlatformValues;

/// Reads an instance out of EC2's answers.
final class InstanceMapper {
    private InstanceMapper() {}

    /// @param seen as DescribeInstances told it
    /// @param status as DescribeInstanceStatus told it; empty where it said nothing of it
    /// @param unread it could not be asked
    /// @param scalingState as DescribeAutoScalingInstances told it
    static Instance of(
            software.amazon.awssdk.services.ec2.model.Instance seen,
            Optional<InstanceStatus> status,
            boolean unread,
            SsmAgentStatus shell,
            Optional<TypeLimits> limits,
            Optional<String> scalingState) {
        return new Instance(
                new InstanceId(seen.instanceId()),
                seen.state() == null
                        ? InstanceState.UNKNOWN
                        : InstanceState.of(text(seen.state().nameAsString())),
                text(seen.instanceTypeAsString()),
                seen.placement() == null ? "" : text(seen.placement().availabilityZone()),
                text(seen.vpcId()),
                tags(seen.tags()),
                occupied(seen.networkInterfaces()),
                status.map(InstanceMapper::checks).orElse(unread ? StatusChecks.UNREAD : StatusChecks.UNKNOWN),
                status.map(InstanceMapper::scheduled).orElse(List.of()),
                platform(seen, shell),
                limits,
                new Provisioning(
                        seen.instanceLifecycle() == InstanceLifecycleType.SPOT,
                        seen.rootDeviceType() == DeviceType.INSTANCE_STORE,
                        scalingState));
    }

    /// Of an agent that was never online Systems Manager names no platform; EC2 names Windows.
    private static SsmAgentStatus platform(
            software.amazon.awssdk.services.ec2.model.Instance seen, SsmAgentStatus shell) {
        boolean windows = seen.platform() == PlatformValues.WINDOWS;
        return windows && shell.platform().isEmpty()
                ? new SsmAgentStatus(shell.reach(), Optional.of("Windows"))
                : shell;
    }

    /// An instance that DescribeInstances left out: an id that is new is missing from it for seconds, and what it
    /// would have said of type, tags and interfaces is not known (EC2 API reference, "Eventual consistency").
    ///
    /// @param status as DescribeInstanceStatus told it; empty where it could not be asked
    static Instance ofStatus(InstanceId id, Optional<InstanceStatus> status, SsmAgentStatus shell) {
        return new Instance(
                id,
                status.filter(told -> told.instanceState() != null)
                        .map(told -> InstanceState.of(text(told.instanceState().nameAsString())))
                        .orElse(InstanceState.UNKNOWN),
                "",
                status.map(told -> text(told.availabilityZone())).orElse(""),
                "",
                Map.of(),
                Set.of(),
                status.map(InstanceMapper::checks).orElse(StatusChecks.UNREAD),
                status.map(InstanceMapper::scheduled).orElse(List.of()),
                shell,
                Optional.empty());
    }

    /// Also the places of interfaces that are still attaching or detaching: EC2 refuses them to others.
    private static Set<DevicePosition> occupied(List<InstanceNetworkInterface> interfaces) {
        Set<DevicePosition> slots = new TreeSet<>();
        for (InstanceNetworkInterface each : interfaces) {
            InstanceNetworkInterfaceAttachment attachment = each.attachment();
            if (attachment != null && attachment.deviceIndex() != null) {
                slots.add(new DevicePosition(attachment.deviceIndex(), number(attachment.networkCardIndex())));
            }
        }
        return slots;
    }

    /// The ENIs it has besides its primary one, which never moves.
    static Set<EniId> beyondThePrimary(software.amazon.awssdk.services.ec2.model.Instance seen) {
        Set<EniId> ids = new TreeSet<>();
        for (InstanceNetworkInterface each : seen.networkInterfaces()) {
            boolean primary =
                    each.attachment() != null && number(each.attachment().deviceIndex()) == 0;
            if (!primary) {
                EniId.parse(text(each.networkInterfaceId())).ifPresent(ids::add);
            }
        }
        return ids;
    }

    private static StatusChecks checks(InstanceStatus status) {
        InstanceStatusSummary system = status.systemStatus();
        InstanceStatusSummary instance = status.instanceStatus();
        EbsStatusSummary volumes = status.attachedEbsStatus();
        List<Instant> since = new ArrayList<>();
        details(system).map(InstanceStatusDetails::impairedSince).forEach(time -> add(since, time));
        details(instance).map(InstanceStatusDetails::impairedSince).forEach(time -> add(since, time));
        if (volumes != null) {
            volumes.details().stream().map(EbsStatusDetails::impairedSince).forEach(time -> add(since, time));
        }
        return new StatusChecks(
                CheckStatus.of(system == null ? "" : text(system.statusAsString())),
                CheckStatus.of(instance == null ? "" : text(instance.statusAsString())),
                CheckStatus.of(volumes == null ? "" : text(volumes.statusAsString())),
                since.stream().min(Instant::compareTo));
    }

    private static void add(List<Instant> times, @Nullable Instant time) {
        if (time != null) {
            times.add(time);
        }
    }

    private static Stream<InstanceStatusDetails> details(@Nullable InstanceStatusSummary summary) {
        return summary == null ? Stream.empty() : summary.details().stream();
    }

    private static List<ScheduledEvent> scheduled(InstanceStatus status) {
        return status.events().stream()
                .map(event -> new ScheduledEvent(
                        text(event.codeAsString()), Optional.ofNullable(event.notBefore()), text(event.description())))
                .toList();
    }
}
