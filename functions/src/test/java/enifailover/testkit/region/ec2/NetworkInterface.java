package enifailover.testkit.region.ec2;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An elastic network interface.
///
/// @param id such as `eni-0123456789abcdef0`
/// @param mac its MAC address
/// @param subnetId its subnet
/// @param vpcId its VPC
/// @param zone its Availability Zone
/// @param description in words
/// @param addresses its private IPv4 addresses, the primary first; none in an IPv6-only subnet, and of `efa-only`
/// @param ipv6 its IPv6 addresses
/// @param prefixes its delegated prefixes, of both families
/// @param groups its security groups' ids
/// @param tags its tags
/// @param sourceDestCheck whether EC2 drops what is not from or to its own addresses
/// @param requesterManaged whether an AWS service owns it
/// @param interfaceType EC2's word: `interface`, `efa`, `efa-only`, `trunk`, `branch` …
/// @param attachment where it is attached, or null
public record NetworkInterface(
        String id,
        String mac,
        String subnetId,
        String vpcId,
        String zone,
        String description,
        List<Address> addresses,
        List<String> ipv6,
        List<String> prefixes,
        List<String> groups,
        Map<String, String> tags,
        boolean sourceDestCheck,
        boolean requesterManaged,
        String interfaceType,
        @Nullable Attachment attachment) {

    /// An ordinary one.
    public NetworkInterface(
            String id,
            String mac,
            String subnetId,
            String vpcId,
            String zone,
            String description,
            List<Address> addresses,
            List<String> ipv6,
            List<String> prefixes,
            List<String> groups,
            Map<String, String> tags,
            boolean sourceDestCheck,
            boolean requesterManaged,
            @Nullable Attachment attachment) {
        this(
                id,
                mac,
                subnetId,
                vpcId,
                zone,
                description,
                addresses,
                ipv6,
                prefixes,
                groups,
                tags,
                sourceDestCheck,
                requesterManaged,
                "interface",
                attachment);
    }

    /// A private IPv4 address.
    ///
    /// @param ip the address
    /// @param elastic the Elastic IP that points to it, or empty
    public record Address(String ip, String elastic) {}

    /// EC2's word for its status. Source: D; it never says `associated` here.
    public String status() {
        return switch (attachment) {
            case null -> "available";
            case Attachment a ->
                switch (a.status()) {
                    case ATTACHING -> "attaching";
                    case ATTACHED -> "in-use";
                    case DETACHING -> "detaching";
                };
        };
    }

    /// The primary private IPv4 address, or empty where it has none.
    public String primaryAddress() {
        return addresses.isEmpty() ? "" : addresses.getFirst().ip();
    }

    /// It has IPv6 addresses alone, as in an IPv6-only subnet.
    public boolean ipv6Only() {
        return addresses.isEmpty() && !ipv6.isEmpty();
    }

    /// It is an Elastic Fabric Adapter, with or without IP.
    public boolean efa() {
        return interfaceType.equals("efa") || interfaceType.equals("efa-only");
    }

    NetworkInterface at(@Nullable Attachment newAttachment) {
        return copy(addresses, tags, sourceDestCheck, description, groups, newAttachment);
    }

    NetworkInterface tagged(Map<String, String> newTags) {
        return copy(addresses, newTags, sourceDestCheck, description, groups, attachment);
    }

    NetworkInterface checking(boolean newSourceDestCheck) {
        return copy(addresses, tags, newSourceDestCheck, description, groups, attachment);
    }

    NetworkInterface described(String newDescription) {
        return copy(addresses, tags, sourceDestCheck, newDescription, groups, attachment);
    }

    NetworkInterface in(List<String> newGroups) {
        return copy(addresses, tags, sourceDestCheck, description, newGroups, attachment);
    }

    NetworkInterface with(List<Address> newAddresses) {
        return copy(newAddresses, tags, sourceDestCheck, description, groups, attachment);
    }

    private NetworkInterface copy(
            List<Address> newAddresses,
            Map<String, String> newTags,
            boolean newCheck,
            String newDescription,
            List<String> newGroups,
            @Nullable Attachment newAttachment) {
        return new NetworkInterface(
                id,
                mac,
                subnetId,
                vpcId,
                zone,
                newDescription,
                newAddresses,
                ipv6,
                prefixes,
                newGroups,
                newTags,
                newCheck,
                requesterManaged,
                interfaceType,
                newAttachment);
    }
}
