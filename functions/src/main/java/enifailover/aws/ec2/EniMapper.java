package enifailover.aws.ec2;

import static enifailover.aws.client.SdkValues.number;
import static enifailover.aws.client.SdkValues.text;

import enifailover.model.Addresses;
import enifailover.model.Attachment;
import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentId;
import enifailover.model.AttachmentStatus;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AttachmentEnaSrdSpecification;
import software.amazon.awssdk.services.ec2.model.AttachmentEnaSrdUdpSpecification;
import software.amazon.awssdk.services.ec2.model.Ipv4PrefixSpecification;
import software.amazon.awssdk.services.ec2.model.Ipv6PrefixSpecification;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAttachment;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceIpv6Address;
import software.amazon.awssdk.services.ec2.model.NetworkInterfacePrivateIpAddress;
import software.amazon.awssdk.services.ec2.model.Tag;

/// Reads an ENI out of EC2's answer.
public final class EniMapper {
    /// The only type that EC2 detaches from a running instance. All others are AWS's own, trunks and branches of ECS,
    /// or EFAs, which come off a stopped instance only.
    private static final String PLAIN = "interface";

    private EniMapper() {}

    /// @param blocks what is known of its subnet
    static Eni of(NetworkInterface seen, Limits.Blocks blocks) {
        return new Eni(
                new EniId(seen.networkInterfaceId()),
                text(seen.macAddress()).toLowerCase(Locale.ROOT),
                text(seen.availabilityZone()),
                text(seen.vpcId()),
                text(seen.subnetId()),
                text(seen.statusAsString()).equals("available"),
                movable(seen),
                attachment(seen.attachment()),
                addresses(seen, blocks),
                Optional.ofNullable(seen.association()).map(NetworkInterfaceAssociation::publicIp),
                tags(seen.tagSet()));
    }

    private static boolean movable(NetworkInterface seen) {
        boolean managed = is(seen.requesterManaged())
                || (seen.operator() != null && is(seen.operator().managed()));
        return !managed && (seen.interfaceTypeAsString() == null || PLAIN.equals(seen.interfaceTypeAsString()));
    }

    /// Empty also for an attachment to a service of AWS, which names no instance.
    private static Optional<Attachment> attachment(@Nullable NetworkInterfaceAttachment seen) {
        if (seen == null || seen.attachmentId() == null || seen.instanceId() == null) {
            return Optional.empty();
        }
        if ("detached".equals(seen.statusAsString())) {
            return Optional.empty();
        }
        return AttachmentId.parse(seen.attachmentId()).flatMap(id -> InstanceId.parse(seen.instanceId())
                .map(holder -> new Attachment(
                        id,
                        holder,
                        new DevicePosition(number(seen.deviceIndex()), number(seen.networkCardIndex())),
                        AttachmentStatus.of(text(seen.statusAsString())),
                        attributes(seen))));
    }

    private static AttachmentAttributes attributes(NetworkInterfaceAttachment seen) {
        AttachmentEnaSrdSpecification srd = seen.enaSrdSpecification();
        AttachmentEnaSrdUdpSpecification udp = srd == null ? null : srd.enaSrdUdpSpecification();
        return new AttachmentAttributes(
                is(seen.deleteOnTermination()),
                Optional.ofNullable(seen.enaQueueCount()),
                srd != null && is(srd.enaSrdEnabled()),
                udp != null && is(udp.enaSrdUdpEnabled()));
    }

    private static Addresses addresses(NetworkInterface seen, Limits.Blocks blocks) {
        List<String> ipv4 = seen.privateIpAddresses().stream()
                .sorted(Comparator.comparing(address -> !is(address.primary())))
                .map(NetworkInterfacePrivateIpAddress::privateIpAddress)
                .toList();
        return new Addresses(
                ipv4.isEmpty() && seen.privateIpAddress() != null ? List.of(seen.privateIpAddress()) : ipv4,
                seen.ipv4Prefixes().stream()
                        .map(Ipv4PrefixSpecification::ipv4Prefix)
                        .toList(),
                seen.ipv6Addresses().stream()
                        .map(NetworkInterfaceIpv6Address::ipv6Address)
                        .toList(),
                seen.ipv6Prefixes().stream()
                        .map(Ipv6PrefixSpecification::ipv6Prefix)
                        .toList(),
                blocks.ipv4(),
                blocks.ipv6());
    }

    static Map<String, String> tags(List<Tag> tags) {
        return tags.stream().collect(Collectors.toUnmodifiableMap(Tag::key, tag -> text(tag.value()), (a, _) -> a));
    }

    private static boolean is(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }
}
